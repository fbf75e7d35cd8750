"""Writing a review: what is kept, what is refused, what the seal covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from labelflow.errors import Forbidden, Outdated, Refused
from labelflow.models.review import Review
from labelflow.services import reviews
from tests import scenes
from tests.scenes.reviewing import submit_review, write

if TYPE_CHECKING:
    from tests.world import World


def kept(world: World, assignment: str) -> dict[str, tuple[int | None, str, str]]:
    with world.looking() as session:
        found = session.query(Review).filter(Review.assignment.has(public_id=assignment)).one()
        return {mark.criterion: (mark.level, mark.absent, mark.comment) for mark in found.marks}


def save(world: World, scene: scenes.Scene, person: str, marks: dict[str, Any], **more: Any) -> Any:
    return world.do(reviews.save, scene.assignments[person], marks, by=person, **more)


def reasons(world: World, scene: scenes.Scene, person: str) -> dict[str, Any]:
    with pytest.raises(Refused) as found:
        world.take("assignment", scene.assignments[person], "submit_review", by=person)
    return {refusal.code: refusal.details for refusal in found.value.refusals}


def test_a_draft_keeps_what_is_given_and_leaves_the_rest(world: World) -> None:
    scene = scenes.in_review(world)
    save(world, scene, "peer1", {"B1": {"level": 3, "comment": "  Très clair. "}, "C6": {"absent": "insufficient"}})
    save(world, scene, "peer1", {"B2": {"level": 2}}, strengths="  Vivant. ")

    assert kept(world, scene.assignments["peer1"]) == {
        "B1": (3, "", "Très clair."),
        "B2": (2, "", ""),
        "C6": (None, "insufficient", ""),
    }


def test_an_answer_taken_back_leaves_the_draft(world: World) -> None:
    scene = scenes.in_review(world)
    save(world, scene, "peer1", {"B1": {"level": 3, "comment": "Très clair."}})
    save(world, scene, "peer1", {"B1": {"absent": "", "comment": ""}})

    assert kept(world, scene.assignments["peer1"]) == {}


def test_marks_outside_of_the_readers_part_or_scale_are_not_kept(world: World) -> None:
    scene = scenes.in_review(world)
    gate = next(criterion for criterion in world.grid.gates if "peer" in criterion.readers)
    save(
        world, scene, "peer1", {"A1": {"level": 3}, "D1": {"level": 0}, gate.code: {"absent": "na", "comment": "Non."}}
    )

    assert kept(world, scene.assignments["peer1"]) == {}


def test_two_windows_do_not_overwrite_each_other(world: World) -> None:
    scene = scenes.in_review(world)
    save(world, scene, "peer1", {"B1": {"level": 2}})
    save(world, scene, "peer1", {"B1": {"level": 3, "comment": "Vu."}}, seen=2)

    with pytest.raises(Outdated):
        save(world, scene, "peer1", {"B1": {"level": 0, "comment": "Non."}}, seen=2)
    assert kept(world, scene.assignments["peer1"])["B1"] == (3, "", "Vu.")


@pytest.mark.parametrize("person", ["peer2", "scientist1", "applicant", "coordinator", "auditor"])
def test_nobody_writes_in_the_review_of_another(world: World, person: str) -> None:
    scene = scenes.in_review(world)

    with pytest.raises(Forbidden):
        world.do(reviews.save, scene.assignments["peer1"], {"B1": {"level": 2}}, by=person)


def test_nothing_is_written_before_the_declaration_nor_after_the_remittance(world: World) -> None:
    scene = scenes.assigned(world)
    with pytest.raises(Refused) as before:
        save(world, scene, "peer1", {"B1": {"level": 2}})
    world.take("assignment", scene.assignments["peer1"], "accept", by="peer1", declared=True, links=[])
    submit_review(world, scene, "peer1")

    with pytest.raises(Refused) as after:
        save(world, scene, "peer1", {"B1": {"level": 0, "comment": "Non."}})

    assert [refusal.code for refusal in (*before.value.refusals, *after.value.refusals)] == ["review-closed"] * 2


def test_all_that_a_review_lacks_is_told_at_once(world: World) -> None:
    scene = scenes.in_review(world)
    save(world, scene, "peer1", {"B1": {"level": 0}, "B2": {"level": 1}, "B3": {"level": 3}, "B4": {"level": 2}})

    found = reasons(world, scene, "peer1")

    assert set(found) == {"marks-missing", "comments-missing", "recommendation-missing"}
    assert found["comments-missing"]["criteria"] == ("B1", "B2", "B3")
    assert found["marks-missing"]["count"] == len(world.grid.criteria_for("peer")) - 4


def test_a_clear_declaration_is_signed_before_accepting(world: World) -> None:
    scene = scenes.assigned(world)

    with pytest.raises(Refused) as unsigned:
        world.take("assignment", scene.assignments["peer1"], "accept", by="peer1", declared=False, links=[])
    with pytest.raises(Refused) as linked:
        world.take("assignment", scene.assignments["peer1"], "accept", by="peer1", declared=True, links=["FUNDING"])

    assert [refusal.code for refusal in unsigned.value.refusals] == ["declaration-missing"]
    assert [(r.code, r.details["links"]) for r in linked.value.refusals] == [("blocking-interest", ("FUNDING",))]
    assert world.state("assignment", scene.assignments["peer1"]) == "invited"


def test_the_seal_changes_with_any_word(world: World) -> None:
    scene = scenes.in_review(world)
    for person in ("peer1", "peer2"):
        write(world, scene, person)
        world.take("assignment", scene.assignments[person], "submit_review", by=person)

    with world.looking() as session:
        sealed = session.query(Review).filter(Review.submitted_at.is_not(None)).all()
        assert len({row.sha256 for row in sealed}) == 2
        assert all(len(row.sha256) == 64 for row in sealed)


def test_an_excluded_review_stays_and_no_longer_counts(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    reason = "Un contrat de prestation a été découvert après la lecture."
    world.take("assignment", scene.assignments["peer1"], "exclude", by="coordinator", reason=reason)

    assert kept(world, scene.assignments["peer1"])
    assert world.state("assignment", scene.assignments["peer1"]) == "excluded"
