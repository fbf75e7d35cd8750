"""Time limits: how long, counted how, and when they are over.

French administrative delays. A plain delay does not count the day of its cause. A *franc* delay
counts neither that day nor its last day (code de justice administrative, R421-1; code de procédure
civile, 640 to 642). One that ends on a Saturday, a Sunday or a public holiday runs to the end of the
next working day. All end at 23:59:59 in France.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from labelflow.domain.calendar import (
    MONTHS_IN_A_YEAR,
    add_months,
    add_working_days,
    end_of,
    local_day,
    working_day_from,
)
from labelflow.domain.refusal import Refusal
from labelflow.domain.workflow import Declared

Unit = Literal["days", "working_days", "months", "years"]
LONGEST = 10_000
"""Above any delay that makes sense; keeps a typing mistake from leaving the calendar."""


class Delay(Declared):
    """A time limit as a programme declares it.

    `extension` is how much longer it may be made, in the same unit, at most `extensions` times.
    `rolls = false` keeps an end that is not a working day (a maximum, an implicit decision).
    """

    amount: Annotated[int, Field(ge=1, le=LONGEST)]
    unit: Unit = "days"
    kind: Literal["plain", "franc"] = "plain"
    rolls: bool = True
    extension: Annotated[int, Field(ge=0, le=LONGEST)] = 0
    extensions: Annotated[int, Field(ge=0, le=10)] = 0
    reminders: tuple[int, ...] = ()
    """Days before the end at which to remind; negative is after it."""

    @model_validator(mode="after")
    def _extension_complete(self) -> Self:
        if (self.extension == 0) != (self.extensions == 0):
            raise PydanticCustomError(
                "delay-extension",
                "`extension` (how much longer) and `extensions` (how often) go together: declare both or neither",
            )
        return self

    @property
    def is_extendable(self) -> bool:
        """Whether the programme allows to make it longer at all."""
        return self.extensions > 0


def due(start: datetime, delay: Delay) -> datetime:
    """The last second, in UTC, of the last useful day of a delay caused at `start`.

    Never before `start`.
    """
    return end_of(last_day(local_day(start), delay))


def last_day(start: date, delay: Delay) -> date:
    """The last useful day of a delay whose cause happened on `start`."""
    end = _after(start, delay.amount, delay.unit)
    if delay.kind == "franc":
        end += timedelta(days=1)
    return working_day_from(end) if delay.rolls else end


def extended(due_at: datetime, delay: Delay) -> datetime:
    """The end `due_at` of a delay, made longer once by what the programme allows. Never shorter."""
    if not delay.extension:
        return due_at
    end = _after(local_day(due_at), delay.extension, delay.unit)
    return max(due_at, end_of(working_day_from(end) if delay.rolls else end))


def extension_refusal(delay: Delay, already: int, due_at: datetime, now: datetime) -> Refusal | None:
    """Why a delay extended `already` times may not be extended at `now`; None when it may."""
    if not delay.is_extendable:
        return Refusal("deadline-not-extendable")
    if already >= delay.extensions:
        return Refusal("deadline-extended-already", {"times": already})
    if is_over(due_at, now):
        return Refusal("deadline-over", {"ended_on": local_day(due_at).isoformat()})
    return None


def is_over(due_at: datetime, now: datetime) -> bool:
    """Whether a limit has passed. The whole last second is still in time."""
    return now.astimezone(UTC).replace(microsecond=0) > due_at


def reminder_days(due_at: datetime, delay: Delay) -> tuple[date, ...]:
    """The days in France on which to remind, earliest first."""
    end = local_day(due_at)
    return tuple(sorted(end - timedelta(days=before) for before in set(delay.reminders)))


def _after(start: date, amount: int, unit: Unit) -> date:
    match unit:
        case "days":
            return start + timedelta(days=amount)
        case "working_days":
            return add_working_days(start, amount)
        case "months":
            return add_months(start, amount)
        case "years":
            return add_months(start, amount * MONTHS_IN_A_YEAR)
