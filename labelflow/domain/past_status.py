"""What held on a chosen day: a pure function of a label's history, of its term and of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelflow.domain.calendar import end_of, local_day, start_of
from labelflow.domain.verification import LabelFacts, PublicStatus, public_status

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.workflow import State


@dataclass(frozen=True, slots=True)
class History:
    """A label's life: its states in order, each from the instant at which it began, and its term."""

    changes: tuple[tuple[datetime, State], ...]
    starts_on: date
    ends_on: date
    successor: str = ""


@dataclass(frozen=True, slots=True)
class DayStatus:
    """What held at the end of a day."""

    day: date
    status: PublicStatus
    before: PublicStatus | None = None
    """What held when the day began, if the answer changed in the course of it."""
    said_then: PublicStatus | None = None
    """What the register said on that day of a label that was annulled since, and so was never granted."""
    is_to_come: bool = False
    """Whether the day is yet to come: this is what holds if nothing changes."""

    @property
    def guaranteed(self) -> bool:
        """Whether the holder could be presented as labelled on that day, from its beginning or from the grant on."""
        return self.status.counts_as_valid and not self.is_to_come


def status_on(history: History, day: date, now: datetime) -> DayStatus:
    """What to answer, at `now`, to somebody who asks about a day. Annulment undoes the past, nothing else does."""
    present = _at(history, now)
    if day > local_day(now):
        return DayStatus(day, _as_of(history, now, end_of(day)), is_to_come=True)
    then = _at(history, end_of(day))
    if present.answer == "annulled" and then.answer != "annulled":
        return DayStatus(day, present, said_then=then)
    early = start_of(day)
    granted = bool(history.changes) and history.changes[0][0] < early
    before = _at(history, early) if granted else None
    changed = before is not None and before.answer != then.answer and day != history.starts_on
    return DayStatus(day, then, before=before if changed else None)


def _at(history: History, instant: datetime) -> PublicStatus:
    return _as_of(history, instant, instant)


def _as_of(history: History, known: datetime, instant: datetime) -> PublicStatus:
    """The status at an instant, by the last change that is known."""
    told = [(at, state) for at, state in history.changes if at <= known]
    if not told:
        return PublicStatus("not_yet_in_force", history.starts_on)
    since, state = told[-1]
    facts = LabelFacts(state, history.starts_on, history.ends_on, since, history.successor)
    return public_status(facts, instant)
