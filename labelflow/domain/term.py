"""How long a label lives: its period, mid-term check, renewal, extension, succession.

A period is a pair of instants, start included, end excluded. It starts when the decision is signed
and ends at midnight in France at the start of the anniversary: granted on 15 March 2026 for 36
months, a label is valid up to and including 14 March 2029.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, takewhile
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from labelflow.domain.calendar import add_months, end_of, local_day, start_of
from labelflow.domain.refusal import Refusal
from labelflow.domain.workflow import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable

Months = Annotated[int, Field(ge=0, le=240)]


class TermTexts(Declared):
    """The texts that tell a holder where the term stands; nothing is sent where there is none."""

    midterm: str = ""
    """When the mid-term check opens."""
    renewal: str = ""
    """When renewal opens."""
    end: str = ""
    """At each of `reminder_months`."""
    actions: str = ""
    """Every year, to a holder with a published action that nobody looked over for long."""


class TermRules(Declared):
    """The life of a label in months. Renewal opens and is due that many months before the end."""

    term_months: Annotated[int, Field(ge=1, le=240)] = 36
    midterm_from_month: Months = 14
    midterm_to_month: Months = 22
    renewal_open_months: Months = 9
    renewal_due_months: Months = 6
    extension_months: Months = 6
    reminder_months: tuple[int, ...] = (9, 6, 3, 1)
    tells: TermTexts = TermTexts()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.midterm_from_month <= self.midterm_to_month <= self.term_months:
            message = "the mid-term check must end after it starts and before the term: correct its months"
            raise PydanticCustomError("term-midterm", message)
        if not self.renewal_due_months <= self.renewal_open_months <= self.term_months:
            message = "renewal must open before it is due, and during the term: correct its months"
            raise PydanticCustomError("term-renewal", message)
        if self.extension_months >= self.term_months:
            message = "an extension must be shorter than the term, or it outlives the next one: correct its months"
            raise PydanticCustomError("term-extension", message)
        return self


@dataclass(frozen=True, slots=True)
class Period:
    """When a label is valid: `starts_at` included, `ends_at` excluded, both UTC."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError(f"a period must end after it starts: {self.starts_at} – {self.ends_at}")

    def __contains__(self, moment: datetime) -> bool:
        """Whether the label is within its dates at `moment`."""
        return self.starts_at <= moment < self.ends_at

    @property
    def first_day(self) -> date:
        """The first day of validity, as printed."""
        return local_day(self.starts_at)

    @property
    def last_day(self) -> date:
        """The last day of validity, as printed."""
        return local_day(self.ends_at - timedelta(microseconds=1))

    @property
    def anniversary(self) -> date:
        """The first day without the label, from which the months before the end are counted."""
        return self.last_day + timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        """Whether both are valid at some instant."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def until(self, moment: datetime) -> Period:
        """The same period cut at `moment`: the label was replaced, withdrawn or given up then."""
        return Period(self.starts_at, min(self.ends_at, moment))


def first_period(effective_at: datetime, rules: TermRules) -> Period:
    """The period of a label that takes effect at `effective_at`."""
    return Period(effective_at, start_of(add_months(local_day(effective_at), rules.term_months)))


def midterm_window(period: Period, rules: TermRules) -> tuple[date, date]:
    """First and last day of the mid-term check."""
    first = add_months(period.first_day, rules.midterm_from_month)
    return first, add_months(period.first_day, rules.midterm_to_month)


def renewal_window(period: Period, rules: TermRules) -> tuple[date, date]:
    """The day renewal opens, and the last day of a deposit that gives a right to an extension."""
    opens = add_months(period.anniversary, -rules.renewal_open_months)
    return opens, add_months(period.anniversary, -rules.renewal_due_months)


def reminder_days(period: Period, rules: TermRules) -> tuple[date, ...]:
    """The days on which to remind the holder of the end, earliest first."""
    return tuple(sorted(add_months(period.anniversary, -months) for months in set(rules.reminder_months)))


def yearly_days(period: Period) -> tuple[date, ...]:
    """Each year's day within the period, counted from its first day."""
    days = (add_months(period.first_day, 12 * year) for year in range(1, 100))
    return tuple(takewhile(lambda day: day < period.last_day, days))


def renewal_refusal(period: Period, rules: TermRules, now: datetime) -> Refusal | None:
    """Why a renewal may not be deposited at `now`; None when it may (late is allowed, before the end)."""
    opens, _ = renewal_window(period, rules)
    if now >= period.ends_at:
        return Refusal("renewal-after-end", {"ended_on": period.last_day.isoformat()})
    if now < start_of(opens):
        return Refusal("renewal-not-open", {"opens_on": opens.isoformat()})
    return None


def deposited_in_time(period: Period, rules: TermRules, deposited_at: datetime) -> bool:
    """Whether a renewal came early enough to give a right to an extension if it is still undecided."""
    _, due_day = renewal_window(period, rules)
    return deposited_at.replace(microsecond=0) <= end_of(due_day)


def extension_refusals(
    period: Period,
    rules: TermRules,
    *,
    deposited_at: datetime | None,
    decided: bool,
    extended_before: bool,
    now: datetime,
) -> tuple[Refusal, ...]:
    """Every reason why the label may not be extended at `now`: it is done once, for a renewal in time."""
    in_time = deposited_at is not None and deposited_in_time(period, rules, deposited_at)
    found = (
        (extended_before, Refusal("extended-already")),
        (rules.extension_months == 0, Refusal("extension-not-allowed")),
        (not in_time, Refusal("renewal-not-deposited-in-time")),
        (decided, Refusal("renewal-decided")),
        (now >= period.ends_at, Refusal("label-over", {"ended_on": period.last_day.isoformat()})),
    )
    return tuple(refusal for applies, refusal in found if applies)


def extended(period: Period, rules: TermRules) -> Period:
    """The period with its one extension. Never shorter."""
    return Period(period.starts_at, start_of(add_months(period.anniversary, rules.extension_months)))


def successor(old: Period, switched_at: datetime, rules: TermRules, original: Period | None = None) -> Period:
    """The period of the label that replaces `old` at `switched_at`, where `old` must be cut.

    The new term is counted from the end of the old one (of `original`, if `old` was extended), so
    that neither an early renewal nor a slow committee moves the calendar of the holder. When `old`
    is over at `switched_at` there is nothing to continue: the term is that of a first label.
    """
    if switched_at >= old.ends_at:
        return first_period(switched_at, rules)
    return Period(switched_at, start_of(add_months((original or old).anniversary, rules.term_months)))


def overlapping(periods: Iterable[Period]) -> tuple[tuple[Period, Period], ...]:
    """The pairs of periods that overlap: none, among the labels of one holder and scope."""
    ordered = sorted(periods, key=lambda period: (period.starts_at, period.ends_at))
    return tuple((first, second) for first, second in combinations(ordered, 2) if first.overlaps(second))
