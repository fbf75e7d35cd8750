"""The French calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from holidays import country_holidays

from labelflow.domain.calendar import (
    add_months,
    add_working_days,
    end_of,
    is_working_day,
    local_day,
    public_holidays,
    start_of,
    working_day_from,
)


@pytest.mark.parametrize("year", range(2008, 2100))
def test_the_public_holidays_are_those_that_the_library_knows(year: int) -> None:
    assert public_holidays(year) == frozenset(country_holidays("FR", years=year))


def test_the_eleven_public_holidays_of_2026() -> None:
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize("day", [date(2027, 5, 15), date(2027, 5, 16), date(2027, 5, 17)])
def test_saturday_sunday_and_whit_monday_are_not_worked(day: date) -> None:
    assert not is_working_day(day)
    assert working_day_from(day) == date(2027, 5, 18)


def test_good_friday_and_boxing_day_are_worked() -> None:
    assert is_working_day(date(2027, 3, 26))
    assert is_working_day(date(2024, 12, 26))


def test_working_days_skip_a_long_bridge() -> None:
    # 1 May 2026 is a Friday, 8 May another one.
    assert add_working_days(date(2026, 4, 30), 5) == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 1, 15), -2, date(2025, 11, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_keep_the_day_or_take_the_last_one(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_winter_day_ends_an_hour_before_midnight_utc() -> None:
    assert end_of(date(2027, 1, 10)) == datetime(2027, 1, 10, 22, 59, 59, tzinfo=UTC)


def test_a_summer_day_ends_two_hours_before_midnight_utc() -> None:
    assert end_of(date(2027, 7, 10)) == datetime(2027, 7, 10, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_days_of_clock_change_are_short_or_long(day: date, hours: int) -> None:
    length = end_of(day) - start_of(day)

    assert length.total_seconds() == hours * 3600 - 1


def test_late_evening_utc_is_already_tomorrow_in_france() -> None:
    assert local_day(datetime(2027, 1, 10, 23, 30, tzinfo=UTC)) == date(2027, 1, 11)


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        local_day(datetime(2027, 1, 10))  # noqa: DTZ001 – the fault under test
