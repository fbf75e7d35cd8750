"""The life of a label."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from labelflow.domain.calendar import end_of, start_of
from labelflow.domain.term import (
    Period,
    TermRules,
    deposited_in_time,
    extended,
    extension_refusals,
    first_period,
    midterm_window,
    overlapping,
    reminder_days,
    renewal_refusal,
    renewal_window,
    successor,
)

RULES = TermRules()
GRANTED = datetime(2026, 3, 15, 14, 30, tzinfo=UTC)
LABEL = first_period(GRANTED, RULES)


def test_a_label_lasts_thirty_six_months_to_the_eve_of_its_anniversary() -> None:
    assert (LABEL.first_day, LABEL.last_day, LABEL.anniversary) == (
        date(2026, 3, 15),
        date(2029, 3, 14),
        date(2029, 3, 15),
    )


def test_a_label_is_valid_from_its_signature_to_midnight_in_france() -> None:
    midnight = datetime(2029, 3, 14, 23, 0, tzinfo=UTC)

    assert midnight == LABEL.ends_at
    assert GRANTED in LABEL
    assert GRANTED - timedelta(seconds=1) not in LABEL
    assert midnight - timedelta(seconds=1) in LABEL
    assert midnight not in LABEL


def test_a_label_of_a_leap_day_ends_on_27_february() -> None:
    period = first_period(datetime(2028, 2, 29, 12, tzinfo=UTC), RULES)

    assert period.last_day == date(2031, 2, 27)


def test_the_midterm_check_is_between_months_fourteen_and_twenty_two() -> None:
    assert midterm_window(LABEL, RULES) == (date(2027, 5, 15), date(2028, 1, 15))


def test_renewal_opens_nine_months_before_the_end_and_is_due_six_months_before() -> None:
    assert renewal_window(LABEL, RULES) == (date(2028, 6, 15), date(2028, 9, 15))


def test_reminders_come_nine_six_three_and_one_month_before_the_end() -> None:
    assert reminder_days(LABEL, RULES) == (
        date(2028, 6, 15),
        date(2028, 9, 15),
        date(2028, 12, 15),
        date(2029, 2, 15),
    )


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (end_of(date(2028, 6, 14)), "renewal-not-open"),
        (start_of(date(2028, 6, 15)), None),
        (end_of(date(2029, 3, 14)), None),
        (start_of(date(2029, 3, 15)), "renewal-after-end"),
    ],
)
def test_a_renewal_is_deposited_between_its_opening_and_the_end(now: datetime, code: str | None) -> None:
    refusal = renewal_refusal(LABEL, RULES, now)

    assert (refusal.code if refusal else None) == code


def test_a_renewal_is_in_time_to_the_last_second_of_its_day() -> None:
    assert deposited_in_time(LABEL, RULES, end_of(date(2028, 9, 15)).replace(microsecond=900_000))
    assert not deposited_in_time(LABEL, RULES, start_of(date(2028, 9, 16)))


def refused(**changes: Any) -> list[str]:
    facts: dict[str, Any] = {
        "deposited_at": datetime(2028, 9, 1, tzinfo=UTC),
        "decided": False,
        "extended_before": False,
        "now": datetime(2029, 3, 1, tzinfo=UTC),
    }
    return [refusal.code for refusal in extension_refusals(LABEL, RULES, **(facts | changes))]


def test_a_renewal_in_time_and_undecided_gives_one_extension_of_six_months() -> None:
    assert refused() == []
    assert extended(LABEL, RULES).last_day == date(2029, 9, 14)
    assert extended(LABEL, RULES).starts_at == GRANTED


def test_every_reason_against_an_extension_is_given() -> None:
    assert refused(extended_before=True, deposited_at=None, decided=True, now=datetime(2029, 4, 1, tzinfo=UTC)) == [
        "extended-already",
        "renewal-not-deposited-in-time",
        "renewal-decided",
        "label-over",
    ]


def test_a_label_is_extended_to_its_last_second_and_no_later() -> None:
    assert refused(now=LABEL.ends_at - timedelta(seconds=1)) == []
    assert refused(now=LABEL.ends_at) == ["label-over"]


def test_a_programme_may_do_without_extensions() -> None:
    facts = {"deposited_at": datetime(2028, 9, 1, tzinfo=UTC), "now": datetime(2029, 3, 1, tzinfo=UTC)}
    found = extension_refusals(LABEL, TermRules(extension_months=0), decided=False, extended_before=False, **facts)

    assert [refusal.code for refusal in found] == ["extension-not-allowed"]


def test_a_late_renewal_gives_no_extension() -> None:
    assert refused(deposited_at=datetime(2028, 12, 1, tzinfo=UTC)) == ["renewal-not-deposited-in-time"]


def test_a_renewal_continues_the_old_term_from_the_switch() -> None:
    switched_at = datetime(2028, 12, 10, 10, tzinfo=UTC)

    new = successor(LABEL, switched_at, RULES)

    assert (new.first_day, new.last_day) == (date(2028, 12, 10), date(2032, 3, 14))
    assert not new.overlaps(LABEL.until(switched_at))


def test_an_extension_does_not_move_the_next_term() -> None:
    new = successor(extended(LABEL, RULES), datetime(2029, 7, 1, tzinfo=UTC), RULES, original=LABEL)

    assert new.last_day == date(2032, 3, 14)


def test_a_grant_after_the_end_starts_afresh() -> None:
    late = datetime(2029, 6, 1, 10, tzinfo=UTC)

    assert successor(LABEL, late, RULES) == first_period(late, RULES)
    assert successor(LABEL, LABEL.ends_at, RULES) == first_period(LABEL.ends_at, RULES)
    assert successor(LABEL, LABEL.ends_at - timedelta(seconds=1), RULES).last_day == date(2032, 3, 14)


def test_overlapping_labels_are_found() -> None:
    switched_at = datetime(2028, 12, 10, 10, tzinfo=UTC)
    new = successor(LABEL, switched_at, RULES)

    assert overlapping([new, LABEL]) == ((LABEL, new),)
    assert overlapping([new, LABEL.until(switched_at)]) == ()


def test_a_long_label_overlaps_more_than_its_neighbour() -> None:
    long = Period(start_of(date(2026, 1, 1)), start_of(date(2030, 1, 1)))
    short = Period(start_of(date(2026, 2, 1)), start_of(date(2026, 3, 1)))
    later = Period(start_of(date(2027, 2, 1)), start_of(date(2027, 3, 1)))

    assert overlapping([later, short, long]) == ((long, short), (long, later))


def test_a_period_ends_after_it_starts() -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        Period(GRANTED, GRANTED)


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ({"midterm_from_month": 23}, "term-midterm"),
        ({"midterm_to_month": 40}, "term-midterm"),
        ({"renewal_due_months": 10}, "term-renewal"),
        ({"renewal_open_months": 40}, "term-renewal"),
        ({"extension_months": 36}, "term-extension"),
        ({"term_months": 0}, "greater_than_equal"),
    ],
)
def test_terms_that_make_no_sense_are_refused(declared: dict[str, int], fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TermRules.model_validate(declared)

    assert [error["type"] for error in caught.value.errors()] == [fault]
