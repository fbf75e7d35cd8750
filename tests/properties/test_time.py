"""Properties of time: limits, silence, terms (invariants 20, 22, 10 and 23 of the domain reference)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from labelflow.domain import term
from labelflow.domain.calendar import (
    PARIS,
    add_months,
    add_working_days,
    end_of,
    is_working_day,
    local_day,
    start_of,
)
from labelflow.domain.deadlines import Delay, due, extended, is_over, last_day
from labelflow.domain.silence import CompletenessRequest, ImplicitDecision, SilenceRule, implicit_decision, silence_day
from labelflow.domain.term import (
    Period,
    TermRules,
    first_period,
    midterm_window,
    overlapping,
    renewal_window,
    successor,
)

moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 – hypothesis adds the zone
    max_value=datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(date(2020, 1, 1), date(2060, 1, 1))


@st.composite
def delays(draw: st.DrawFn) -> Delay:
    unit = draw(st.sampled_from(["days", "working_days", "months", "years"]))
    extension = draw(st.integers(0, 20))
    return Delay(
        amount=draw(st.integers(1, 10 if unit == "years" else 60)),
        unit=unit,
        kind=draw(st.sampled_from(["plain", "franc"])),
        rolls=draw(st.booleans()),
        extension=extension,
        extensions=min(extension, 1),
    )


@given(moments, delays())
def test_a_limit_never_falls_before_its_cause(start: datetime, delay: Delay) -> None:
    limit = due(start, delay)

    assert limit > start
    assert not is_over(limit, start)


@given(moments, delays())
def test_a_limit_is_the_last_second_of_a_day_in_france(start: datetime, delay: Delay) -> None:
    local = due(start, delay).astimezone(PARIS)

    assert (local.hour, local.minute, local.second, local.microsecond) == (23, 59, 59, 0)


@given(days, delays())
def test_a_delay_that_rolls_ends_on_a_working_day(start: date, delay: Delay) -> None:
    assume(delay.rolls)

    assert is_working_day(last_day(start, delay))


@given(days, delays())
def test_a_franc_delay_is_longer_than_the_plain_one(start: date, delay: Delay) -> None:
    plain = last_day(start, delay.model_copy(update={"kind": "plain", "rolls": False}))
    franc = last_day(start, delay.model_copy(update={"kind": "franc", "rolls": False}))

    assert franc == plain + timedelta(days=1)
    assert last_day(start, delay.model_copy(update={"kind": "franc", "rolls": True})) >= franc


@given(days, days, delays())
def test_a_later_cause_never_gives_an_earlier_limit(first: date, second: date, delay: Delay) -> None:
    earlier, later = sorted((first, second))

    assert last_day(earlier, delay) <= last_day(later, delay)


@given(moments, delays())
def test_extending_never_shortens(start: datetime, delay: Delay) -> None:
    limit = due(start, delay)

    assert (extended(limit, delay) > limit) == (delay.extension > 0)


@given(days, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    end = add_working_days(start, count)
    between = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))

    assert sum(is_working_day(day) for day in between) == count


@given(days, st.integers(-240, 240))
def test_months_keep_the_month_count_and_never_a_later_day(start: date, count: int) -> None:
    end = add_months(start, count)

    assert (end.year - start.year) * 12 + end.month - start.month == count
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@given(days)
def test_each_instant_belongs_to_one_day(day: date) -> None:
    assert local_day(start_of(day)) == local_day(end_of(day)) == day
    assert end_of(day) + timedelta(seconds=1) == start_of(day + timedelta(days=1))


@st.composite
def requests(draw: st.DrawFn, received: datetime) -> list[CompletenessRequest]:
    asked = []
    for _ in range(draw(st.integers(0, 4))):
        asked_at = received + timedelta(hours=draw(st.integers(0, 3000)))
        due_at = asked_at + timedelta(days=draw(st.integers(10, 40)))
        wait = draw(st.none() | st.integers(0, 1200))
        asked.append(CompletenessRequest(asked_at, due_at, None if wait is None else asked_at + timedelta(hours=wait)))
    return asked


@st.composite
def silent_applications(draw: st.DrawFn) -> tuple[SilenceRule, datetime, list[CompletenessRequest]]:
    rule = SilenceRule(rule=draw(st.sampled_from(["acceptance", "rejection"])), months=draw(st.integers(1, 6)))
    received = draw(moments)
    return rule, received, draw(requests(received))


@given(silent_applications())
def test_a_request_never_brings_silence_forward(
    case: tuple[SilenceRule, datetime, list[CompletenessRequest]],
) -> None:
    rule, received, asked = case
    alone = silence_day(rule, received)
    assert alone == add_months(local_day(received), rule.months)

    for count in range(1, len(asked) + 1):
        day = silence_day(rule, received, asked[:count])
        assert day is None or day >= alone


@given(silent_applications(), st.randoms())
def test_the_order_in_which_requests_are_told_changes_nothing(
    case: tuple[SilenceRule, datetime, list[CompletenessRequest]], random: object
) -> None:
    rule, received, asked = case
    shuffled = sorted(asked, key=lambda _: random.random())  # type: ignore[attr-defined]
    assume(len({request.asked_at for request in asked}) == len(asked))

    assert silence_day(rule, received, shuffled) == silence_day(rule, received, asked)


@given(silent_applications())
def test_rejection_is_suspended_by_exactly_the_days_asked_for(
    case: tuple[SilenceRule, datetime, list[CompletenessRequest]],
) -> None:
    rule, received, asked = case
    assume(rule.rule == "rejection")
    day = silence_day(rule, received, asked)
    assert day is not None

    suspended: set[date] = set()
    for request in asked:
        if local_day(request.asked_at) <= day:
            first = local_day(request.asked_at)
            last = local_day(min(request.answered_at or request.due_at, request.due_at))
            suspended |= {first + timedelta(days=offset) for offset in range((last - first).days)}
    assert day == add_months(local_day(received), rule.months) + timedelta(days=len(suspended))


@given(silent_applications(), st.lists(st.integers(0, 20_000), max_size=12), st.none() | st.integers(0, 8000))
def test_silence_decides_at_most_once_and_never_after_an_express_decision(
    case: tuple[SilenceRule, datetime, list[CompletenessRequest]], hours: list[int], decided_after: int | None
) -> None:
    rule, received, asked = case
    decided_at = None if decided_after is None else received + timedelta(hours=decided_after)
    made: list[tuple[datetime, ImplicitDecision]] = []

    for now in sorted(received + timedelta(hours=hour) for hour in hours):
        ended_at = decided_at if decided_at and decided_at <= now else None
        decision = implicit_decision(rule, received, asked, ended_at=ended_at, recorded=bool(made), now=now)
        if decision:
            made.append((now, decision))

    assert len(made) <= 1
    for now, decision in made:
        assert received < decision.at < now
        assert decision.kind == rule.rule
        assert decided_at is None or now < decided_at


@st.composite
def terms(draw: st.DrawFn) -> TermRules:
    months = draw(st.integers(6, 60))
    midterm = sorted(draw(st.tuples(st.integers(0, months), st.integers(0, months))))
    renewal = sorted(draw(st.tuples(st.integers(0, months), st.integers(0, months))))
    return TermRules(
        term_months=months,
        midterm_from_month=midterm[0],
        midterm_to_month=midterm[1],
        renewal_open_months=renewal[1],
        renewal_due_months=renewal[0],
        extension_months=draw(st.integers(1, months - 1)),
    )


@given(moments, terms())
def test_the_dates_of_a_label_are_in_order(granted_at: datetime, rules: TermRules) -> None:
    period = first_period(granted_at, rules)
    first, last = midterm_window(period, rules)
    opens, due_day = renewal_window(period, rules)

    assert period.first_day <= first <= last <= period.anniversary
    assert opens <= due_day <= period.anniversary
    assert granted_at in period
    assert end_of(period.last_day) in period
    assert start_of(period.anniversary) not in period


@given(moments, terms())
def test_an_extension_only_lengthens(granted_at: datetime, rules: TermRules) -> None:
    period = first_period(granted_at, rules)
    longer = term.extended(period, rules)

    assert longer.starts_at == period.starts_at
    assert longer.ends_at > period.ends_at


@given(moments, terms(), st.lists(st.tuples(st.integers(1, 60_000), st.booleans()), max_size=5))
def test_successive_labels_of_a_holder_never_overlap_and_leave_no_gap_when_renewed_in_time(
    granted_at: datetime, rules: TermRules, renewals: list[tuple[int, bool]]
) -> None:
    held: list[Period] = []
    current = first_period(granted_at, rules)
    for hours, prolonged in renewals:
        lasting = term.extended(current, rules) if prolonged else current
        switched_at = current.starts_at + timedelta(hours=hours)
        new = successor(lasting, switched_at, rules, original=current)
        held.append(lasting.until(switched_at))
        assert (held[-1].ends_at == new.starts_at) == (switched_at <= lasting.ends_at)
        current = new
    held.append(current)

    assert overlapping(held) == ()
