"""The French calendar: working days, months, and local days seen as instants.

Days are those of Europe/Paris; instants are UTC. A day lasts 23, 24 or 25 hours, so nothing here
counts hours. Public holidays are those of metropolitan France (code du travail, L3133-1); a region
with holidays of its own (Alsace-Moselle, overseas) would need its own set.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")
LAST_SECOND: Final = time(23, 59, 59)
MONTHS_IN_A_YEAR: Final = 12

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


_FIXED: Final = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER: Final = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday: days after Easter Sunday."""


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of `year` (from 2008), Easter and Whit Monday included.

    Computed here: the library that knows them (the tests compare) loads 250 countries to say so.
    """
    easter = easter_sunday(year)
    return frozenset(date(year, month, day) for month, day in _FIXED) | {easter + _DAY * n for n in _AFTER_EASTER}


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar, by J. Oudin's rule (1940)."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    sunday = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (sunday + 40) // 44
    return date(year, month, sunday + 28 - 31 * (month // 4))


def is_working_day(day: date) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def working_day_from(day: date) -> date:
    """`day` itself if it is a working day, else the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which does not count itself."""
    for _ in range(count):
        day = working_day_from(day + _DAY)
    return day


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months later (earlier when negative).

    A day that the month does not have becomes its last day: 31 December + 2 months = 28 February.
    """
    months = day.year * MONTHS_IN_A_YEAR + day.month - 1 + count
    year, month = divmod(months, MONTHS_IN_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def local_day(moment: datetime) -> date:
    """The day that people in France read on the wall at `moment`. Raises ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(PARIS).date()


def start_of(day: date) -> datetime:
    """Midnight at which `day` begins in France, in UTC."""
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last second of `day` in France (23:59:59), in UTC."""
    return datetime.combine(day, LAST_SECOND, PARIS).astimezone(UTC)
