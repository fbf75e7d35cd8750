"""What held on a day follows from the label's history, and from nothing that came later but annulment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.past_status import History, status_on
from labelflow.domain.workflow import Labels, State

if TYPE_CHECKING:
    from labelflow.domain.verification import Answer

GRANTED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
STARTS, ENDS = date(2027, 3, 1), date(2030, 2, 28)
LABELS = Labels(staff={"fr": "état"})
VALID = State(code="active", labels=LABELS, flags=frozenset({"publicly_valid"}), public_answer="valid")
SUSPENDED = State(code="suspended", labels=LABELS, public_answer="suspended")
WITHDRAWN = State(code="withdrawn", labels=LABELS, public_answer="withdrawn")
ANNULLED = State(code="annulled", labels=LABELS, public_answer="annulled")


def history(*changes: tuple[int, State]) -> History:
    """A label that was granted, then changed so many days later, at eleven in Paris."""
    later = tuple((GRANTED + timedelta(days=days), state) for days, state in changes)
    return History(((GRANTED, VALID), *later), STARTS, ENDS)


def answers(label: History, *days: int, now: int = 400) -> list[Answer]:
    at = GRANTED + timedelta(days=now)
    return [status_on(label, STARTS + timedelta(days=day), at).status.answer for day in days]


def test_each_day_is_told_by_the_state_of_that_day() -> None:
    label = history((10, SUSPENDED), (20, VALID), (30, WITHDRAWN))

    assert answers(label, -1, 0, 9, 15, 25, 31) == [
        "not_yet_in_force", "valid", "valid", "suspended", "valid", "withdrawn",
    ]  # fmt: skip


def test_the_day_of_a_change_is_told_by_its_end_and_its_beginning() -> None:
    on = status_on(history((10, SUSPENDED)), STARTS + timedelta(days=10), GRANTED + timedelta(days=400))

    assert on.before is not None
    assert (on.status.answer, on.before.answer, on.guaranteed) == ("suspended", "valid", False)


def test_the_first_day_is_guaranteed_whole() -> None:
    on = status_on(history(), STARTS, GRANTED + timedelta(days=400))

    assert (on.guaranteed, on.before) == (True, None)


def test_annulment_undoes_what_the_register_said() -> None:
    on = status_on(history((30, ANNULLED)), STARTS + timedelta(days=5), GRANTED + timedelta(days=400))

    assert on.said_then is not None
    assert (on.status.answer, on.said_then.answer, on.guaranteed) == ("annulled", "valid", False)


@pytest.mark.parametrize(("day", "answer"), [(500, "valid"), (1095, "valid"), (1096, "expired")])
def test_a_day_to_come_is_never_guaranteed(day: int, answer: str) -> None:
    on = status_on(history(), STARTS + timedelta(days=day), GRANTED + timedelta(days=400))

    assert (on.is_to_come, on.status.answer, on.guaranteed) == (True, answer, False)


@given(day=st.integers(0, 399), later=st.integers(400, 2000))
def test_what_was_said_of_a_day_does_not_change_afterwards(day: int, later: int) -> None:
    label = history((100, SUSPENDED), (200, VALID))

    assert answers(label, day, now=400) == answers(label, day, now=later)
