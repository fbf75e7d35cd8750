"""What a reviewer may see: their invitations, the file once it is open to them, their own review."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.catalogue import Case
from labelflow.domain.predicates import is_the_assignee, reads_as_reviewer
from labelflow.domain.scoring import COMMENTED
from labelflow.errors import NotFound
from labelflow.models.application import Application, Complement
from labelflow.models.review import Assignment, Mark, Review
from labelflow.queries.deadlines import due_of
from labelflow.queries.exchanges import last_reply, report_of
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviews import content_of, is_the_working_one, sealed_review, working_review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.grid import Criterion, Family, Reader
    from labelflow.domain.workflow import State
    from labelflow.models.application import Reply, Report
    from labelflow.programmes.schema import Programme

Standing = Literal["invited", "open", "done", "closed"]
"""invited: to answer · open: to read and mark · done: submitted · closed: no page any more."""


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment in its reviewer's list."""

    assignment: Assignment
    state: State
    standing: Standing
    due: datetime | None
    done: int
    total: int


def tasks_of(actor: Actor) -> list[Task]:
    """Everything that the person was ever asked to review, the latest first."""
    rows = db.session.scalars(
        select(Assignment)
        .where(Assignment.person_id == actor.id)
        .options(joinedload(Assignment.application).joinedload(Application.structure))
        .order_by(Assignment.id.desc())
    ).all()
    due, marked = due_of("assignment", [row.id for row in rows]), _marked(rows)
    return [_task(row, due.get(row.id), marked.get(row.id, 0)) for row in rows]


def _task(assignment: Assignment, due: datetime | None, done: int) -> Task:
    programme = programme_of(assignment.programme_version_id)
    state = programme.machines["assignment"].by_code[assignment.state]
    return Task(assignment, state, standing_of(state), due, done, len(part_of(programme, assignment.reader)))


def _marked(rows: Sequence[Assignment]) -> dict[int, int]:
    if not rows:
        return {}
    found = db.session.execute(
        select(Review.assignment_id, func.count())
        .join(Mark, Mark.review_id == Review.id)
        .where(Review.assignment_id.in_([row.id for row in rows]), is_the_working_one())
        .group_by(Review.assignment_id)
    ).all()
    return {assignment: count for assignment, count in found}  # noqa: C416 - a row is not a pair for the type checker


def standing_of(state: State) -> Standing:
    """Where an assignment stands for its reviewer, read from the flags of its state."""
    if state.has("pending"):
        return "invited"
    if not state.has("reads"):
        return "closed"
    return "open" if state.has("awaits_reviewer") else "done"


def part_of(programme: Programme, reader: str) -> tuple[Criterion, ...]:
    """The part of the grid that a kind of reader marks."""
    return programme.grid.criteria_for(cast("Reader", reader)) if programme.grid else ()


def assignment_called(public_id: str, actor: Actor, now: datetime) -> Assignment:
    """An assignment of the person that still has a page. Raises NotFound for any other, whoever it belongs to."""
    row = db.session.scalars(
        select(Assignment)
        .where(Assignment.public_id == public_id)
        .options(joinedload(Assignment.application).joinedload(Application.structure))
    ).one_or_none()
    if row is None or not is_the_assignee(Case(facts_of(row, now), actor, now)):
        raise NotFound
    if standing_of(_state(row)) == "closed":
        raise NotFound
    return row


def _state(assignment: Assignment) -> State:
    return programme_of(assignment.programme_version_id).machines["assignment"].by_code[assignment.state]


def blocking_links(assignment: Assignment, now: datetime) -> tuple[str, ...]:
    """Kinds of the known links that keep the reviewer from this application."""
    codes: tuple[str, ...] = facts_of(assignment, now).blocked_codes(assignment.person_id, "review")
    return codes


class Reading:
    """An application open to one of its reviewers, with the review that they write."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.application: Application = assignment.application
        self.programme = programme_of(assignment.programme_version_id)
        self.state = _state(assignment)

    @cached_property
    def review(self) -> Review | None:
        """What was written so far."""
        return working_review(self.assignment.id)

    @property
    def version(self) -> int | None:
        """Version of the review, for the next save."""
        return self.review.version if self.review else None

    @cached_property
    def marks(self) -> Mapping[str, Mark]:
        """Marks by criterion."""
        return {mark.criterion: mark for mark in self.review.marks} if self.review else {}

    @cached_property
    def part(self) -> tuple[Criterion, ...]:
        """The criteria that this reader marks."""
        return part_of(self.programme, self.assignment.reader)

    @cached_property
    def families(self) -> tuple[tuple[Family, tuple[Criterion, ...]], ...]:
        """The families of the reader's part, each with its criteria."""
        grid = self.programme.grid
        pairs = (
            [(family, tuple(c for c in self.part if c.family == family.code)) for family in grid.families]
            if grid
            else []
        )
        return tuple((family, criteria) for family, criteria in pairs if criteria)

    @property
    def is_editable(self) -> bool:
        """Whether the review may still be changed."""
        application = self.programme.machines["application"].by_code[self.application.state]
        return standing_of(self.state) == "open" and (application.has("open_to_reviewers") or self.is_revising)

    @property
    def is_revising(self) -> bool:
        """Whether what was submitted may be revised, in the light of the reply."""
        return self.state.has("counts") and self.state.has("awaits_reviewer")

    @cached_property
    def sealed(self) -> Review | None:
        """What was submitted last, and counts."""
        return sealed_review(self.assignment.id)

    @property
    def was_revised(self) -> bool:
        """Whether the draft says something else than what was submitted."""
        return bool(self.review and self.sealed and content_of(self.review) != content_of(self.sealed))

    def lacks_comment(self, criterion: str) -> bool:
        """Whether the mark of a criterion still waits for its explanation."""
        mark = self.marks.get(criterion)
        if mark is None:
            return False
        return (mark.level if mark.level is not None else mark.absent) in COMMENTED and not mark.comment.strip()

    @property
    def questions(self) -> Sequence[Complement]:
        """What reviewers asked through the coordination. Requests for missing pieces are not theirs to read."""
        return db.session.scalars(
            select(Complement)
            .where(Complement.application_id == self.application.id, Complement.of == "complement")
            .order_by(Complement.id)
        ).all()

    @cached_property
    def report(self) -> Report | None:
        """All the reviews without names, once this one is locked with the others; never before."""
        locked = self.state.has("counts") and (self.state.has("final") or self.state.has("awaits_reviewer"))
        return report_of(self.application) if locked else None

    @cached_property
    def reply(self) -> Reply | None:
        """What the structure replied to the reviews; it quotes them, so it opens with them."""
        found = last_reply(self.application) if self.report else None
        return found if found and found.closed_at and found.text else None


def reading_called(public_id: str, actor: Actor, now: datetime) -> Reading:
    """The application of an accepted assignment, if its reviewer may read it now. Raises NotFound."""
    assignment = assignment_called(public_id, actor, now)
    application: Application = assignment.application
    may_read = reads_as_reviewer(Case(facts_of(application, now), actor, now))
    if standing_of(_state(assignment)) == "invited" or not may_read:
        raise NotFound
    return Reading(assignment)
