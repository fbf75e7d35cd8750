"""Writing a review: saved as often as wanted, submitted once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.domain.positions import level_refusals
from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import Outdated, Refused
from labelflow.models.review import Assignment, Mark, Review
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.facts import AssignmentFacts

TEXTS: Final = ("strengths", "advice", "recommendation")
ABSENT: Final = ("", "na", "insufficient")
RECOMMENDATIONS: Final = ("", "favorable", "reserved", "unfavorable")


def save(
    assignment_id: str,
    marks: Mapping[str, Mapping[str, Any]],
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
    **texts: str,
) -> Review:
    """Keep marks (criterion → {"level" | "absent", "comment"}) and conclusions of an open review.

    `seen` is the version of the review. Raises Forbidden, Outdated, or Refused for what no grid knows and once it is
    submitted.
    """
    with transaction(actor=actor, now=now) as tx:
        assignment = tx.lock(Assignment, assignment_id)
        tx.allow(assignment, "assignment:answer")
        facts = facts_of(assignment, now)
        refusals = _unreadable(marks, texts) if _is_open(assignment, facts) else (Refusal("review-closed"),)
        if refusals:
            raise Refused(refusals, intent="save-review")
        review = tx.session.scalars(select(Review).where(Review.assignment_id == assignment.id)).one_or_none()
        if review is None:
            review = Review(assignment_id=assignment.id, started_at=now, edited_at=now)
            tx.session.add(review)
            tx.session.flush()
        if seen is not None and review.version != seen:
            raise Outdated
        rows = {mark.criterion: mark for mark in review.marks}
        for code, given in marks.items():
            if code in facts.criteria:
                _write(review, rows.get(code), code, given, na_able=code in _na_able(assignment))
        for name in TEXTS:
            if name in texts:
                setattr(review, name, texts[name].strip())
        review.edited_at, review.version = now, review.version + 1
    return review


def _is_open(assignment: Assignment, facts: AssignmentFacts) -> bool:
    """Whether the reader may still write."""
    state = programme_of(assignment.programme_version_id).machines["assignment"].by_code[assignment.state]
    return state.has("reads") and state.has("awaits_reviewer") and facts.application_open


def _unreadable(marks: Mapping[str, Mapping[str, Any]], texts: Mapping[str, str]) -> tuple[Refusal, ...]:
    """A refusal for each level, reason for none or recommendation that does not exist."""
    absent = [code for code, given in marks.items() if str(given.get("absent") or "") not in ABSENT]
    concluded = texts.get("recommendation", "").strip() in RECOMMENDATIONS
    return gather(
        level_refusals(marks),
        (Refusal("field-unreadable", {"field": code}) for code in absent),
        None if concluded else Refusal("field-unreadable", {"field": "recommendation"}),
    )


def _na_able(assignment: Assignment) -> frozenset[str]:
    grid = programme_of(assignment.programme_version_id).grid
    return frozenset(criterion.code for criterion in grid.criteria if criterion.na_able) if grid else frozenset()


def _write(review: Review, row: Mark | None, code: str, given: Mapping[str, Any], *, na_able: bool) -> None:
    level, absent = given.get("level"), str(given.get("absent") or "")
    if level is None and (not absent or (absent == "na" and not na_able)):
        if row is not None:
            review.marks.remove(row)
        return
    if row is None:
        row = Mark(criterion=code)
        review.marks.append(row)
    row.level = int(level) if level is not None else None
    row.absent = "" if level is not None else absent
    row.comment = str(given.get("comment") or "").strip()
