"""A reviewer is asked, declares their interests, accepts, declines or steps aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.models.account import User
from labelflow.models.review import Declaration
from labelflow.models.structure import Structure
from labelflow.services import interests
from tests import scenes
from tests.counting import statements
from tests.scenes.others import application_of
from tests.scenes.reviewing import invite
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.page import Browser
    from tests.world import World

QUESTIONS = 8
"""Kinds of links that the programme asks a reviewer about."""


def clear(browser: Browser, **links: str) -> dict[str, object]:
    """Every question answered by no, but for `links`."""
    assert browser.page is not None
    names = {str(box["name"]) for box in browser.page.soup.select('input[name^="lien-"]')}
    assert len(names) == QUESTIONS
    return {name: links.get(name.removeprefix("lien-"), "non") for name in names}


def address(scene: scenes.Scene, person: str = "peer1", tail: str = "") -> str:
    return f"/evaluations/{scene.assignments[person]}{tail}"


def link_with(world: World, person: str, code: str) -> None:
    """A link with the applicant that becomes known."""
    with world.looking() as session:
        user = session.get_one(User, world.person(person).id)
        place = session.get_one(Structure, world.structure("applicant").id)
        interests.declare_link(user, place, interests.Link(code, SINCE), actor=world.actor(person), now=world.now)


def test_an_invitation_shows_name_department_and_scopes_only(world: World) -> None:
    scene = scenes.assigned(world)
    browser = world.browser("peer1")

    listed = browser.get("/evaluations")
    browser.click("L’Atelier des étoiles", status=303)
    page = browser.follow()

    assert "Invitations à répondre" in listed.text
    assert page.h1 == "L’Atelier des étoiles"
    facts = page.facts()
    assert facts["Département"] == "Ariège (09)"
    assert facts["Périmètre demandé"] == "Ateliers et interventions scolaires, Expositions"
    for hidden in ("Foix", "W091000001", "Une réponse", "statutes", "Jeanne Vidal", "Inès Marty", "Sofia Ramon"):
        assert hidden not in listed.text + page.text
    browser.get(address(scene, tail="/grille/B"), status=404)


def test_the_declaration_quotes_the_law_and_asks_each_kind_of_link_in_words(world: World) -> None:
    scene = scenes.assigned(world)
    page = world.browser("peer1").get(address(scene, tail="/declaration"))

    assert "influencer ou à paraître influencer l’exercice indépendant, impartial et objectif" in page.text
    assert "article 2" in page.text
    assert "À présent ou au cours des 3 dernières années." in page.text
    assert "À présent ou auparavant, quelle que soit la date." in page.text
    for code in ("SELF", "FAMILY", "FUNDING", "ADVISED", "RECIPROCAL"):
        assert code not in page.text


def test_a_clear_signed_declaration_opens_the_file(world: World) -> None:
    scene = scenes.assigned(world)
    browser = world.browser("peer1")
    browser.get(address(scene, tail="/declaration"))

    browser.submit("Signer et accepter", {**clear(browser), "signed": True})

    page = browser.follow()
    assert "Votre déclaration est signée" in page.text
    assert "Une réponse en quelques phrases" in page.text
    assert "statutes.pdf" in page.text
    with world.looking() as session:
        assert [row.clear for row in session.query(Declaration)] == [True]


def test_every_question_and_the_signature_are_asked_for(world: World) -> None:
    scene = scenes.assigned(world)
    browser = world.browser("peer1")
    browser.get(address(scene, tail="/declaration"))

    page = browser.submit("Signer et accepter", status=400)

    assert [error.partition(" : ")[0] for error in page.errors[:-1]] == ["Répondez par oui ou par non"] * QUESTIONS
    assert len(set(page.errors)) == QUESTIONS + 1
    assert page.errors[-1] == "Signez votre déclaration."
    assert world.state("assignment", scene.assignments["peer1"]) == "invited"


def test_a_link_is_described_and_leads_to_stepping_aside(world: World) -> None:
    scene = scenes.assigned(world)
    browser = world.browser("peer1")
    browser.get(address(scene, tail="/declaration"))
    told = {**clear(browser, FUNDING="oui"), "signed": True}

    page = browser.submit("Signer et accepter", told, status=400)
    assert page.errors == ["Décrivez le lien que vous déclarez."]
    details = "Une prestation de notre planétarium en 2025."
    page = browser.submit("Signer et accepter", {"details": details}, status=409)
    assert "Le lien que vous déclarez vous empêche d’évaluer ce dossier" in page.text
    assert details in page.html
    browser.submit("Me déporter")

    assert "Vous vous êtes déporté de ce dossier" in browser.follow().text
    assert world.state("assignment", scene.assignments["peer1"]) == "recused"
    with world.looking() as session:
        declared = session.query(Declaration).one()
        assert (declared.clear, declared.answers["links"]) == (False, ["FUNDING"])
        assert declared.answers["details"] == details


def test_a_known_link_is_explained_in_words_and_nothing_can_be_signed(world: World) -> None:
    scene = scenes.assigned(world)
    link_with(world, "peer1", "SCIENTIFIC")
    browser = world.browser("peer1")

    page = browser.get(address(scene, tail="/declaration"))

    assert "lien scientifique (publication commune, encadrement, conseil scientifique)" in page.text
    assert "SCIENTIFIC" not in page.text
    assert "Signer et accepter" not in page.buttons
    browser.click("Me déporter")
    browser.submit("Me déporter", {"reason": "Nous avons publié ensemble."})
    assert world.state("assignment", scene.assignments["peer1"]) == "recused"


def test_a_forged_acceptance_despite_a_link_is_refused_in_words(world: World) -> None:
    scene = scenes.assigned(world)
    browser = world.browser("peer1")
    browser.get(address(scene, tail="/declaration"))
    told = {**clear(browser), "signed": True}
    link_with(world, "peer1", "DISPUTE")

    page = browser.submit("Signer et accepter", told, status=409)

    assert page.reasons[0] == "Un lien d’intérêts vous empêche d’évaluer ce dossier : différend ou litige."
    assert world.state("assignment", scene.assignments["peer1"]) == "invited"


def test_declining_needs_no_reason_and_closes_the_page(world: World) -> None:
    scene = scenes.assigned(world)
    browser = world.browser("peer2")
    browser.get(address(scene, "peer2", "/declaration"))
    browser.click("Décliner")

    browser.submit("Décliner")

    assert "Invitation déclinée" in browser.follow().text
    browser.get(address(scene, "peer2"), status=404)


def test_a_link_found_after_accepting_closes_the_file_at_once(world: World) -> None:
    scene = scenes.in_review(world)
    link_with(world, "peer1", "FAMILY")
    browser = world.browser("peer1")

    page = browser.get(address(scene))

    assert "lien de famille ou d’amitié avec une personne qui la dirige" in page.text
    for hidden in ("Une réponse", "statutes", "Foix"):
        assert hidden not in page.text
    for tail in ("/grille/B", "/avis", "/remise", "/rapports"):
        browser.get(address(scene, tail=tail), status=404)
    browser.get(address(scene))
    browser.click("Me déporter")


@pytest.mark.parametrize("person", ["nobody", "applicant", "coordinator", "member1", "auditor"])
def test_evaluations_are_for_those_with_a_mandate_to_review(world: World, person: str) -> None:
    scene = scenes.assigned(world)
    browser = world.browser(person)

    browser.get("/evaluations", status=403)
    browser.get(address(scene), status=403)


def test_the_list_is_empty_before_anything_is_asked(world: World) -> None:
    page = world.browser("peer3").get("/evaluations")

    assert "Aucune évaluation pour l’instant" in page.text


def test_the_list_asks_as_much_of_the_database_for_three_as_for_one(world: World) -> None:
    scenes.assigned(world)
    browser = world.browser("peer1")
    browser.get("/evaluations")
    with statements(world) as for_one:
        browser.get("/evaluations")
    for structure in ("workshop", "museum"):
        invite(world, application_of(world, structure, admissible=True), "peer1", "peer")
    with statements(world) as for_three:
        page = browser.get("/evaluations")

    assert len(page.soup.select(".cards li")) == 3
    assert len(for_three) == len(for_one)
