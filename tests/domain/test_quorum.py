"""The committee: quorum, proxies, majority, casting vote, recusals (CRPA R133-8 to R133-12)."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from labelflow.domain.quorum import (
    Attendance,
    Choice,
    CommitteeRules,
    Proxy,
    after_tie,
    ballot_refusals,
    decide,
    notice_is_sufficient,
    presiding,
    quorum,
    secret_ballot_due,
    sort_proxies,
    tally,
)

RULES = CommitteeRules()


def committee(size: int = 30, **changes: Any) -> Attendance:
    """Members 1 to `size`, all in office; nobody there unless `changes` say so."""
    changes = {name: frozenset(value) if name != "proxies" else value for name, value in changes.items()}
    return Attendance(**({"members_in_office": frozenset(range(1, size + 1)), "present": frozenset()} | changes))


def ballots(**choices: range) -> dict[int, Choice]:
    names: dict[str, Choice] = {"for_": "for", "against": "against", "abstain": "abstain"}
    return {member: names[name] for name, members in choices.items() for member in members}


def test_half_of_the_members_is_enough() -> None:
    assert quorum(committee(present=range(1, 16)), RULES).reached
    assert not quorum(committee(present=range(1, 15)), RULES).reached


def test_half_of_an_odd_number_is_rounded_up() -> None:
    result = quorum(committee(29, present=range(1, 15)), RULES)

    assert (result.required, result.counted, result.reached) == (15, 14, False)


def test_remote_members_and_proxies_count() -> None:
    attendance = committee(
        present=range(1, 6), remote=range(6, 11), proxies=tuple(Proxy(20 + n, n) for n in range(1, 6))
    )

    assert quorum(attendance, RULES).counted == 15


def test_a_member_both_in_the_room_and_remote_counts_once() -> None:
    assert quorum(committee(present=range(1, 6), remote=range(1, 6)), RULES).counted == 5


def test_the_recused_leave_both_sides_of_the_quorum() -> None:
    result = quorum(committee(present=range(1, 16), recused=range(14, 18)), RULES)

    assert (result.required, result.counted, result.reached) == (13, 13, True)


def test_the_quorum_never_goes_under_its_floor() -> None:
    assert quorum(committee(10, present=range(1, 7)), RULES).required == 7
    assert not quorum(committee(6, present=range(1, 7)), RULES).reached


def test_a_second_meeting_needs_no_quorum_but_somebody() -> None:
    assert quorum(committee(present=[1]), RULES, second_meeting=True).reached
    assert not quorum(committee(), RULES, second_meeting=True).reached
    assert not quorum(
        committee(present=[1]), CommitteeRules(second_meeting_without_quorum=False), second_meeting=True
    ).reached


def test_people_who_are_no_members_count_for_nothing() -> None:
    assert quorum(committee(present=range(25, 40)), RULES).counted == 6


@pytest.mark.parametrize(
    ("proxy", "changes", "reason"),
    [
        (Proxy(20, 1), {"recused": [20]}, "proxy-giver-recused"),
        (Proxy(20, 1), {"recused": [1]}, "proxy-holder-recused"),
        (Proxy(20, 1), {"remote": [20]}, "proxy-giver-present"),
        (Proxy(20, 19), {}, "proxy-holder-absent"),
        (Proxy(1, 1), {}, "proxy-to-oneself"),
        (Proxy(99, 1), {}, "proxy-giver-not-a-member"),
    ],
)
def test_a_proxy_without_effect_is_told_with_its_reason(proxy: Proxy, changes: dict[str, Any], reason: str) -> None:
    attendance = committee(present=range(1, 10), proxies=(proxy,), **changes)

    result = quorum(attendance, RULES)

    assert [void.reason for void in result.void_proxies] == [reason]
    assert result.counted == len(attendance.attending)


def test_one_person_holds_one_proxy_and_the_first_received_counts() -> None:
    valid, void = sort_proxies(committee(present=[1], proxies=(Proxy(20, 1), Proxy(21, 1))), RULES)

    assert valid == (Proxy(20, 1),)
    assert [(entry.proxy.giver, entry.reason) for entry in void] == [(21, "proxy-too-many")]


def test_a_programme_may_allow_two_proxies() -> None:
    attendance = committee(present=[1], proxies=(Proxy(20, 1), Proxy(21, 1), Proxy(22, 1)))

    assert sort_proxies(attendance, CommitteeRules(proxies_per_person=2))[0] == (Proxy(20, 1), Proxy(21, 1))


def test_a_member_gives_one_proxy() -> None:
    valid, void = sort_proxies(committee(present=[1, 2], proxies=(Proxy(20, 1), Proxy(20, 2))), RULES)

    assert valid == (Proxy(20, 1),)
    assert [entry.reason for entry in void] == ["proxy-given-twice"]


def test_a_void_proxy_leaves_room_for_another() -> None:
    attendance = committee(present=[1], recused=[20], proxies=(Proxy(20, 1), Proxy(21, 1)))

    assert sort_proxies(attendance, RULES)[0] == (Proxy(21, 1),)


def test_a_majority_of_those_present_or_represented_carries() -> None:
    result = tally(ballots(for_=range(1, 9), against=range(9, 16)), committee(present=range(1, 16)), RULES)

    assert (result.for_, result.against, result.abstentions, result.base) == (8, 7, 0, 15)
    assert result.carried


def test_an_abstention_weighs_as_a_vote_against() -> None:
    votes = ballots(for_=range(1, 8), against=range(8, 11), abstain=range(11, 16))
    attendance = committee(present=range(1, 16))

    assert not tally(votes, attendance, RULES).carried
    assert tally(votes, attendance, CommitteeRules(majority_base="cast")).carried


def test_a_programme_may_count_only_the_votes_cast() -> None:
    result = decide(1, 1, 1, CommitteeRules(majority_base="cast"))

    assert (result.base, result.carried, result.tie) == (2, False, True)


def test_who_is_there_and_does_not_vote_abstains() -> None:
    result = tally(ballots(for_=range(1, 8)), committee(present=range(1, 16)), RULES)

    assert (result.for_, result.abstentions, result.carried) == (7, 8, False)


def test_a_proxy_votes_as_its_holder_unless_it_says_otherwise() -> None:
    attendance = committee(present=[1, 2], proxies=(Proxy(20, 1), Proxy(21, 2)))

    result = tally({1: "for", 2: "for", 21: "against"}, attendance, RULES)

    assert (result.for_, result.against) == (3, 1)


def test_ballots_of_the_recused_the_absent_and_outsiders_are_void() -> None:
    attendance = committee(present=range(1, 10), recused=[1, 20], proxies=(Proxy(20, 2),))

    result = tally({1: "for", 2: "for", 15: "for", 20: "for", 99: "for"}, attendance, RULES)

    assert result.void_ballots == {1, 15, 20, 99}
    assert (result.for_, result.base) == (1, 8)


@pytest.mark.parametrize(
    ("choice", "others_for", "carried"), [("for", range(2, 9), True), ("against", range(2, 10), False)]
)
def test_the_chair_has_the_casting_vote(choice: Choice, others_for: range, carried: bool) -> None:
    votes = ballots(against=range(2, 17)) | ballots(for_=others_for) | {1: choice}

    result = tally(votes, committee(present=range(1, 17)), RULES, chair=1)

    assert (result.for_, result.against) == (8, 8)
    assert (result.carried, result.tie, result.casting_vote_used) == (carried, False, True)


def test_a_chair_who_abstains_breaks_no_tie() -> None:
    votes = ballots(for_=range(2, 9), against=range(9, 15))
    result = tally(votes, committee(present=range(1, 15)), RULES, chair=1)

    assert (result.carried, result.tie, result.casting_vote_used) == (False, True, False)


def test_a_recused_chair_has_no_casting_vote_and_the_deputy_presides() -> None:
    attendance = committee(present=range(1, 16), recused=[1])
    votes = ballots(for_=range(2, 9), against=range(9, 16))

    assert tally(votes, attendance, RULES, chair=1).tie
    assert presiding(1, [2, 3], attendance) == 2
    assert tally(votes, attendance, RULES, chair=2).carried


def test_the_first_deputy_who_is_there_and_free_presides() -> None:
    assert presiding(1, [2, 3], committee(present=[1, 2])) == 1
    assert presiding(1, [2, 3], committee(present=[3, 4], recused=[1, 2])) == 3
    assert presiding(1, [2, 3], committee(present=[4, 5])) is None


def test_a_secret_ballot_has_no_casting_vote() -> None:
    votes = ballots(for_=range(1, 9), against=range(9, 17))

    assert tally(votes, committee(present=range(1, 17)), RULES, chair=1).carried
    assert tally(votes, committee(present=range(1, 17)), RULES, chair=1, secret=True).tie


def test_a_programme_may_do_without_the_casting_vote() -> None:
    assert decide(8, 8, 0, CommitteeRules(casting_vote=False), casting="for").tie


def test_a_vote_of_nobody_carries_nothing() -> None:
    result = decide(0, 0, 0, RULES, casting="for")

    assert (result.carried, result.tie) == (False, False)


def test_a_first_tie_defers_and_a_second_refuses() -> None:
    assert (after_tie(0), after_tie(1)) == ("deferral", "refusal")


def test_every_reason_not_to_vote_is_given() -> None:
    attendance = committee(present=range(1, 10), recused=[3, 12])

    assert ballot_refusals(1, attendance, RULES) == ()
    assert _codes(ballot_refusals(12, attendance, RULES, evaluators=[12])) == [
        "vote-recused",
        "vote-by-evaluator",
        "vote-absent",
    ]
    assert _codes(ballot_refusals(99, attendance, RULES)) == ["vote-not-a-member", "vote-absent"]


def test_one_votes_for_another_only_with_a_proxy_that_counts() -> None:
    attendance = committee(present=range(1, 10), recused=[21], proxies=(Proxy(20, 1), Proxy(21, 2)))

    assert ballot_refusals(1, attendance, RULES, on_behalf_of=20) == ()
    assert _codes(ballot_refusals(2, attendance, RULES, on_behalf_of=21)) == ["vote-without-proxy"]
    assert _codes(ballot_refusals(3, attendance, RULES, on_behalf_of=20)) == ["vote-without-proxy"]


def _codes(refusals: Any) -> list[str]:
    return [refusal.code for refusal in refusals]


def test_a_third_of_those_who_attend_obtains_a_secret_ballot() -> None:
    attendance = committee(present=range(1, 10), recused=[9])

    assert secret_ballot_due([1], committee(present=range(1, 4)), RULES)
    assert not secret_ballot_due([1], committee(present=range(1, 5)), RULES)
    assert secret_ballot_due([1, 2, 3], attendance, RULES)
    assert not secret_ballot_due([1, 2, 9, 25], attendance, RULES)
    assert not secret_ballot_due([], attendance, CommitteeRules(secret_on_request_fraction=Fraction(0)))


def test_the_notice_leaves_five_days() -> None:
    meets_at = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)

    assert notice_is_sufficient(datetime(2026, 6, 5, 20, 0, tzinfo=UTC), meets_at, RULES)
    assert not notice_is_sufficient(datetime(2026, 6, 5, 22, 30, tzinfo=UTC), meets_at, RULES)


def test_shares_are_written_as_fractions_or_decimals() -> None:
    rules = CommitteeRules.model_validate({"quorum_fraction": "2/3", "secret_on_request_fraction": 0.25})

    assert (rules.quorum_fraction, rules.secret_on_request_fraction) == (Fraction(2, 3), Fraction(1, 4))


@pytest.mark.parametrize(
    "declared", [{"quorum_fraction": "3/2"}, {"quorum_fraction": -0.1}, {"floor": 0}, {"majority": "cast"}]
)
def test_rules_that_make_no_sense_are_refused(declared: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CommitteeRules.model_validate(declared)
