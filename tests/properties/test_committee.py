"""Properties of quorum, votes and conflicts (invariants 1, 2, 4 and 26 of the domain reference)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from labelflow.domain.conflicts import (
    INCOMPATIBLE,
    PURPOSES,
    ConflictRule,
    Link,
    Purpose,
    blocking,
    conflicts_between,
    consortium_conflict,
)
from labelflow.domain.quorum import (
    Attendance,
    Choice,
    CommitteeRules,
    Proxy,
    ballot_refusals,
    decide,
    quorum,
    sort_proxies,
    tally,
)

PEOPLE = range(1, 25)
CHOICES: tuple[Choice, ...] = ("for", "against", "abstain")
people = st.frozensets(st.sampled_from(PEOPLE))
proxies = st.lists(st.builds(Proxy, giver=st.sampled_from(PEOPLE), holder=st.sampled_from(PEOPLE)), max_size=12).map(
    tuple
)
attendances = st.builds(
    Attendance, members_in_office=people, present=people, remote=people, proxies=proxies, recused=people
)
all_rules = st.builds(
    CommitteeRules,
    quorum_fraction=st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)]),
    floor=st.integers(1, 10),
    majority_base=st.sampled_from(["present_or_represented", "cast"]),
    casting_vote=st.booleans(),
    proxies_per_person=st.integers(0, 3),
)
ballots = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(CHOICES))


@given(attendances, all_rules)
def test_only_members_who_attend_or_are_represented_count(attendance: Attendance, rules: CommitteeRules) -> None:
    valid, void = sort_proxies(attendance, rules)
    result = quorum(attendance, rules)
    entitled = attendance.members_in_office - attendance.recused

    assert result.counted <= len(entitled)
    assert result.required >= rules.floor
    assert result.required >= rules.quorum_fraction * len(entitled)
    assert sorted([*valid, *(entry.proxy for entry in void)], key=str) == sorted(attendance.proxies, key=str)
    assert all({proxy.giver, proxy.holder} <= entitled for proxy in valid)
    assert not {proxy.giver for proxy in valid} & attendance.attending


@given(attendances, all_rules, ballots, st.sampled_from(PEOPLE))
def test_whatever_a_recused_member_does_changes_nothing(
    attendance: Attendance, rules: CommitteeRules, votes: dict[int, Choice], chair: int
) -> None:
    gone = attendance.recused
    without = replace(
        attendance,
        present=attendance.present - gone,
        remote=attendance.remote - gone,
        proxies=tuple(proxy for proxy in attendance.proxies if not {proxy.giver, proxy.holder} & gone),
    )
    silent = {member: choice for member, choice in votes.items() if member not in gone}

    with_them = tally(votes, attendance, rules, chair=chair)
    without_them = tally(silent, without, rules, chair=chair)

    assert replace(with_them, void_ballots=frozenset()) == replace(without_them, void_ballots=frozenset())
    assert gone & votes.keys() <= with_them.void_ballots
    assert quorum(attendance, rules).counted == quorum(without, rules).counted


@given(attendances, all_rules, ballots, st.sampled_from(PEOPLE))
def test_every_voice_is_counted_once(
    attendance: Attendance, rules: CommitteeRules, votes: dict[int, Choice], chair: int
) -> None:
    result = tally(votes, attendance, rules, chair=chair)

    assert result.for_ + result.against + result.abstentions == quorum(attendance, rules).counted
    assert not (result.carried and result.tie)
    assert not result.carried or result.for_ > 0


@given(attendances, all_rules, ballots, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_voting_for_instead_of_otherwise_never_defeats_a_motion(
    attendance: Attendance, rules: CommitteeRules, votes: dict[int, Choice], chair: int, convert: int
) -> None:
    before = tally(votes, attendance, rules, chair=chair)
    after = tally(votes | {convert: "for"}, attendance, rules, chair=chair)

    assert after.carried >= before.carried


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20), st.sampled_from([None, *CHOICES]))
def test_an_abstention_weighs_exactly_as_a_vote_against(
    for_: int, against: int, abstentions: int, casting: Choice | None
) -> None:
    rules = CommitteeRules()
    abstaining = decide(for_, against, abstentions, rules, casting=casting)
    opposing = decide(for_, against + 1, abstentions - 1, rules, casting=casting)

    assert (abstaining.carried, abstaining.tie) == (opposing.carried, opposing.tie)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.sampled_from([None, *CHOICES]), all_rules)
def test_the_casting_vote_decides_only_an_equal_division(
    for_: int, against: int, abstentions: int, casting: Choice | None, rules: CommitteeRules
) -> None:
    plain = decide(for_, against, abstentions, rules)
    result = decide(for_, against, abstentions, rules, casting=casting)

    assert not result.casting_vote_used or plain.tie
    assert plain.tie or result == plain


@given(attendances, all_rules, st.sampled_from(PEOPLE), people)
def test_nobody_recused_or_evaluating_may_vote(
    attendance: Attendance, rules: CommitteeRules, voter: int, evaluators: frozenset[int]
) -> None:
    allowed = not ballot_refusals(voter, attendance, rules, evaluators=evaluators)

    assert allowed == (voter in attendance.attending - evaluators)


days = st.dates(date(2015, 1, 1), date(2030, 1, 1))
codes = st.sampled_from(["SELF", "FUNDING", "COMPETITOR"])
links = st.builds(
    Link,
    code=codes,
    person=st.just(1),
    structure=st.integers(1, 4),
    starts_on=days,
    ends_on=st.none() | days,
    source=st.sampled_from(["declared", "detected"]),
)
rules = st.lists(
    st.builds(
        ConflictRule,
        code=codes,
        years=st.none() | st.integers(0, 5),
        effect=st.sampled_from(["block", "declare", "coordinator_decides"]),
        automatic=st.booleans(),
        applies_to=st.frozensets(st.sampled_from(sorted(PURPOSES)), min_size=1),
    ),
    max_size=5,
)
structures = st.frozensets(st.integers(1, 4), min_size=1)
purposes = st.sampled_from(sorted(PURPOSES))


@given(st.lists(links, max_size=5), links, structures, rules, purposes, days)
def test_one_link_more_never_lifts_a_conflict(
    known: list[Link], more: Link, applicant: frozenset[int], declared: list[ConflictRule], purpose: Purpose, day: date
) -> None:
    before = conflicts_between(known, applicant, rules=declared, purpose=purpose, today=day)
    after = conflicts_between([*known, more], applicant, rules=declared, purpose=purpose, today=day)

    assert set(before) <= set(after)
    assert set(blocking(before)) <= set(blocking(after))
    assert all(conflict.link.structure in applicant for conflict in after)


@given(links, structures, rules, purposes, days, st.integers(0, 3000))
def test_a_conflict_that_has_lapsed_never_comes_back(
    link: Link, applicant: frozenset[int], declared: list[ConflictRule], purpose: Purpose, day: date, wait: int
) -> None:
    assume(link.starts_on <= day)
    now = conflicts_between([link], applicant, rules=declared, purpose=purpose, today=day)
    later = conflicts_between([link], applicant, rules=declared, purpose=purpose, today=day + timedelta(days=wait))

    assert set(later) <= set(now)


@given(st.lists(links, max_size=5), structures, rules, purposes, days)
def test_clearing_lifts_only_what_is_left_to_the_coordination(
    known: list[Link], applicant: frozenset[int], declared: list[ConflictRule], purpose: Purpose, day: date
) -> None:
    found = conflicts_between(known, applicant, rules=declared, purpose=purpose, today=day)

    assert {conflict.effect for conflict in blocking(found, cleared=known)} <= {"block"}
    assert [conflict for conflict in found if conflict.effect == "block"] == list(blocking(found, cleared=known))


@given(structures, structures, days)
def test_a_consortium_member_never_handles_its_own_application(
    bodies: frozenset[int], applicant: frozenset[int], day: date
) -> None:
    conflict = consortium_conflict(1, bodies, applicant, day)

    assert (conflict is not None) == bool(bodies & applicant)
    assert conflict is None or blocking([conflict], cleared=[conflict.link]) == (conflict,)


def test_parts_exclude_each_other_both_ways_round() -> None:
    for purpose, others in INCOMPATIBLE.items():
        for other in others:
            assert purpose in INCOMPATIBLE[other]
