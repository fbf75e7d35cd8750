"""Properties of scores and proposals (invariants 17, 18 and 19 of the domain reference)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from labelflow.domain.grid import Grid
from labelflow.domain.proposal import WORST_TO_BEST, Circumstances, explain, propose
from labelflow.domain.scoring import ThirdReaderRule, Thresholds, percent, score
from labelflow.domain.second_opinion import third_reader_reasons
from tests.properties.grids import cases, grids

if TYPE_CHECKING:
    from labelflow.domain.scoring import Mark, Reading

Case = tuple[Grid, list["Reading"]]


@st.composite
def thresholds(draw: st.DrawFn) -> Thresholds:
    low, total, renewal = sorted(draw(st.tuples(*[st.integers(0, 100)] * 3)))
    return Thresholds(
        total=total,
        renewal_total=renewal,
        with_reservations_total=low,
        max_majors=draw(st.integers(0, 3)),
        minors_per_major=draw(st.integers(1, 5)),
        gate_confirmations=draw(st.integers(1, 3)),
    )


@st.composite
def circumstances(draw: st.DrawFn, grid: Grid) -> Circumstances:
    codes = st.frozensets(st.sampled_from([criterion.code for criterion in grid.criteria]))
    gates = [gate.code for gate in grid.gates]
    some_gates = st.frozensets(st.sampled_from(gates)) if gates else st.just(frozenset())
    return Circumstances(
        renewal=draw(st.booleans()),
        open_reservations=draw(st.integers(0, 2)),
        correctable_gates=draw(some_gates),
        corrected_gates=draw(some_gates),
        uncorrectable=draw(codes),
    )


@given(cases(), st.data())
def test_raising_a_level_never_worsens_the_proposal(case: Case, data: st.DataObject) -> None:
    grid, readings = case
    bars = data.draw(thresholds())
    facts = data.draw(circumstances(grid))
    raisable = [
        (index, code)
        for index, one in enumerate(readings)
        for code, mark in one.marks.items()
        if isinstance(mark, int) and mark < 3
    ]
    assume(raisable)
    index, code = data.draw(st.sampled_from(raisable))
    one = readings[index]
    better = list(readings)
    raised: dict[Mark, Mark] = {0: 1, 1: 2, 2: 3}
    better[index] = replace(one, marks={**one.marks, code: raised[one.marks[code]]})

    before = propose(grid, score(grid, readings, bars), bars, facts)
    after = propose(grid, score(grid, better, bars), bars, facts)

    assert WORST_TO_BEST.index(after.outcome) >= WORST_TO_BEST.index(before.outcome)
    assert (after.total or 0) >= (before.total or 0)


@given(cases(), st.data())
def test_the_order_of_readers_changes_nothing(case: Case, data: st.DataObject) -> None:
    grid, readings = case
    bars, shuffled = Thresholds(), data.draw(st.permutations(readings))

    assert score(grid, shuffled, bars) == score(grid, readings, bars)


@given(cases())
def test_all_figures_stay_on_their_scales(case: Case) -> None:
    grid, readings = case
    scores = score(grid, readings, Thresholds())

    assert all(entry.value is None or 0 <= entry.value <= 3 for entry in scores.criteria)
    assert all(part.percent is None or 0 <= part.percent <= 100 for part in scores.families)
    assert scores.total is None or 0 <= scores.total <= 100


@given(cases())
def test_a_family_is_exactly_what_its_remaining_criteria_give(case: Case) -> None:
    grid, readings = case
    scores = score(grid, readings, Thresholds())

    for part in scores.families:
        own = [entry for entry in scores.criteria if entry.criterion.family == part.family.code]
        assert part.percent == percent([entry for entry in own if entry.applies])


@given(cases(answers=(0, 1, 2, 3)), st.data())
def test_without_object_never_raises_a_family_above_what_the_others_give(case: Case, data: st.DataObject) -> None:
    grid, readings = case
    able = [entry for entry in grid.criteria if entry.na_able]
    assume(able)
    chosen = data.draw(st.sampled_from(able))
    without = [
        replace(one, marks={code: "na" if code == chosen.code else mark for code, mark in one.marks.items()})
        for one in readings
    ]

    family = next(part for part in score(grid, without, Thresholds()).families if part.family.code == chosen.family)
    others = percent(
        entry
        for entry in score(grid, readings, Thresholds()).criteria
        if entry.criterion.family == chosen.family and entry.criterion != chosen
    )

    assert family.percent == others


@given(cases(answers=(0, 1, 2, 3, "na")))
def test_a_gate_always_applies(case: Case) -> None:
    grid, readings = case
    scores = score(grid, readings, Thresholds())

    assert all(entry.applies for entry in scores.criteria if entry.criterion.is_gate)


@given(cases(), st.data())
def test_a_favourable_proposal_has_every_gate_met_or_corrected(case: Case, data: st.DataObject) -> None:
    grid, readings = case
    bars, facts = data.draw(thresholds()), data.draw(circumstances(grid))
    scores = score(grid, readings, bars)

    proposal = propose(grid, scores, bars, facts)

    if proposal.outcome.startswith("favorable"):
        unmet = set(scores.gates_in("failed", "doubtful", "unjudged"))
        assert unmet <= facts.corrected_gates
        assert unmet <= set(proposal.majors)
        assert scores.unjudged == ()
    if proposal.outcome != "favorable":
        assert proposal.reasons


@given(cases())
def test_the_explanation_adds_up(case: Case) -> None:
    grid, readings = case
    scores = score(grid, readings, Thresholds())
    effects = explain(scores)

    assert sum(effect.gained for effect in effects) == (scores.total or 0)
    assert sum(effect.weight for effect in effects) == (0 if scores.total is None else 100)
    assert all(effect.gained + effect.lost == effect.weight for effect in effects)


@given(cases())
def test_peers_who_mark_alike_call_no_third(case: Case) -> None:
    grid, readings = case
    first = next(one for one in readings if one.role == "peer")
    twins = [replace(first, reader=1, recommendation=None), replace(first, reader=2, recommendation=None)]

    assert third_reader_reasons(grid, twins, ThirdReaderRule(), Thresholds()) == ()


@given(cases(), st.data())
def test_a_third_peer_is_called_whichever_read_first(case: Case, data: st.DataObject) -> None:
    grid, readings = case
    peers = [one for one in readings if one.role == "peer"][:2]

    assert third_reader_reasons(grid, peers, ThirdReaderRule(), Thresholds()) == third_reader_reasons(
        grid, data.draw(st.permutations(peers)), ThirdReaderRule(), Thresholds()
    )


@given(grids(), st.integers(-20, 20).filter(bool), st.data())
def test_a_grid_whose_points_do_not_make_one_hundred_is_refused(grid: Grid, change: int, data: st.DataObject) -> None:
    declared = grid.model_dump()
    index = data.draw(st.integers(0, len(grid.criteria) - 1))
    points = declared["criteria"][index]["points"] + change
    assume(1 <= points <= 100)
    declared["criteria"] = [
        entry | {"points": points} if place == index else entry for place, entry in enumerate(declared["criteria"])
    ]

    with pytest.raises(ValidationError, match="make them equal"):
        Grid.model_validate(declared)
    assert sum(part.weight for part in grid.families) == sum(entry.points for entry in grid.criteria) == 100
