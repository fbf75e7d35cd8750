"""Inviting reviewers: who may be asked, every reason at once when not, and what an invitation starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.errors import Forbidden, NotFound, Outdated, Refused
from labelflow.models.account import User
from labelflow.models.queue import Deadline, Notice
from labelflow.models.review import Assignment
from labelflow.models.structure import Structure
from labelflow.services import assignments, interests
from tests import scenes
from tests.scenes.filing import submitted
from tests.scenes.others import application_of
from tests.scenes.reviewing import accept, invite, submit_review
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.world import World


def open_application(world: World) -> scenes.Scene:
    """Admissible, nobody invited yet."""
    scene = submitted(world)
    world.take("application", scene.application, "declare_admissible", by="coordinator")
    return scene


def refused(world: World, scene: scenes.Scene, person: str, reader: str = "peer") -> set[str]:
    with pytest.raises(Refused) as found:
        invite(world, scene, person, reader)
    return {refusal.code for refusal in found.value.refusals}


def test_an_invitation_gives_a_week_to_answer_and_tells_the_person(world: World) -> None:
    scene = open_application(world)

    assignment = invite(world, scene, "peer1", "peer")

    with world.looking() as session:
        row = session.query(Assignment).filter_by(public_id=assignment).one()
        deadline = session.query(Deadline).filter_by(subject_kind="assignment", subject_id=row.id).one()
        told = session.query(Notice).filter_by(text_code="reviewer/invitation").one()
        assert (row.state, row.live, row.third, row.invited_by_id) == (
            "invited",
            True,
            False,
            world.person("coordinator").id,
        )
        assert (deadline.code, (deadline.due_at - world.now).days) == ("invite_answer", 7)
        assert told.address == world.person("peer1").email


def test_every_reason_against_a_person_is_told_at_once(world: World) -> None:
    scene = open_application(world)
    invite(world, scene, "peer1", "peer")
    with world.looking() as session:
        person = session.get_one(User, world.person("peer1").id)
        place = session.get_one(Structure, world.structure("applicant").id)
        link = interests.Link("DISPUTE", SINCE)
        interests.declare_link(person, place, link, actor=world.actor("peer1"), now=world.now)

    assert refused(world, scene, "peer1") == {
        "reviewer-already-assigned",
        "reviewer-in-conflict",
        "reviewer-same-structure",
    }


def test_somebody_without_the_mandate_or_of_the_applicant_is_not_asked(world: World) -> None:
    scene = open_application(world)

    assert refused(world, scene, "nobody") == {"reviewer-not-mandated"}
    assert refused(world, scene, "scientist1") == {"reviewer-not-mandated"}
    with pytest.raises(NotFound):
        invite(world, scene, "peer1", "coordinator")


def test_nobody_is_invited_before_the_application_is_admissible(world: World) -> None:
    scene = submitted(world)

    assert refused(world, scene, "peer1") == {"application-not-in-review"}


@pytest.mark.parametrize("person", ["applicant", "peer2", "member1", "auditor", "operator"])
def test_only_the_coordination_invites(world: World, person: str) -> None:
    scene = open_application(world)

    with pytest.raises(Forbidden):
        world.do(assignments.assign, scene.application, world.person("peer1").public_id, "peer", by=person)


def test_an_invitation_on_an_old_view_of_the_application_is_outdated(world: World) -> None:
    scene = open_application(world)
    seen = 1
    invite(world, scene, "peer1", "peer")

    with pytest.raises(Outdated):
        world.do(
            assignments.assign, scene.application, world.person("peer2").public_id, "peer", by="coordinator", seen=seen
        )


def test_whoever_declined_can_be_asked_again_and_whoever_stepped_aside_cannot(world: World) -> None:
    scene = open_application(world)
    first = invite(world, scene, "peer1", "peer")
    second = invite(world, scene, "peer2", "peer")
    world.take("assignment", first, "decline", by="peer1", reason="Trop de travail ce mois-ci.")
    world.take("assignment", second, "recuse", by="peer2", reason="Nous avons un projet commun.")

    assert invite(world, scene, "peer1", "peer") != first
    assert refused(world, scene, "peer2") == {"reviewer-in-conflict"}


def test_a_peer_invited_because_two_disagree_reads_as_the_third(world: World) -> None:
    scene = scenes.in_review(world)
    submit_review(world, scene, "peer1", 3, "favorable")
    submit_review(world, scene, "peer2", 0, "unfavorable")
    submit_review(world, scene, "scientist1", 2, "favorable")
    assert world.state("application", scene.application) == "in_review"

    third = invite(world, scene, "peer3", "peer")

    with world.looking() as session:
        assert session.query(Assignment).filter_by(public_id=third).one().third
    accept(world, scene, "peer3")
    submit_review(world, scene, "peer3", 2, "favorable")
    assert world.state("application", scene.application) == "reply"


def test_a_person_with_three_open_files_is_not_given_a_fourth(world: World) -> None:
    scene = open_application(world)
    invite(world, scene, "peer1", "peer")
    for structure in ("workshop", "museum"):
        invite(world, application_of(world, structure, admissible=True), "peer1", "peer")

    other = application_of(world, "observatory", admissible=True)

    assert refused(world, other, "peer1") == {"reviewer-overloaded"}
