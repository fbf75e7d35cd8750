"""Which failures can be mended in time, and which were."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.grid import Grid
from labelflow.domain.mending import correctable_gates, corrected_gates, uncorrectable
from labelflow.domain.proposal import WORST_TO_BEST, Circumstances, propose
from labelflow.domain.scoring import Thresholds, score
from labelflow.programmes.loader import shipped
from tests.properties.grids import FOUR, criterion, family, reading

MACHINE = shipped("sciences-en-occitanie").machines["application"]
"""It allows one deferral."""

MONTHS = st.one_of(st.none(), st.integers(1, 24))


def grid(*months: int | None) -> Grid:
    """A gate, A1, and ordinary criteria, each with the months that mending it takes."""
    points = 100 // len(months)
    criteria = [
        criterion(f"A{number}", points, gate=2 if number == 1 else None, mended_in_months=one)
        for number, one in enumerate(months, start=1)
    ]
    return Grid(version="essai", scale=FOUR, families=(family("A", 100),), criteria=tuple(criteria))


def test_a_gate_is_mended_only_where_the_grid_says_how_soon() -> None:
    def mended(months: int | None) -> bool:
        return bool(correctable_gates(grid(months, 1), Thresholds(), MACHINE, 0))

    assert [mended(months) for months in (None, 1, 3, 4)] == [False, True, True, False]


def test_no_gate_is_mended_once_no_deferral_is_left() -> None:
    assert correctable_gates(grid(1, 1), Thresholds(), MACHINE, 1) == frozenset()


def test_an_ordinary_criterion_is_mended_unless_the_grid_says_how_late() -> None:
    assert uncorrectable(grid(12, None, 6, 7), Thresholds()) == {"A4"}


@given(months=st.lists(MONTHS, min_size=4, max_size=4), within=st.integers(0, 24))
def test_more_time_mends_more(months: list[int | None], within: int) -> None:
    one, bars = grid(*months), [Thresholds(gate_mending_months=n, major_mending_months=n) for n in (within, within + 1)]

    early, late = (correctable_gates(one, bar, MACHINE, 0) for bar in bars)
    assert early <= late
    early, late = (uncorrectable(one, bar) for bar in bars)
    assert early >= late


@given(before=st.integers(0, 3), now=st.integers(0, 3), others=st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_a_corrected_gate_is_never_worse_than_one_that_still_fails(before: int, now: int, others: list[int]) -> None:
    one, bars = grid(3, None, None, 12), Thresholds()

    def scored(level: int) -> Any:
        marks = {"A1": level, "A2": others[0], "A3": others[1], "A4": others[2]}
        return score(one, [reading(1, "peer", **marks), reading(2, "peer", **marks)], bars)

    failed_before = scored(before).gates_in("failed")

    def proposed(level: int) -> Any:
        scores = scored(level)
        corrected = corrected_gates(scores, failed_before)
        return propose(
            one, scores, bars, Circumstances(corrected_gates=corrected, uncorrectable=uncorrectable(one, bars))
        )

    found = proposed(now)
    assert WORST_TO_BEST.index(found.outcome) >= WORST_TO_BEST.index(proposed(0).outcome)
    if before < 2 <= now:
        assert "A1" in found.majors
        assert found.outcome != "favorable", "a gate that was corrected keeps a reservation"
