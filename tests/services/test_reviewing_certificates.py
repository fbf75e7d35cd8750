"""A certificate of reviewing: for reviews that are locked and count, by their reviewer alone, of nobody else's file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.errors import NotFound, Refused
from labelflow.models.file import Document
from labelflow.models.journal import Event
from labelflow.models.reviewing_certificate import ReviewingCertificate
from labelflow.services import reviewing_certificates as certificates
from labelflow.services.verification import verify_typed
from tests import scenes

if TYPE_CHECKING:
    from tests.world import World


def certify(world: World, scene: scenes.Scene, person: str = "peer1", by: str = "") -> str:
    return str(world.do(certificates.certify_review, scene.assignments[person], by=by or person))


def said(world: World, public_id: str) -> dict[str, Any]:
    with world.looking() as session:
        row = session.query(ReviewingCertificate).filter_by(public_id=public_id).one()
        return row.document.content | {"kept_for": row.document.chain_subject}


def test_a_locked_review_is_certified_without_naming_whom_it_was_of(world: World) -> None:
    scene = scenes.ready(world)

    content = said(world, certify(world, scene, "scientist1"))

    assert content["person_name"] == world.person("scientist1").name
    assert content["works"] == [{"month": world.today.replace(day=1).isoformat(), "reader": "scientist", "number": 1}]
    assert content["kept_for"] == world.person("scientist1").public_id
    structure = world.structure("applicant")
    assert not [
        word for word in (structure.name, scene.application, *scene.assignments.values()) if word in str(content)
    ]


@pytest.mark.parametrize(
    ("at", "code"), [(scenes.in_review, "review-not-locked"), (scenes.replied, "review-not-locked")]
)
def test_a_review_that_is_not_locked_is_not_certified(world: World, at: Any, code: str) -> None:
    scene = at(world)

    with pytest.raises(Refused) as caught:
        certify(world, scene)

    assert [refusal.code for refusal in caught.value.refusals] == [code]


def test_a_review_that_was_set_aside_is_neither_certified_nor_counted(world: World) -> None:
    scene = scenes.ready(world)
    exclude(world, scene, "peer1")

    with pytest.raises(Refused) as caught:
        certify(world, scene)
    with pytest.raises(NotFound):
        world.do(certificates.certify_year, world.programme_code, world.today.year, by="peer1")

    assert [refusal.code for refusal in caught.value.refusals] == ["review-set-aside"]


def exclude(world: World, scene: scenes.Scene, person: str) -> None:
    reason = "Un lien d’intérêts a été découvert après la remise."
    world.take("assignment", scene.assignments[person], "exclude", by="coordinator", reason=reason)


def test_nobody_has_the_review_of_another_person_certified(world: World) -> None:
    scene = scenes.ready(world)

    with pytest.raises(NotFound):
        certify(world, scene, "peer1", by="peer2")


def test_the_reviews_of_a_year_are_summed_up_by_month_and_kind_of_reader(world: World) -> None:
    scenes.ready(world)

    content = said(world, world.do(certificates.certify_year, world.programme_code, world.today.year, by="peer2"))

    assert (content["year"], sum(work["number"] for work in content["works"])) == (world.today.year, 1)
    with pytest.raises(NotFound):
        world.do(certificates.certify_year, world.programme_code, world.today.year - 1, by="peer2")


def test_asked_for_again_the_same_certificate_is_given_again(world: World) -> None:
    scene = scenes.ready(world)

    assert certify(world, scene) == certify(world, scene)
    with world.looking() as session:
        assert session.query(Document).filter_by(kind="reviewing").count() == 1


def test_the_journal_tells_it_in_the_chain_of_the_person_and_names_no_application(world: World) -> None:
    scene = scenes.ready(world)
    certify(world, scene)

    with world.looking() as session:
        event = session.query(Event).filter_by(code="reviewing.certified").one()
        told = json.dumps(event.body)

    assert event.body["data"]["reviews"] == 1
    assert not [word for word in (scene.application, *scene.assignments.values()) if word in told]


def test_its_code_says_that_it_is_genuine_until_a_review_is_set_aside(world: World) -> None:
    scene = scenes.ready(world)
    code = said(world, certify(world, scene))["code"]

    with world.looking():
        before = verify_typed(code.lower(), world.now)
    exclude(world, scene, "peer1")
    with world.looking():
        after = verify_typed(code, world.now)

    assert (before.verdict, after.verdict) == ("reviewing", "reviewing_over")
    assert (before.valid, before.as_record()["label"]) == (False, None)
    assert before.as_record()["reviewing"]["person"] == world.person("peer1").name
