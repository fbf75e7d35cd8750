"""The applicant objects to reviewers: in time, with a reason; who is named stops reading until somebody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.catalogue import Case
from labelflow.domain.guards.objection import challenged_is_of_the_college, deadline_is_running
from labelflow.domain.permissions import role_granting
from labelflow.errors import Forbidden, Refused
from labelflow.jobs.clock import tick
from labelflow.models.journal import Event
from labelflow.models.queue import Deadline, Notice
from labelflow.models.review import Objection
from labelflow.queries.facts import facts_of
from labelflow.services import reviews
from tests import scenes
from tests.people import NOW
from tests.scenes.reviewing import READERS, invite, submit_review, write

if TYPE_CHECKING:
    from tests.world import World

WHY = "Cette personne dirigeait l’association avec laquelle nous sommes en procès depuis 2025."
ANSWER = "Le litige est établi par les pièces jointes : un autre pair sera invité s’il le faut."


def challenge(world: World, scene: scenes.Scene, whom: str, *, by: str = "applicant") -> str:
    """Object to a person, or to "@structure". Gives the objection."""
    place = whom.removeprefix("@")
    known = world.structure(place) if whom.startswith("@") else world.person(whom)
    target = f"{'structure' if whom.startswith('@') else 'person'}:{known.public_id}"
    world.take("application", scene.application, "object", by=by, challenged=target, reason=WHY)
    with world.looking() as session:
        return str(session.query(Objection).order_by(Objection.id.desc()).first().public_id)  # type: ignore[union-attr]


def codes(world: World, scene: scenes.Scene, whom: str, **more: str) -> set[str]:
    with pytest.raises(Refused) as refused:
        challenge(world, scene, whom, **more)
    return {refusal.code for refusal in refused.value.refusals}


def reads(world: World, scene: scenes.Scene, person: str) -> bool:
    actor = world.actor(person)
    with world.looking() as session:
        application = world.found("application", scene.application, session)
        return role_granting("application:read", Case(facts_of(application, world.now), actor, world.now)) == "reviewer"


def test_an_admissible_application_is_told_of_the_college_and_has_a_week_to_object(world: World) -> None:
    scene = scenes.assigned(world)

    with world.looking() as session:
        application = world.found("application", scene.application, session)
        due = session.query(Deadline).filter_by(subject_id=application.id, code="objection").one()
        told = session.query(Notice).filter_by(text_code="applicant/college").first()
        assert (due.due_at - world.now).days == 7
        assert told is not None
        assert "Peyre" not in str(told.context)
    assert world.offers("application", scene.application, by="applicant")["object"] == ()


def test_who_is_objected_to_stops_reading_at_once_and_writes_no_more(world: World) -> None:
    scene = scenes.in_review(world)
    before = reads(world, scene, "peer1")
    write(world, scene, "peer1")
    challenge(world, scene, "peer1")

    assert (before, reads(world, scene, "peer1"), reads(world, scene, "peer2")) == (True, False, True)
    assert world.offers("assignment", scene.assignments["peer1"], by="peer1")["submit_review"] == ("blocking-interest",)


def test_who_is_objected_to_neither_accepts_nor_is_invited(world: World) -> None:
    scene = scenes.assigned(world)
    challenge(world, scene, "peer1")
    challenge(world, scene, "peer3")

    assert "blocking-interest" in world.offers("assignment", scene.assignments["peer1"], by="peer1")["accept"]
    with pytest.raises(Refused) as refused:
        invite(world, scene, "peer3", "peer")
    assert [one.code for one in refused.value.refusals] == ["reviewer-in-conflict"]


def test_an_objection_to_a_structure_names_everybody_who_comes_from_it(world: World) -> None:
    scene = scenes.in_review(world)
    objection = challenge(world, scene, "@workshop")
    before = reads(world, scene, "peer2")
    world.take("objection", objection, "uphold", by="coordinator", answer=ANSWER)

    assert not before
    assert world.state("assignment", scene.assignments["peer2"]) == "replaced"
    assert world.state("assignment", scene.assignments["peer1"]) == "accepted"


def test_upheld_it_replaces_a_reader_and_excludes_a_review(world: World) -> None:
    scene = scenes.in_review(world)
    submit_review(world, scene, "peer1")
    for person in ("peer1", "scientist1"):
        objection = challenge(world, scene, person)
        world.take("objection", objection, "uphold", by="coordinator", answer=ANSWER)

    assert world.state("assignment", scene.assignments["peer1"]) == "excluded"
    assert world.state("assignment", scene.assignments["scientist1"]) == "replaced"
    with pytest.raises(Refused):
        invite(world, scene, "peer1", "peer")


def test_rejected_it_lets_the_reader_go_on_with_what_they_wrote(world: World) -> None:
    scene = scenes.in_review(world)
    world.do(reviews.save, scene.assignments["peer1"], {"B1": {"level": 2}}, by="peer1")
    objection = challenge(world, scene, "peer1")
    world.take("objection", objection, "reject", by="coordinator", answer=ANSWER)

    assert reads(world, scene, "peer1")
    with world.looking() as session:
        kept = session.query(Objection).one()
        told = session.query(Notice).filter_by(text_code="applicant/objection_answered").all()
        assert (kept.state, kept.answer, kept.decided_by_id) == ("rejected", ANSWER, world.person("coordinator").id)
        assert {row.address for row in told} >= {world.person("applicant").email}


def test_reports_do_not_go_out_before_every_objection_is_answered(world: World) -> None:
    scene = scenes.in_review(world)
    objection = challenge(world, scene, "peer3")
    for person in READERS:
        submit_review(world, scene, person)
    before = world.state("application", scene.application)
    world.take("objection", objection, "reject", by="coordinator", answer=ANSWER)

    assert (before, world.state("application", scene.application)) == ("in_review", "reply")


def test_the_week_runs_on_while_the_reports_are_read_and_is_over_after_it(world: World) -> None:
    scene = scenes.in_review(world)
    for person in READERS:
        submit_review(world, scene, person)
    objection = challenge(world, scene, "peer1")
    world.take("application", scene.application, "waive_reply", by="applicant")
    blocked = world.offers("application", scene.application, by="coordinator")["schedule"]
    world.take("objection", objection, "uphold", by="coordinator", answer=ANSWER)

    assert "objections-pending" in blocked
    assert world.state("application", scene.application) == "in_review"
    world.wait(days=8)
    assert codes(world, scene, "peer2") == {"time-is-over"}


def test_the_end_of_the_week_is_nobodys_delay(world: World) -> None:
    scene = scenes.in_review(world)
    world.wait(days=8)
    with world.looking() as session:
        tick(world.now)
        application = world.found("application", scene.application, session)
        states = {row.code: row.state for row in session.query(Deadline).filter_by(subject_id=application.id)}
    assert states["objection"] == "fired"
    assert world.offers("application", scene.application, by="applicant")["object"] == ("time-is-over",)


def test_only_somebody_of_the_college_is_objected_to_and_once(world: World) -> None:
    scene = scenes.in_review(world)
    challenge(world, scene, "peer1")

    assert codes(world, scene, "peer1") == {"challenged-already"}
    assert codes(world, scene, "chair") == {"challenged-unknown"}
    assert codes(world, scene, "@applicant") == {"challenged-unknown"}


@pytest.mark.parametrize("person", ["colleague", "outsider", "peer1", "coordinator", "auditor"])
def test_only_who_commits_the_structure_objects(world: World, person: str) -> None:
    scene = scenes.in_review(world)

    with pytest.raises(Forbidden):
        challenge(world, scene, "peer2", by=person)


@pytest.mark.parametrize("person", ["applicant", "peer1", "member1", "auditor", "insider"])
def test_only_the_coordination_answers(world: World, person: str) -> None:
    scene = scenes.in_review(world)
    objection = challenge(world, scene, "peer1")

    with pytest.raises(Forbidden):
        world.take("objection", objection, "uphold", by=person, answer=ANSWER)


def test_the_journal_tells_of_it_without_any_name(world: World) -> None:
    scene = scenes.in_review(world)
    objection = challenge(world, scene, "peer1")
    world.take("objection", objection, "uphold", by="coordinator", answer=ANSWER)

    with world.looking() as session:
        told = {event.code: str(event.body) for event in session.query(Event)}
    assert {"application.object", "objection.uphold"} <= set(told)
    assert not any(world.person("peer1").public_id in told[code] for code in ("application.object", "objection.uphold"))


def test_a_withdrawn_application_closes_its_objections(world: World) -> None:
    scene = scenes.in_review(world)
    objection = challenge(world, scene, "peer1")
    world.take("application", scene.application, "withdraw", by="applicant")

    assert world.state("objection", objection) == "closed"


class College:
    """The facts that the guards of an objection read."""

    def __init__(self, college: frozenset[str], raised: frozenset[str], until: object = None) -> None:
        self.challengeable, self.challenged = college, raised
        self.running_until = {"objection": until} if until is not None else {}


CODES = st.sampled_from("abcdef")


@given(college=st.frozensets(CODES), raised=st.frozensets(CODES), target=CODES)
def test_one_may_object_to_whom_one_was_told_of_and_not_twice(
    college: frozenset[str], raised: frozenset[str], target: str
) -> None:
    case = Case(College(college, raised), None, NOW, {"challenged": target})  # type: ignore[arg-type]

    assert (challenged_is_of_the_college(case) is None) == (target in college - raised)


@given(until=st.one_of(st.none(), st.datetimes()), now=st.datetimes())
def test_one_objects_while_the_time_runs_and_only_then(until: object, now: object) -> None:
    at = {"until": until, "now": now}
    utc = {name: value.replace(tzinfo=NOW.tzinfo, microsecond=0) if value else None for name, value in at.items()}  # type: ignore[attr-defined]
    case = Case(College(frozenset(), frozenset(), utc["until"]), None, utc["now"])  # type: ignore[arg-type]

    assert (deadline_is_running(case, deadline="objection") is None) == (
        utc["until"] is not None and utc["now"] <= utc["until"]
    )
