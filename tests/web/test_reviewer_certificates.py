"""« Attestations d’évaluation »: asked for by their reviewer, kept for them alone, told to whoever verifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.models.reviewing_certificate import ReviewingCertificate
from tests import scenes
from tests.web.verifying import drop

if TYPE_CHECKING:
    from tests.page import Page
    from tests.stage import Stage
    from tests.world import World

PAGE = "/evaluations/attestations"


def asked(world: World, person: str = "peer1") -> Page:
    """The reviewer asks for the certificate of their year."""
    browser = world.browser(person)
    page = browser.get(PAGE)
    year = f"{world.programme_code}/{world.today.year}"
    assert f"Toutes celles de {world.today.year}" in page.text
    browser.submit("Établir l’attestation", {"what": year})
    return browser.follow()


def kept(world: World) -> tuple[str, str]:
    """The address of the document, and the code."""
    with world.looking() as session:
        row = session.query(ReviewingCertificate).one()
        return f"/documents/{row.document.public_id}", row.code


def test_a_reviewer_asks_for_the_certificate_of_a_year_and_finds_it_again(world: World) -> None:
    scenes.ready(world)

    page = asked(world)

    assert "Votre attestation est établie" in page.text
    address, code = kept(world)
    assert page.soup.select_one(f'a[href="{address}"]') is not None
    assert f"{code[:3]} {code[3:6]} {code[6:]}" in page.text
    assert "Mes attestations d’évaluation" in world.browser("peer1").get("/mon-espace").text


def test_nothing_is_offered_before_the_review_is_locked(world: World) -> None:
    scene = scenes.replied(world)

    browser = world.browser("peer1")

    assert "Aucune évaluation à attester pour l’instant" in browser.get(PAGE).text
    assert "Demander une attestation" not in browser.get("/evaluations").text
    assert "Demander une attestation" not in browser.get(f"/evaluations/{scene.assignments['peer1']}/remise").text


def test_a_choice_of_somebody_else_is_answered_by_the_form(world: World) -> None:
    scene = scenes.ready(world)
    browser = world.browser("peer1")
    browser.get(PAGE)

    page = browser.post(PAGE, {"what": scene.assignments["peer2"]}, status=400)

    assert "Choisissez une des réponses proposées." in page.text


def test_the_document_opens_for_its_reviewer_alone(world: World) -> None:
    scenes.ready(world)
    asked(world)
    address, code = kept(world)
    people = ("peer2", "coordinator", "applicant", "chair")

    answer = world.browser("peer1").client.get(address)

    assert answer.headers["Content-Disposition"] == f"attachment; filename=attestation-d-evaluation-{code}.pdf"
    assert {world.browser(one).client.get(address).status_code for one in people} == {404}


def test_whoever_has_the_code_compares_and_learns_nothing_of_the_applications(world: World) -> None:
    scenes.ready(world)
    asked(world)
    _address, code = kept(world)

    page = world.browser().get(f"/v/{code}")

    assert "Attestation d’évaluation authentique" in page.text
    assert page.facts()["Personne"] == world.person("peer1").name
    assert world.structure("applicant").name not in page.text
    assert page.response.headers["Cache-Control"] == "private, no-store"


def test_the_file_is_recognised_to_the_byte(stage: Stage) -> None:
    crowd = stage.crowd
    scenes.ready(crowd)  # type: ignore[arg-type]  # a crowd is a world
    asked(crowd)
    data = crowd.browser("peer1").client.get(kept(crowd)[0]).data

    good, altered = drop(stage, data), drop(stage, data + b"\n")

    assert "Attestation d’évaluation authentique" in good.text
    assert "Ce fichier est bien l’attestation émise, à l’octet près." in good.text
    assert "Le cachet est intact" in good.text
    assert "Attestation d’évaluation authentique" not in altered.text
