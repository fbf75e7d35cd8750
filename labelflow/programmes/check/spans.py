"""How long delays can last, and whether two of them can end on the same day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from labelflow.domain.deadlines import Delay, last_day
from labelflow.programmes.check.explore import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLLED: Final = 7
"""More days than an end ever moves to reach a working day."""
FIRST_DAY: Final = date(2027, 1, 1)
DAYS_TRIED: Final = 4 * 365 + 1
"""A whole cycle of leap years."""

_LENGTHS: Final[Mapping[str, tuple[float, float]]] = {
    "days": (1, 1),
    "working_days": (1, 2.5),  # over the longest holidays, five working days take at most twelve days
    "months": (28, 31),
    "years": (365, 366),
}


def span_of(delay: Delay) -> Span | None:
    """Bounds that hold whatever the day of the cause; None for a delay that may be made longer."""
    if delay.is_extendable:
        return None
    low, high = _LENGTHS[delay.unit]
    franc = 1 if delay.kind == "franc" else 0
    margin = ROLLED if delay.rolls or delay.unit == "working_days" else 0
    return Span(int(delay.amount * low) + franc, round(delay.amount * high + 0.5) + franc + margin)


@lru_cache(maxsize=256)
def shortest(delay: Delay) -> int:
    """The fewest days between a cause and the end, over a cycle of leap years."""
    return min((last_day(day, delay) - day).days for day in _days())


@lru_cache(maxsize=256)
def same_end(one: Delay, other: Delay) -> date | None:
    """A day of cause from which both delays end on the same day; None when there is none."""
    if one == other:
        return FIRST_DAY
    a, b = span_of(one), span_of(other)
    if a and b and (a.high < b.low or b.high < a.low):
        return None
    return next((day for day in _days() if last_day(day, one) == last_day(day, other)), None)


def _days() -> list[date]:
    return [FIRST_DAY + timedelta(days=count) for count in range(DAYS_TRIED)]
