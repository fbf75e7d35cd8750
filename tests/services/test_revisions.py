"""After the structure's reply, each reviewer confirms or revises: what counts, what stays, when the application goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from labelflow.errors import Forbidden, Refused
from labelflow.jobs.clock import tick
from labelflow.models.application import Report
from labelflow.models.journal import Event
from labelflow.models.queue import Deadline, Notice
from labelflow.models.review import Review
from labelflow.queries.exchanges import last_reply
from labelflow.queries.scores import readings_of
from labelflow.services import reviews
from tests import scenes
from tests.scenes.reviewing import accept, confirm_all, invite

if TYPE_CHECKING:
    from tests.world import World

READERS = ("peer1", "peer2", "scientist1")


def revise(world: World, scene: scenes.Scene, person: str, marks: dict[str, Any], **texts: str) -> None:
    world.do(reviews.save, scene.assignments[person], marks, by=person, **texts)
    world.take("assignment", scene.assignments[person], "revise", by=person)


def counted(world: World, scene: scenes.Scene, person: str, criterion: str) -> Any:
    """The mark of a person that the figures use."""
    with world.looking() as session:
        application = world.found("application", scene.application, session)
        return next(one.marks[criterion] for one in readings_of(application) if one.reader == world.person(person).id)


def versions(world: World, scene: scenes.Scene, person: str) -> list[tuple[int, bool, str]]:
    with world.looking() as session:
        rows = session.query(Review).filter(Review.assignment.has(public_id=scene.assignments[person]))
        return [(row.number, row.submitted_at is not None, row.sha256) for row in rows.order_by(Review.number)]


def states(world: World, scene: scenes.Scene) -> set[str]:
    return {world.state("assignment", scene.assignments[person]) for person in READERS}


def test_a_reply_gives_each_reviewer_a_week_and_tells_them(world: World) -> None:
    scene = scenes.replied(world)

    with world.looking() as session:
        due = {row.code: (row.due_at - world.now).days for row in session.query(Deadline).filter_by(state="pending")}
        told = {row.address for row in session.query(Notice).filter_by(text_code="reviewer/revision")}
    assert world.state("application", scene.application) == "revision"
    assert states(world, scene) == {"revising"}
    assert (due["revision"], due["assignment_revision"]) == (7, 7)
    assert told == {world.person(person).email for person in READERS}


def test_without_a_reply_there_is_nothing_to_revise(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    world.take("application", scene.application, "waive_reply", by="applicant")

    assert world.state("application", scene.application) == "ready"
    assert states(world, scene) == {"locked"}


def test_the_application_goes_on_once_every_reviewer_has_confirmed_or_revised(world: World) -> None:
    scene = scenes.replied(world)
    world.take("assignment", scene.assignments["peer1"], "confirm", by="peer1")
    revise(world, scene, "peer2", {"B1": {"level": 3, "comment": "La réponse le montre."}})
    before = world.state("application", scene.application)
    world.take("assignment", scene.assignments["scientist1"], "confirm", by="scientist1")

    assert (before, world.state("application", scene.application)) == ("revision", "ready")
    assert states(world, scene) == {"locked"}


def test_the_revised_version_counts_and_the_former_one_stays_sealed(world: World) -> None:
    scene = scenes.replied(world)
    (first,) = versions(world, scene, "peer1")
    before = counted(world, scene, "peer1", "B1")

    revise(world, scene, "peer1", {"B1": {"level": 3, "comment": "La réponse le montre."}})

    assert (before, counted(world, scene, "peer1", "B1")) == (2, 3)
    kept, second = versions(world, scene, "peer1")
    assert kept == first
    assert (second[0], second[1]) == (2, True)
    with world.looking() as session:
        sealed = session.query(Event).filter_by(code="review.sealed").order_by(Event.id).all()
        assert [one.body["data"]["number"] for one in sealed][-1] == 2
        assert sealed[-1].body["data"]["sha256"] == second[2] != first[2]


def test_a_draft_of_a_revision_counts_for_nothing_until_it_is_given(world: World) -> None:
    scene = scenes.replied(world)
    world.do(reviews.save, scene.assignments["peer1"], {"B1": {"level": 0, "comment": "Non."}}, by="peer1")
    world.take("assignment", scene.assignments["peer1"], "confirm", by="peer1")

    assert counted(world, scene, "peer1", "B1") == 2


def test_a_revision_that_changes_nothing_is_not_one(world: World) -> None:
    scene = scenes.replied(world)
    untouched = world.offers("assignment", scene.assignments["peer1"], by="peer1")["revise"]
    world.do(reviews.save, scene.assignments["peer1"], {"B1": {"level": 3, "comment": "Vu."}}, by="peer1")
    was = {"level": 2, "comment": "Vu dans les pièces (B1)."}
    world.do(reviews.save, scene.assignments["peer1"], {"B1": was}, by="peer1")

    assert untouched == ("nothing-revised",)
    assert world.offers("assignment", scene.assignments["peer1"], by="peer1")["revise"] == ("nothing-revised",)


def test_a_revision_is_as_complete_as_a_review(world: World) -> None:
    scene = scenes.replied(world)
    world.do(reviews.save, scene.assignments["peer1"], {"B1": {"absent": ""}, "B2": {"level": 0}}, by="peer1")

    assert set(world.offers("assignment", scene.assignments["peer1"], by="peer1")["revise"]) == {
        "marks-missing",
        "comments-missing",
    }


def test_the_committee_reads_a_report_of_the_revised_reviews_beside_the_same_reply(world: World) -> None:
    scene = scenes.replied(world)
    revise(world, scene, "peer1", {"B1": {"level": 3, "comment": "La réponse le montre."}})
    confirm_all(world, scene)

    with world.looking() as session:
        application = world.found("application", scene.application, session)
        reports = session.query(Report).filter_by(application_id=application.id).order_by(Report.number).all()
        read = [[one["marks"]["B1"]["level"] for one in r.content["reviews"] if "B1" in one["marks"]] for r in reports]
        reply = last_reply(application)
        assert [sorted(levels) for levels in read] == [[2, 2], [2, 3]]
        assert reply is not None
        assert reply.report_id == reports[0].id


def test_nothing_revised_makes_no_second_report(world: World) -> None:
    scenes.ready(world)

    with world.looking() as session:
        assert session.query(Report).count() == 1


def test_who_says_nothing_for_a_week_confirms(world: World) -> None:
    scene = scenes.replied(world)
    world.take("assignment", scene.assignments["peer1"], "confirm", by="peer1")
    world.do(reviews.save, scene.assignments["peer2"], {"B1": {"level": 0, "comment": "Non."}}, by="peer2")
    world.wait(days=8)
    with world.looking():
        tick(world.now)

    assert world.state("application", scene.application) == "ready"
    assert states(world, scene) == {"locked"}
    assert counted(world, scene, "peer2", "B1") == 2
    with world.looking() as session:
        assert session.query(Deadline).filter_by(state="overdue").count() == 0
        reminded = session.query(Notice).filter_by(text_code="reviewer/revision_reminder")
        assert {row.address for row in reminded} <= {world.person(key).email for key in ("peer2", "scientist1")}


def test_a_revision_that_calls_for_another_reader_sends_the_application_back_to_review(world: World) -> None:
    scene = scenes.replied(world)
    revise(world, scene, "scientist1", {}, recommendation="reserved")
    confirm_all(world, scene)
    state = world.state("application", scene.application)
    invite(world, scene, "scientist2", "scientist")
    accept(world, scene, "scientist2")
    marks = {one.code: {"level": 2, "comment": "Vu."} for one in world.grid.criteria_for("scientist")}
    world.do(reviews.save, scene.assignments["scientist2"], marks, by="scientist2", recommendation="favorable")
    world.take("assignment", scene.assignments["scientist2"], "submit_review", by="scientist2")

    assert (state, world.state("application", scene.application)) == ("in_review", "reply")


def test_a_reviewer_set_aside_while_revising_no_longer_counts(world: World) -> None:
    scene = scenes.replied(world)
    reason = "Un contrat avec la structure a été découvert après la lecture."
    world.take("assignment", scene.assignments["peer1"], "exclude", by="coordinator", reason=reason)
    confirm_all(world, scene)

    assert world.state("application", scene.application) == "in_review"


def test_a_withdrawn_application_leaves_nobody_revising(world: World) -> None:
    scene = scenes.replied(world)
    world.take("application", scene.application, "withdraw", by="applicant")

    assert states(world, scene) == {"locked"}


@pytest.mark.parametrize("person", ["peer2", "applicant", "coordinator", "auditor"])
def test_nobody_revises_for_another(world: World, person: str) -> None:
    scene = scenes.replied(world)

    with pytest.raises(Forbidden):
        world.do(reviews.save, scene.assignments["peer1"], {"B1": {"level": 0, "comment": "Non."}}, by=person)
    with pytest.raises(Forbidden):
        world.take("assignment", scene.assignments["peer1"], "confirm", by=person)


def test_nothing_is_written_once_the_revision_is_over(world: World) -> None:
    scene = scenes.ready(world)

    with pytest.raises(Refused):
        world.do(reviews.save, scene.assignments["peer1"], {"B1": {"level": 0, "comment": "Non."}}, by="peer1")
