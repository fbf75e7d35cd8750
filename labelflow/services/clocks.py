"""Deadlines as rows: started, met, extended and cancelled by steps; fired by `labelflow.jobs.clock`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import bindparam, literal_column, or_, select, update

from labelflow.domain.calendar import start_of
from labelflow.domain.deadlines import due, extended, reminder_days
from labelflow.models.queue import Deadline
from labelflow.prepared import Prepared, Reading

if TYPE_CHECKING:
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


class Started(NamedTuple):
    """When a deadline that was started began, is due, and needs attention first."""

    starts_at: datetime
    due_at: datetime
    wakes_at: datetime


def follow(tx: Transaction, subject: Subject, step: Step, programme: Programme) -> None:
    """Stop and start the deadlines that the step names."""
    if step.stops:
        stop(tx, subject, step.stops)
    for code in step.starts:
        declared = programme.deadlines[code]
        held_at = getattr(subject, "held_at", None) if declared.until == "session" else None
        start(tx, subject, code, declared.delay, due_at=held_at, window=declared.window)


def start(
    tx: Transaction,
    subject: Subject,
    code: str,
    delay: Delay | None = None,
    *,
    due_at: datetime | None = None,
    window: bool = False,
) -> Started:
    """Start a deadline of `delay` from now, or due at a known instant: `delay` then tells when to remind of it.

    It replaces its former self.
    """
    if due_at is None:
        if delay is None:
            raise ValueError("a deadline needs a delay or an instant")
        due_at = due(tx.now, delay)
    due_at = max(due_at, tx.now)
    started = Started(tx.now, due_at, _first_wake(due_at, delay, tx.now))
    times = started._asdict()
    given = {**_of(subject), "of_code": code, **{f"new_{name}": at for name, at in times.items()}}
    if not _RESTART.count(tx.connection, given):
        whose = {"subject_kind": subject.KIND, "subject_id": subject.id, "code": code}
        tx.insert(Deadline(**whose, state="pending", reminders_sent=[], extensions=0, window=window, **times))
    return started


def stop(tx: Transaction, subject: Subject, codes: tuple[str, ...], *, as_state: str = "met") -> None:
    """Stop the deadlines of a subject that somebody still had to meet, overdue ones too ("*": all of them)."""
    given = {**_of(subject), "new_state": as_state}
    if EVERYTHING in codes:
        _STOP_ALL.count(tx.connection, given)
    else:
        _STOP.count(tx.connection, {**given, "of_codes": codes})


def pending(tx: Transaction, subject: Subject) -> list[Deadline]:
    """The deadlines of a subject that still run."""
    return _pending().all(tx.session, tx.connection, _of(subject))


def _of(subject: Subject) -> dict[str, object]:
    return {"of_kind": subject.KIND, "of_subject": subject.id}


_MINE: Final = (Deadline.subject_kind == bindparam("of_kind"), Deadline.subject_id == bindparam("of_subject"))
_RUNS: Final = Deadline.state == literal_column("'pending'")
_RESTART: Final = Prepared(
    update(Deadline)
    .where(*_MINE, _RUNS, Deadline.code == bindparam("of_code"))
    .values({name: bindparam(f"new_{name}") for name in Started._fields})
)
_STOPPING: Final = (
    update(Deadline)
    .where(*_MINE, or_(_RUNS, Deadline.state == literal_column("'overdue'")))
    .values(state=bindparam("new_state"))
)
_STOP_ALL: Final = Prepared(_STOPPING)
_STOP: Final = Prepared(_STOPPING.where(Deadline.code.in_(bindparam("of_codes", expanding=True))))


@cache
def _pending() -> Reading[Deadline]:
    return Reading(Deadline, select(Deadline).where(*_MINE, _RUNS).order_by(Deadline.id))


def extend(tx: Transaction, subject: Subject, code: str, by: Delay, delay: Delay) -> None:
    """Move a pending deadline later by `by`, never earlier; `delay` tells when to remind of its new end."""
    for row in pending(tx, subject):
        if row.code == code:
            row.due_at = max(row.due_at, extended(row.due_at, by) if by.extension else due(row.due_at, by))
            row.extensions += 1
            row.wakes_at = next_wake(row, delay, tx.now)


def next_wake(row: Deadline, delay: Delay | None, now: datetime) -> datetime:
    """The next instant at which this deadline needs attention: a reminder's morning, or its end."""
    return _first_wake(row.due_at, delay, now)


def _first_wake(due_at: datetime, delay: Delay | None, now: datetime) -> datetime:
    if delay is None:
        return due_at + A_SECOND
    return next((at for at in _mornings(due_at, delay) if now < at < due_at), due_at + A_SECOND)


def following_wake(row: Deadline, delay: Delay, now: datetime, *, fires: bool) -> datetime | None:
    """The wake after the one that was just handled; None when nothing is left to say.

    A deadline that fires a step by itself wakes at its end; one that people have to meet may be
    called again after it.
    """
    ahead = [at for at in _mornings(row.due_at, delay) if at > now and (at < row.due_at or not fires)]
    if row.due_at >= now:
        ahead.append(row.due_at + A_SECOND)
    return min(ahead, default=None)


def _mornings(due_at: datetime, delay: Delay) -> list[datetime]:
    return sorted(start_of(day) + REMINDING_HOUR for day in reminder_days(due_at, delay))
