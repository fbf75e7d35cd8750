"""The silence of the administration: when it decides, and which way.

CRPA L231-1 (silence is acceptance), L231-4 (the cases where it is rejection), L114-5 (effect of an
incomplete application). The two clocks differ: a request for missing pieces *suspends* the clock of a
rejection for the delay that it sets, or until the pieces arrive; the clock of an acceptance *starts*
only when the pieces arrive. The delay is not franc and does not roll: an application received on
15 February is decided by silence on 15 April, whatever the day of the week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from labelflow.domain.calendar import add_months, end_of, local_day
from labelflow.domain.deadlines import Delay
from labelflow.domain.workflow import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable


class SilenceRule(Declared):
    """What silence means, after how long, and how many days before to warn the coordination."""

    rule: Literal["acceptance", "rejection", "none"] = "rejection"
    months: Annotated[int, Field(ge=1, le=24)] = 2
    warning_days: tuple[int, ...] = (30, 7)

    @property
    def delay(self) -> Delay:
        """The delay that silence lets pass, with its warnings; `silence_day` knows what suspends it."""
        return Delay(amount=self.months, unit="months", rolls=False, reminders=self.warning_days)


@dataclass(frozen=True, slots=True)
class CompletenessRequest:
    """A request for missing pieces: asked, with a delay, perhaps answered in full."""

    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImplicitDecision:
    """A decision made by silence."""

    kind: Literal["acceptance", "rejection"]
    at: datetime


def silence_day(rule: SilenceRule, received_at: datetime, requests: Iterable[CompletenessRequest] = ()) -> date | None:
    """The day at whose end silence decides; None when it never does, or while nothing runs.

    For an open request under `rejection` this assumes that its whole delay is used: the date is
    provisional, as the receipt says. Never before the reception, never earlier for a new request.
    """
    if rule.rule == "none":
        return None
    asked = sorted(requests, key=lambda request: request.asked_at)
    if rule.rule == "acceptance":
        return _acceptance_day(local_day(received_at), rule.months, asked)
    return _rejection_day(local_day(received_at), rule.months, asked)


def implicit_decision(
    rule: SilenceRule,
    received_at: datetime,
    requests: Iterable[CompletenessRequest],
    *,
    ended_at: datetime | None,
    recorded: bool,
    now: datetime,
) -> ImplicitDecision | None:
    """The implicit decision to record at `now`, if one was born and may still be recorded.

    `ended_at` is the moment of the express decision, or of a withdrawal or lapse: after it silence
    decides nothing. `recorded` says that an implicit decision is on file: there is at most one.
    """
    day = silence_day(rule, received_at, requests)
    if day is None or rule.rule == "none" or recorded or ended_at is not None:
        return None
    at = end_of(day)
    return ImplicitDecision(rule.rule, at) if now > at else None


def warning_days(rule: SilenceRule, day: date) -> tuple[date, ...]:
    """The days on which to warn the coordination that silence decides on `day`, earliest first."""
    return tuple(sorted(day - timedelta(days=before) for before in set(rule.warning_days)))


def _acceptance_day(start: date, months: int, asked: list[CompletenessRequest]) -> date | None:
    day: date | None = add_months(start, months)
    for request in asked:
        if day is not None and local_day(request.asked_at) > day:
            break
        if request.answered_at is None:
            return None
        start = max(start, local_day(request.answered_at))
        day = add_months(start, months)
    return day


def _rejection_day(start: date, months: int, asked: list[CompletenessRequest]) -> date:
    day = add_months(start, months)
    suspended_until = start
    for request in asked:
        first = local_day(request.asked_at)
        if first > day:
            break
        ends = min(request.answered_at or request.due_at, request.due_at)
        last = local_day(ends)
        day += timedelta(days=max(0, (last - max(first, suspended_until)).days))
        suspended_until = max(suspended_until, last)
    return day
