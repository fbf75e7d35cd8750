"""What declared links do by the programme's rules, and how far ties between structures carry a link: properties."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.conflicts import (
    ConflictRule,
    Link,
    Tie,
    clearable,
    conflicts_between,
    declared_blocks,
    widened,
)

CODES = ("SELF", "FAMILY", "FUNDING", "COMPETITOR", "DISPUTE")
PURPOSES = ("review", "instruction", "report", "decision")
DAY = date(2026, 1, 1)

code = st.sampled_from(CODES)
structure = st.integers(1, 6)
days = st.integers(0, 900).map(lambda number: DAY + timedelta(days=number))
periods = st.tuples(days, st.one_of(st.none(), st.integers(0, 400))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)
links = st.builds(lambda one, to, dates: Link(one, 1, to, *dates), code, structure, periods)
ties = st.one_of(
    st.builds(lambda of, to: Tie("kin", of, to), structure, structure),
    st.builds(
        lambda kind, of, to, dates: Tie(kind, of, to, *dates),
        st.sampled_from(("above", "partner")),
        structure,
        structure,
        periods,
    ),
)
rules = st.lists(
    st.builds(
        lambda one, effect, purposes: ConflictRule(code=one, effect=effect, applies_to=frozenset(purposes)),
        code,
        st.sampled_from(("block", "declare", "coordinator_decides")),
        st.sets(st.sampled_from(PURPOSES), min_size=1),
    ),
    max_size=6,
)


@given(declared=st.lists(code), known=rules, cleared=st.sets(code))
def test_a_declared_link_keeps_out_as_its_rule_says(
    declared: list[str], known: list[ConflictRule], cleared: set[str]
) -> None:
    kept_out = declared_blocks(declared, known, "review", cleared)

    for one in set(declared):
        mine = [rule for rule in known if rule.code == one]
        effects = {rule.effect for rule in mine if "review" in rule.applies_to}
        expected = one not in cleared and (not mine or bool(effects & {"block", "coordinator_decides"}))
        assert (one in kept_out) == expected


@given(declared=st.lists(code), known=rules)
def test_the_coordination_clears_only_what_is_left_to_it(declared: list[str], known: list[ConflictRule]) -> None:
    may = clearable(declared, known, "review")

    assert may <= set(declared_blocks(declared, known, "review"))
    assert not any(rule.code in may and rule.effect == "block" and "review" in rule.applies_to for rule in known)
    assert not set(declared_blocks(declared, known, "review", may)) & may


@given(known=rules, link=links, on=days)
def test_a_link_that_is_only_to_be_declared_never_blocks_where_the_same_rule_says_so(
    known: list[ConflictRule], link: Link, on: date
) -> None:
    found = conflicts_between([link], {link.structure}, rules=known, purpose="review", today=on)
    effects = {conflict.effect for conflict in found}

    if effects == {"declare"}:
        assert declared_blocks([link.code], known, "review") == ()


@given(own=st.lists(links, max_size=4), between=st.lists(ties, max_size=6))
def test_ties_only_add_links_and_adding_them_again_adds_nothing(own: list[Link], between: list[Tie]) -> None:
    once = widened(own, between)

    assert set(own) <= set(once)
    assert set(widened(once, between)) == set(once)
    assert set(widened(own, [])) == set(own)


@given(own=st.lists(links, max_size=4), between=st.lists(ties, max_size=6))
def test_no_link_reaches_longer_than_its_cause(own: list[Link], between: list[Tie]) -> None:
    first = min((link.starts_on for link in own), default=DAY)
    for link in set(widened(own, between)) - set(own):
        assert link.starts_on >= first
        assert link.ends_on is None or link.ends_on >= link.starts_on
        if link.ends_on is None:
            assert any(one.ends_on is None for one in own)


@given(own=st.lists(links, max_size=4), between=st.lists(ties, max_size=6))
def test_one_legal_person_shares_every_link_and_a_federation_only_belonging(
    own: list[Link], between: list[Tie]
) -> None:
    reached = set(widened(own, between))

    for tie in between:
        for link in reached:
            same = {(one.code, one.starts_on, one.ends_on) for one in reached if one.structure == tie.to}
            if link.structure == tie.of and tie.kind == "kin":
                assert (link.code, link.starts_on, link.ends_on) in same
    if all(tie.kind == "above" for tie in between):
        assert {one.code for one in reached - set(own)} <= {"SELF"}
    if all(tie.kind == "partner" for tie in between):
        assert {one.code for one in reached - set(own)} <= {"FUNDING"}
