"""One application, page by page, as the coordination instructs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.errors import Refused
from labelflow.models.account import User
from labelflow.models.application import DocumentCheck
from labelflow.models.structure import Structure
from labelflow.services import completeness, interests
from tests import scenes
from tests.scenes.filing import add_piece, check_documents, remove_pieces
from tests.scenes.reviewing import submit_review, write
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.world import World

PAGES = ("", "/contenu", "/documents", "/affectations", "/evaluations", "/journal")


def address(scene: scenes.Scene, tail: str = "") -> str:
    return f"/coordination/dossiers/{scene.application}{tail}"


def test_an_application_tells_its_dates_what_to_do_and_who_it_is(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("coordinator")
    browser.get("/coordination")

    page = browser.click("L’Atelier des étoiles")

    assert page.h1 == "L’Atelier des étoiles"
    facts = page.facts()
    assert facts["RNA"] == "W091000001"
    assert facts["Déposé le"] == "1er mars 2027 à 10 h"
    assert facts["Décision implicite"] == "le 1er mai 2027 au soir, sans décision d’ici là"
    assert "Vérification du dossier par la coordination." in page.text
    assert {"Demander des pièces", "Proposer l’irrecevabilité", "Vérifier les documents"} <= set(page.links)
    assert "Déclarer recevable" in page.buttons
    assert [link for link in page.links if link == "Accusé de réception"]
    assert address(scene) == page.url


def test_the_whole_way_to_review_is_walked_from_the_page(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("coordinator")
    browser.get(address(scene))
    browser.click("Demander des pièces")
    message = "Votre attestation d’assurance ne couvre pas les ateliers."
    browser.submit("Demander des pièces", {"pieces": ["insurance"], "message": message})
    page = browser.follow()
    assert page.url == address(scene)
    assert message in page.text
    assert "Attestation d’assurance responsabilité civile" in page.text
    browser.submit("Prolonger le délai des pièces")
    assert "Pas encore possible : une raison" in browser.follow().text
    remove_pieces(world, scene, "insurance")
    add_piece(world, scene, "insurance", data=b"%PDF-1.7 newer\n%%EOF\n")
    world.take("application", scene.application, "complete", by="applicant")
    browser.get(address(scene))
    browser.submit("Déclarer recevable")
    assert "En évaluation" in browser.follow().text


def test_the_content_is_the_one_that_was_submitted_with_every_piece(world: World) -> None:
    scene = scenes.incomplete(world)
    add_piece(world, scene, "supports")
    page = world.browser("coordinator").get(address(scene, "/contenu"))

    assert "Dépôt n° 1" in page.text
    assert "Une réponse en quelques phrases" in page.text
    assert "Voir nos pièces (H3)." in page.text
    assert "insurance.pdf" in page.text
    assert "supports.pdf" not in page.text


def test_documents_are_checked_with_a_comment_where_the_structure_must_mend(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("coordinator")
    page = browser.get(address(scene, "/documents"))
    criteria = [criterion.code for criterion in world.grid.criteria_for("coordinator")]
    assert [box["id"] for box in page.soup.select("fieldset.criterion")] == criteria
    levels = dict.fromkeys(criteria, "2")

    page = browser.submit("Enregistrer la vérification", {**levels, "D1": "1"}, status=400)
    assert page.errors == ["Expliquez cette réponse en une phrase ou deux."]
    browser.submit("Enregistrer la vérification", {"D1-comment": "L’attestation expire en mai."})

    page = browser.follow()
    assert "Vérification enregistrée." in page.text
    assert "Vérifier les documents" not in page.links
    with world.looking() as session:
        found = {row.criterion: (row.level, row.comment) for row in session.query(DocumentCheck)}
    assert found.pop("D1") == (1, "L’attestation expire en mai.")
    assert set(found.values()) == {(2, "")}


def test_a_check_on_an_old_view_is_refused_and_kept_on_the_page(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("coordinator")
    browser.get(address(scene, "/documents"))
    check_documents(world, scene, by="coordinator2", level=3)

    page = browser.submit("Enregistrer la vérification", {"D1": "0", "D1-comment": "Aucune attestation."}, status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.text
    assert "Aucune attestation." in page.html


def test_the_check_of_a_closed_application_does_not_change(world: World) -> None:
    scene = scenes.labelled(world)
    page = world.browser("coordinator").get(address(scene, "/documents"))
    assert "la vérification ne change plus" in page.text
    assert page.buttons == []

    with pytest.raises(Refused) as refused:
        world.do(completeness.check_documents, scene.application, {"D1": {"level": 0}}, by="coordinator")

    assert [refusal.code for refusal in refused.value.refusals] == ["document-check-closed"]


def test_reviews_are_read_once_submitted_with_who_wrote_them(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("coordinator")
    write(world, scene, "peer1", 3)
    assert "Aucune évaluation remise pour l’instant" in browser.get(address(scene, "/evaluations")).text
    assert "Des ateliers soignés" not in browser.page.html  # type: ignore[union-attr]

    submit_review(world, scene, "peer2", 2)

    page = browser.get(address(scene, "/evaluations"))
    assert "Pair 1 Inès Marty" in page.text
    assert "Vu dans les pièces (B1)." in page.text
    assert "Proposition :" in page.text
    assert "Hugo Peyre" not in page.text


def test_an_excluded_review_is_told_apart(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    browser = world.browser("coordinator")
    browser.get(address(scene))
    browser.click("Écarter pour conflit d’intérêts Hugo Peyre")
    reason = "Un contrat de prestation a été découvert après la lecture."
    browser.submit("Écarter pour conflit d’intérêts", {"reason": reason})

    page = browser.get(address(scene, "/evaluations"))

    assert "Hugo Peyre : Écartée pour conflit d’intérêts" in page.text
    assert "Pair 1 Inès Marty" in page.text


def test_an_inadmissibility_is_proposed_with_facts_and_waits_for_somebody_else(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("coordinator")
    browser.get(address(scene))
    browser.click("Proposer l’irrecevabilité")
    facts = "La structure a commencé son activité il y a moins de douze mois. " * 4
    browser.submit("Proposer l’irrecevabilité", {"article": "2.2", "facts": facts})

    page = browser.follow()

    assert "Irrecevabilité proposée" in page.text
    assert "Par Maud Ferrand." in page.text
    assert "La structure a commencé son activité" in page.text


def test_an_application_is_scheduled_with_a_rapporteur_who_may_report(world: World) -> None:
    scene = scenes.in_committee(world)
    world.take("application", scene.application, "unschedule", by="coordinator")
    browser = world.browser("coordinator")
    browser.get(address(scene))

    page = browser.click("Inscrire à une commission")
    offered = page.html
    assert "Dominique Alibert" in offered
    browser.submit(
        "Inscrire à une commission", {"Séance": scene.session, "rapporteur": world.person("member2").public_id}
    )

    page = browser.follow()
    assert page.facts()["Personne rapporteure"] == "Dominique Bousquet"
    assert "Commission de printemps" in page.facts()["Commission"]


def test_who_may_not_report_is_told_with_the_reason(world: World) -> None:
    scene = scenes.in_committee(world)
    world.take("application", scene.application, "unschedule", by="coordinator")
    with world.looking() as session:
        user = session.get_one(User, world.person("member2").id)
        place = session.get_one(Structure, world.structure("applicant").id)
        link = interests.Link("FAMILY", SINCE)
        interests.declare_link(user, place, link, actor=world.actor("member2"), now=world.now)

    page = world.browser("coordinator").get(address(scene, "/commission"))

    told = page.soup.find("h2", string="Qui ne peut pas rapporter, et pourquoi")
    assert told
    kept = told.find_next("ul").get_text(" ", strip=True)
    assert "Dominique Bousquet" in kept
    assert "lien de famille ou d’amitié" in kept
    assert "Dominique Bousquet" not in [option.get_text() for option in page.soup.select("option")]


def test_the_journal_tells_who_did_what_in_which_role(world: World) -> None:
    scene = scenes.voted(world)
    page = world.browser("coordinator").get(address(scene, "/journal"))
    told = [(what, who) for _when, what, who in page.rows()]

    assert ("Déposer le dossier", "Jeanne Vidal, candidature") in told
    assert ("Documents vérifiés", "Maud Ferrand, coordination") in told
    assert ("Invitation à évaluer : Hugo Peyre", "Maud Ferrand, coordination") in told
    assert ("Ouvrir le droit de réponse", "le site") in told
    assert ("Vote d’un membre de la commission", "commission") in told
    assert not [what for what, _who in told if "." in what]
    assert "Dossier commencé" not in page.text


@pytest.mark.parametrize("tail", PAGES)
def test_each_page_leads_to_the_others(world: World, tail: str) -> None:
    scene = scenes.awaiting_complement(world)
    page = world.browser("coordinator").get(address(scene, tail))

    assert [str(link["href"]) for link in page.soup.select(".tabs a")] == [address(scene, other) for other in PAGES]
    assert [str(link["href"]) for link in page.soup.select(".tabs a[aria-current]")] == [address(scene, tail)]
