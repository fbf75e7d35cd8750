"""Deadlines as rows: started, met, extended and cancelled by steps; fired by `labelflow.jobs.clock`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.domain.calendar import start_of
from labelflow.domain.deadlines import due, extended, reminder_days
from labelflow.models.queue import Deadline

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Step
    from labelflow.models.subjects import Subject
    from labelflow.programmes.schema import Programme
    from labelflow.services.transaction import Transaction

EVERYTHING = "*"
A_SECOND = timedelta(seconds=1)
"""A limit is over once its last second has passed."""
REMINDING_HOUR = timedelta(hours=7)
"""Reminders go out in the morning, in France."""


def follow(tx: Transaction, subject: Subject, step: Step, programme: Programme) -> None:
    """Stop and start the deadlines that the step names."""
    if step.stops:
        stop(tx, subject, step.stops)
    for code in step.starts:
        declared = programme.deadlines[code]
        held_at = getattr(subject, "held_at", None) if declared.until == "session" else None
        start(tx, subject, code, declared.delay, due_at=held_at)


def start(
    tx: Transaction, subject: Subject, code: str, delay: Delay | None = None, *, due_at: datetime | None = None
) -> Deadline:
    """Start a deadline of `delay` from now, or due at a known instant: `delay` then tells when to remind of it.

    It replaces its former self.
    """
    tx.session.flush()
    if due_at is None:
        if delay is None:
            raise ValueError("a deadline needs a delay or an instant")
        due_at = due(tx.now, delay)
    row = next((one for one in pending(tx, subject) if one.code == code), None)
    if row is None:
        row = Deadline(subject_kind=subject.KIND, subject_id=subject.id, code=code, reminders_sent=[], extensions=0)
        tx.session.add(row)
    row.starts_at, row.due_at, row.state = tx.now, max(due_at, tx.now), "pending"
    row.wakes_at = next_wake(row, delay, tx.now)
    tx.session.flush()
    return row


def stop(tx: Transaction, subject: Subject, codes: tuple[str, ...], *, as_state: str = "met") -> None:
    """Stop the deadlines of a subject that somebody still had to meet, overdue ones too ("*": all of them)."""
    for row in _of(tx, subject, ("pending", "overdue")):
        if EVERYTHING in codes or row.code in codes:
            row.state = as_state
    tx.session.flush()


def pending(tx: Transaction, subject: Subject) -> list[Deadline]:
    """The deadlines of a subject that still run."""
    return _of(tx, subject, ("pending",))


def _of(tx: Transaction, subject: Subject, states: tuple[str, ...]) -> list[Deadline]:
    statement = select(Deadline).where(
        Deadline.subject_kind == subject.KIND, Deadline.subject_id == subject.id, Deadline.state.in_(states)
    )
    return list(tx.session.scalars(statement))


def extend(tx: Transaction, subject: Subject, code: str, by: Delay) -> None:
    """Move a pending deadline later by `by`; never earlier."""
    for row in pending(tx, subject):
        if row.code == code:
            row.due_at = max(row.due_at, extended(row.due_at, by) if by.extension else due(row.due_at, by))
            row.extensions += 1
            row.wakes_at = next_wake(row, by, tx.now)


def next_wake(row: Deadline, delay: Delay | None, now: datetime) -> datetime:
    """The next instant at which this deadline needs attention: a reminder's morning, or its end."""
    if delay is None:
        return row.due_at + A_SECOND
    return next((at for at in _mornings(row, delay) if now < at < row.due_at), row.due_at + A_SECOND)


def following_wake(row: Deadline, delay: Delay, now: datetime, *, fires: bool) -> datetime | None:
    """The wake after the one that was just handled; None when nothing is left to say.

    A deadline that fires a step by itself wakes at its end; one that people have to meet may be
    called again after it.
    """
    ahead = [at for at in _mornings(row, delay) if at > now and (at < row.due_at or not fires)]
    if row.due_at >= now:
        ahead.append(row.due_at + A_SECOND)
    return min(ahead, default=None)


def _mornings(row: Deadline, delay: Delay) -> list[datetime]:
    return sorted(start_of(day) + REMINDING_HOUR for day in reminder_days(row.due_at, delay))
