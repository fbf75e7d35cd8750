"""Which reviews a certificate of reviewing may count, and how it tells of them: never which applications they were of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date  # noqa: TC003 - a work is kept in certificates as JSON by pydantic, which reads the types
from typing import TYPE_CHECKING, Literal, cast

from labelflow.domain.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from labelflow.domain.workflow import State


@dataclass(frozen=True, slots=True)
class Work:
    """Reviews of one month, by one kind of reader. `month` is its first day: a day could tell which application."""

    month: date
    reader: Literal["peer", "scientist"]
    number: int


def counts_for_good(state: State) -> bool:
    """Whether a review in this state counts and can no longer change."""
    return state.has("counts") and state.has("final")


def why_not_certified(state: State) -> Refusal | None:
    """Why a review in this state cannot be certified: not given or not locked yet, or set aside."""
    if counts_for_good(state):
        return None
    return Refusal("review-set-aside" if state.has("final") else "review-not-locked")


def works_of(reviews: Iterable[tuple[date, str]]) -> tuple[Work, ...]:
    """Reviews, each as the day on which it was first submitted and its kind of reader, summed up by month."""
    counted = Counter((day.replace(day=1), reader) for day, reader in reviews)
    return tuple(Work(month, cast("Any", reader), number) for (month, reader), number in sorted(counted.items()))
