"""Whoever verifies a label gets the truth of that instant, and never a wrong "valid"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.calendar import local_day
from labelflow.domain.verification import UNKNOWN, LabelFacts, PublicStatus, public_status
from labelflow.domain.workflow import Flag, Labels, PublicAnswer, State

if TYPE_CHECKING:
    from collections.abc import Iterable

START, END = date(2026, 12, 1), date(2029, 11, 30)
SINCE = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)
MIDTERM = datetime(2028, 6, 1, 10, 0, tzinfo=UTC)


def state(answer: PublicAnswer | None = "valid", flags: Iterable[Flag] = ("publicly_valid",)) -> State:
    return State(code="x", labels=Labels(staff={"fr": "x"}), flags=frozenset(flags), public_answer=answer)


def status(of: State, now: datetime = MIDTERM, successor: str = "") -> PublicStatus:
    return public_status(LabelFacts(of, START, END, SINCE, successor), now)


any_state = st.builds(
    state,
    st.one_of(st.none(), st.sampled_from(get_args(PublicAnswer))),
    st.frozensets(st.sampled_from(get_args(Flag))),
)
any_day = st.dates(date(2000, 1, 1), date(2100, 1, 1))
any_instant = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
any_label = st.builds(LabelFacts, any_state, any_day, any_day, any_instant, st.just(""))


def test_a_label_in_force_is_valid_until_its_last_day() -> None:
    found = status(state())

    assert found == PublicStatus("valid", END)
    assert found.counts_as_valid


@pytest.mark.parametrize(
    ("instant", "answer"),
    [
        (datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), "not_yet_in_force"),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "valid"),
        (datetime(2029, 11, 30, 22, 59, 59, tzinfo=UTC), "valid"),
        (datetime(2029, 11, 30, 23, 0, tzinfo=UTC), "expired"),
    ],
)
def test_first_and_last_day_begin_and_end_at_midnight_in_paris(instant: datetime, answer: str) -> None:
    assert status(state(), instant).answer == answer


@pytest.mark.parametrize("answer", ["suspended", "withdrawn", "not_in_force", "annulled"])
def test_a_label_that_a_decision_stopped_says_so_with_the_day_in_paris(answer: PublicAnswer) -> None:
    found = status(state(answer, ()))

    assert found == PublicStatus(answer, date(2027, 3, 5))
    assert not found.counts_as_valid


def test_a_replaced_label_names_its_successor() -> None:
    found = status(state("superseded", ()), successor="SEO-2029-00007-4")

    assert found == PublicStatus("superseded", date(2027, 3, 5), "SEO-2029-00007-4")


def test_a_withdrawn_label_stays_withdrawn_after_its_term() -> None:
    assert status(state("withdrawn", ()), MIDTERM + timedelta(days=3650)).answer == "withdrawn"


def test_a_suspended_label_expires_at_its_term() -> None:
    assert status(state("suspended", ()), MIDTERM + timedelta(days=3650)) == PublicStatus("expired", END)


def test_an_expired_label_says_its_last_day_even_before_the_calendar_does() -> None:
    assert status(state("expired", ())) == PublicStatus("expired", END)


@pytest.mark.parametrize("forgotten", [state("valid", ()), state(None, ()), state(None, ("holds_label", "listed"))])
def test_a_state_that_does_not_declare_validity_is_not_in_force(forgotten: State) -> None:
    assert status(forgotten).answer == "not_in_force"


def test_a_number_never_allotted_tells_nothing() -> None:
    assert PublicStatus("unknown") == UNKNOWN
    assert not UNKNOWN.counts_as_valid


@given(any_label, any_instant)
def test_no_state_without_the_flag_ever_verifies_as_valid(label: LabelFacts, now: datetime) -> None:
    found = public_status(label, now)

    assert not found.counts_as_valid or label.state.has("publicly_valid")


@given(any_label, any_instant)
def test_no_label_past_its_end_or_before_its_start_ever_verifies_as_valid(label: LabelFacts, now: datetime) -> None:
    today = local_day(now)

    assert not public_status(label, now).counts_as_valid or label.starts_on <= today <= label.ends_on


@given(any_label, any_instant)
def test_a_state_that_declares_another_answer_never_verifies_as_valid(label: LabelFacts, now: datetime) -> None:
    declared = label.state.public_answer

    assert declared in (None, "valid") or not public_status(label, now).counts_as_valid
