"""The silence of the administration: the two clocks (CRPA L231-1, L231-4, L114-5)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from labelflow.domain.calendar import end_of, start_of
from labelflow.domain.silence import (
    CompletenessRequest,
    ImplicitDecision,
    SilenceRule,
    implicit_decision,
    silence_day,
    warning_days,
)

REJECTION = SilenceRule(rule="rejection")
ACCEPTANCE = SilenceRule(rule="acceptance")
NONE = SilenceRule(rule="none")
RECEIVED = datetime(2027, 2, 15, 14, 0, tzinfo=UTC)


def at(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 9, 0, tzinfo=UTC)


def asked(on: datetime, due: datetime, answered: datetime | None = None) -> CompletenessRequest:
    return CompletenessRequest(on, end_of(due.date()), answered)


@pytest.mark.parametrize("rule", [REJECTION, ACCEPTANCE])
def test_two_months_of_silence_decide(rule: SilenceRule) -> None:
    assert silence_day(rule, RECEIVED) == date(2027, 4, 15)


def test_a_sunday_or_a_holiday_does_not_move_the_date() -> None:
    assert silence_day(REJECTION, datetime(2027, 3, 16, tzinfo=UTC)) == date(2027, 5, 16)


def test_without_rule_silence_decides_nothing() -> None:
    assert silence_day(NONE, RECEIVED) is None
    assert _recorded(NONE, now=at(12, 1)) is None


def test_a_request_suspends_rejection_until_the_pieces_arrive() -> None:
    answered_after_ten_days = asked(at(3, 1), at(3, 22), at(3, 11))

    assert silence_day(REJECTION, RECEIVED, [answered_after_ten_days]) == date(2027, 4, 25)


def test_a_request_suspends_rejection_for_its_delay_at_most() -> None:
    never, late = asked(at(3, 1), at(3, 22)), asked(at(3, 1), at(3, 22), at(4, 5))

    assert silence_day(REJECTION, RECEIVED, [never]) == date(2027, 5, 6)
    assert silence_day(REJECTION, RECEIVED, [late]) == date(2027, 5, 6)


def test_overlapping_requests_suspend_once() -> None:
    requests = [asked(at(3, 1), at(3, 22), at(3, 11)), asked(at(3, 5), at(3, 26), at(3, 15))]

    assert silence_day(REJECTION, RECEIVED, requests) == date(2027, 4, 29)
    assert silence_day(REJECTION, RECEIVED, requests[::-1]) == date(2027, 4, 29)


def test_acceptance_starts_when_the_pieces_arrive() -> None:
    answered = asked(at(3, 1), at(3, 22), at(3, 11))

    assert silence_day(ACCEPTANCE, RECEIVED, [answered]) == date(2027, 5, 11)


def test_acceptance_does_not_run_while_pieces_are_missing() -> None:
    assert silence_day(ACCEPTANCE, RECEIVED, [asked(at(3, 1), at(3, 22))]) is None


@pytest.mark.parametrize("rule", [REJECTION, ACCEPTANCE])
def test_a_request_made_after_silence_has_decided_changes_nothing(rule: SilenceRule) -> None:
    assert silence_day(rule, RECEIVED, [asked(at(4, 16), at(5, 7))]) == date(2027, 4, 15)


def test_a_request_made_on_the_last_day_still_counts() -> None:
    last_minute = asked(at(4, 15), at(5, 6))

    assert silence_day(REJECTION, RECEIVED, [last_minute]) == date(2027, 5, 6)
    assert silence_day(ACCEPTANCE, RECEIVED, [last_minute]) is None


def test_silence_decides_at_the_end_of_its_day() -> None:
    assert _recorded(REJECTION, now=end_of(date(2027, 4, 15))) is None
    assert _recorded(REJECTION, now=start_of(date(2027, 4, 16))) == ImplicitDecision(
        "rejection", end_of(date(2027, 4, 15))
    )
    assert _recorded(ACCEPTANCE, now=at(5, 1)) == ImplicitDecision("acceptance", end_of(date(2027, 4, 15)))


def test_silence_decides_once() -> None:
    assert _recorded(REJECTION, now=at(5, 1), recorded=True) is None


def test_silence_decides_nothing_after_an_express_decision() -> None:
    assert _recorded(REJECTION, now=at(5, 1), ended_at=at(4, 10)) is None
    assert _recorded(REJECTION, now=at(5, 1), ended_at=at(4, 20)) is None


def test_the_coordination_is_warned_thirty_and_seven_days_before() -> None:
    assert warning_days(REJECTION, date(2027, 4, 15)) == (date(2027, 3, 16), date(2027, 4, 8))


def _recorded(
    rule: SilenceRule, *, now: datetime, ended_at: datetime | None = None, recorded: bool = False
) -> ImplicitDecision | None:
    return implicit_decision(rule, RECEIVED, [], ended_at=ended_at, recorded=recorded, now=now)
