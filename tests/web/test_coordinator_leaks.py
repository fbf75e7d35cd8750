"""What the coordination's pages keep from whoever may not instruct, checked with the data there to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.models.account import User
from labelflow.models.application import Evidence
from labelflow.models.structure import Structure
from labelflow.services import applications, interests
from tests import scenes
from tests.scenes.others import application_of
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.world import World

PAGES = ("", "/contenu", "/documents", "/affectations", "/evaluations", "/journal", "/commission")
INSIDE = ("Une réponse en quelques phrases", "insurance.pdf", "Voir nos pièces", "Hugo Peyre")


def closed_to(world: World, person: str, application: str, status: int) -> None:
    browser = world.browser(person)
    for tail in PAGES:
        page = browser.get(f"/coordination/dossiers/{application}{tail}", status=status)
        assert not [word for word in INSIDE if word in page.text]


def test_the_application_of_ones_own_consortium_member_answers_as_if_it_did_not_exist(world: World) -> None:
    scene = application_of(world, "consortium")
    world.browser("coordinator2").get(f"/coordination/dossiers/{scene.application}")

    closed_to(world, "coordinator", scene.application, 404)
    closed_to(world, "coordinator", "000000000000", 404)
    with world.looking() as session:
        paths = [f"/pieces/{row.public_id}" for row in session.query(Evidence)]
    assert {world.browser("coordinator").client.get(path).status_code for path in paths} == {404}
    browser = world.browser("coordinator")
    forged = {"person": world.person("peer1").public_id, "reader": "peer"}
    browser.post(f"/coordination/dossiers/{scene.application}/affectations", forged, status=404)
    browser.post(f"/coordination/dossiers/{scene.application}/documents", {"D1": "3"}, status=404)


@pytest.mark.parametrize("code", ["FAMILY", "FUNDING", "DISPUTE"])
def test_a_coordinator_with_a_declared_link_loses_the_application_at_once(world: World, code: str) -> None:
    scene = scenes.in_review(world)
    world.browser("coordinator").get(f"/coordination/dossiers/{scene.application}")
    with world.looking() as session:
        user = session.get_one(User, world.person("coordinator").id)
        place = session.get_one(Structure, world.structure("applicant").id)
        link = interests.Link(code, SINCE)
        interests.declare_link(user, place, link, actor=world.actor("coordinator"), now=world.now)

    closed_to(world, "coordinator", scene.application, 404)
    assert "L’Atelier des étoiles" not in world.browser("coordinator").get("/coordination").html


def test_a_draft_does_not_exist_for_the_coordination(world: World) -> None:
    scene = scenes.complete_draft(world)

    closed_to(world, "coordinator", scene.application, 404)


@pytest.mark.parametrize(
    "person", ["applicant", "peer1", "scientist1", "member1", "chair", "signatory", "auditor", "nobody"]
)
def test_nobody_else_opens_the_pages_of_the_coordination(world: World, person: str) -> None:
    scene = scenes.in_review(world)

    closed_to(world, person, scene.application, 403)


def test_a_visitor_is_led_to_the_sign_in_page(world: World) -> None:
    scene = scenes.submitted(world)
    for path in ("/coordination", f"/coordination/dossiers/{scene.application}", "/evaluations"):
        assert "/connexion" in world.browser().get(path, status=303).location


def test_what_the_structure_types_after_the_deposit_is_not_read_before_it_is_sent(world: World) -> None:
    scene = scenes.incomplete(world)
    world.do(applications.save_answers, scene.application, {"remarks": "Notre brouillon de réponse."}, by="applicant")

    page = world.browser("coordinator").get(f"/coordination/dossiers/{scene.application}/contenu")

    assert "Notre brouillon de réponse." not in page.text
