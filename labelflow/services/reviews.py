"""Writing a review: saved as often as wanted, submitted once; after the structure's reply, revised once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.positions import level_refusals
from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import Outdated, Refused
from labelflow.models.review import Assignment, Mark, Review
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviews import working_review
from labelflow.services.transaction import Transaction, transaction

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

    `seen` is the version of the review. What was submitted never changes: to revise it, a copy is written on. Raises
    Forbidden, Outdated, or Refused for what no grid knows and once it is submitted.
    """
    with transaction(actor=actor, now=now) as tx:
        assignment = tx.lock(Assignment, assignment_id)
        tx.allow(assignment, "assignment:answer")
        facts = facts_of(assignment, now)
        refusals = _unreadable(marks, texts) if _is_open(assignment, facts) else (Refusal("review-closed"),)
        if refusals:
            raise Refused(refusals, intent="save-review")
        review = _draft(tx, assignment, seen)
        rows = {mark.criterion: mark for mark in review.marks}
        for code, given in marks.items():
            if code in facts.criteria:
                _write(review, rows.get(code), code, given, na_able=code in _na_able(assignment))
        for name in TEXTS:
            if name in texts:
                setattr(review, name, texts[name].strip())
        review.edited_at, review.version = now, review.version + 1
    return review


def _draft(tx: Transaction, assignment: Assignment, seen: int | None) -> Review:
    """What may be written on: the draft, or a copy of what was submitted. Raises Outdated."""
    last = working_review(assignment.id)
    if last is not None and seen is not None and last.version != seen:
        raise Outdated
    if last is not None and last.submitted_at is None:
        return last
    draft = Review(assignment_id=assignment.id, started_at=tx.now, edited_at=tx.now)
    if last is not None:
        draft.number, draft.version = last.number + 1, last.version
    elif seen is not None and seen != 1:
        raise Outdated
    tx.insert(draft)
    if last is not None:
        copy(last, draft)
        tx.session.flush()
    return draft


def copy(review: Review, draft: Review) -> None:
    """Make a draft say what a review says."""
    for name in TEXTS:
        setattr(draft, name, getattr(review, name))
    known = {mark.criterion: mark for mark in draft.marks}
    for mark in review.marks:
        row = known.pop(mark.criterion, None)
        if row is None:
            row = Mark(criterion=mark.criterion)
            draft.marks.append(row)
        row.level, row.absent, row.comment = mark.level, mark.absent, mark.comment
    for row in known.values():
        draft.marks.remove(row)


def _is_open(assignment: Assignment, facts: AssignmentFacts) -> bool:
    """Whether the reader may still write: a first review, or the revision of one that counts."""
    state = programme_of(assignment.programme_version_id).machines["assignment"].by_code[assignment.state]
    writing = state.has("reads") and state.has("awaits_reviewer")
    return writing and (facts.application_open or state.has("counts"))


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
