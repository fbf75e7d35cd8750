"""Time limits. The first table is that of the domain reference, section 6.1."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from labelflow.domain.calendar import end_of, start_of
from labelflow.domain.deadlines import (
    Delay,
    due,
    extended,
    extension_refusal,
    is_over,
    last_day,
    reminder_days,
)

APPEAL = Delay(amount=2, unit="months", kind="franc")


@pytest.mark.parametrize(
    ("notified", "last_useful_day"),
    [
        (date(2027, 1, 10), date(2027, 3, 11)),  # the case of a published example
        (date(2026, 3, 30), date(2026, 6, 1)),  # 31 May is a Sunday
        (date(2026, 12, 31), date(2027, 3, 1)),  # 28 February, and franc
        (date(2027, 3, 15), date(2027, 5, 18)),  # 16 May is a Sunday, 17 May is Whit Monday
    ],
)
def test_an_appeal_delay_is_franc_and_rolls_to_a_working_day(notified: date, last_useful_day: date) -> None:
    assert last_day(notified, APPEAL) == last_useful_day


def test_silence_is_not_franc() -> None:
    assert last_day(date(2027, 2, 15), Delay(amount=2, unit="months", rolls=False)) == date(2027, 4, 15)


@pytest.mark.parametrize(
    ("delay", "last_useful_day"),
    [
        (Delay(amount=21), date(2026, 5, 7)),
        (Delay(amount=15), date(2026, 5, 4)),  # 1 May is a holiday, then a weekend
        (Delay(amount=15, rolls=False), date(2026, 5, 1)),
        (Delay(amount=10, unit="working_days"), date(2026, 4, 30)),
        (Delay(amount=11, unit="working_days"), date(2026, 5, 4)),
        (Delay(amount=10, unit="working_days", kind="franc"), date(2026, 5, 4)),
        (Delay(amount=6, unit="months"), date(2026, 10, 16)),
        (Delay(amount=1, unit="years"), date(2027, 4, 16)),
        (Delay(amount=5, kind="franc"), date(2026, 4, 22)),
    ],
)
def test_each_unit_is_counted_from_the_day_after_its_cause(delay: Delay, last_useful_day: date) -> None:
    assert last_day(date(2026, 4, 16), delay) == last_useful_day


def test_a_limit_is_the_last_second_of_the_day_in_france() -> None:
    started = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)

    assert due(started, APPEAL) == datetime(2027, 3, 11, 22, 59, 59, tzinfo=UTC)


def test_the_day_of_the_cause_is_the_day_in_france() -> None:
    after_midnight_in_france = datetime(2027, 1, 9, 23, 30, tzinfo=UTC)

    assert due(after_midnight_in_france, APPEAL) == end_of(date(2027, 3, 11))


def test_a_delay_across_the_clock_change_ends_at_the_same_local_time() -> None:
    assert due(start_of(date(2027, 3, 20)), Delay(amount=10)) == datetime(2027, 3, 30, 21, 59, 59, tzinfo=UTC)


def test_the_whole_last_second_is_in_time() -> None:
    limit = end_of(date(2027, 3, 11))

    assert not is_over(limit, limit.replace(microsecond=999_999))
    assert is_over(limit, start_of(date(2027, 3, 12)))


def test_an_extension_starts_from_the_current_end() -> None:
    missing_pieces = Delay(amount=21, extension=14, extensions=1)
    ends_at = due(datetime(2026, 4, 16, 10, tzinfo=UTC), missing_pieces)

    assert extended(ends_at, missing_pieces) == end_of(date(2026, 5, 21))


def test_an_extension_that_ends_on_a_holiday_rolls_like_the_delay() -> None:
    limit, rolling = end_of(date(2026, 4, 24)), Delay(amount=21, extension=7, extensions=1)
    fixed = Delay(amount=21, extension=7, extensions=1, rolls=False)

    assert extended(limit, rolling) == end_of(date(2026, 5, 4))  # 1 May, then a weekend
    assert extended(limit, fixed) == end_of(date(2026, 5, 1))


def test_a_delay_without_extension_is_never_made_longer() -> None:
    limit = end_of(date(2026, 5, 7))

    assert extended(limit, Delay(amount=21)) == limit
    assert _refused(Delay(amount=21), 0) == "deadline-not-extendable"


def test_a_delay_is_extended_only_as_often_as_allowed_and_before_its_end() -> None:
    once = Delay(amount=21, extension=14, extensions=1)

    assert _refused(once, 0) is None
    assert _refused(once, 1) == "deadline-extended-already"
    assert _refused(once, 0, now=start_of(date(2026, 5, 8))) == "deadline-over"


def _refused(delay: Delay, already: int, now: datetime = datetime(2026, 5, 1, tzinfo=UTC)) -> str | None:
    refusal = extension_refusal(delay, already, end_of(date(2026, 5, 7)), now)
    return refusal.code if refusal else None


def test_reminders_fall_before_and_after_the_end() -> None:
    delay = Delay(amount=30, reminders=(10, 3, -1, -7))

    assert reminder_days(end_of(date(2026, 6, 15)), delay) == (
        date(2026, 6, 5),
        date(2026, 6, 12),
        date(2026, 6, 16),
        date(2026, 6, 22),
    )


@pytest.mark.parametrize(
    "declared",
    [
        {"amount": 0},
        {"amount": -3},
        {"amount": 10, "unit": "weeks"},
        {"amount": 10, "extension": 5},
        {"amount": 10, "extensions": 1},
        {"amount": 1_000_000},
        {"amount": 10, "extendable": True},
    ],
)
def test_a_delay_that_makes_no_sense_is_refused(declared: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Delay.model_validate(declared)
