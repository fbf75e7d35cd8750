"""The grid a programme declares: what makes it sound, and how a fault is told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from labelflow.domain.grid import Criterion, Grid
from tests.properties.grids import FOUR, criterion, family, small_grid


def faults_of(**changes: Any) -> list[tuple[str, tuple[int | str, ...], str]]:
    declared = small_grid().model_dump() | changes
    with pytest.raises(ValidationError) as caught:
        Grid.model_validate(declared)
    return [(fault["type"], fault["loc"], fault["msg"]) for fault in caught.value.errors()]


def criteria_with(code: str, /, **changes: Any) -> list[dict[str, Any]]:
    return [entry.model_dump() | (changes if entry.code == code else {}) for entry in small_grid().criteria]


def test_weights_of_families_sum_to_one_hundred() -> None:
    faults = faults_of(families=[family("A", 60), family("B", 39)])

    assert faults[0] == (
        "grid-weights",
        ("families",),
        "the weights of the families sum to 99: make them sum to 100",
    )


def test_points_of_a_family_sum_to_its_weight() -> None:
    faults = faults_of(criteria=criteria_with("B3", points=11))

    assert faults == [
        (
            "grid-points",
            ("families", 1, "weight"),
            "the criteria of family B sum to 41 points and it weighs 40: make them equal",
        )
    ]


def test_each_code_is_used_once() -> None:
    faults = faults_of(criteria=[*criteria_with(""), small_grid().criteria[0].model_dump()])

    assert ("grid-double-code", ("criteria", 6, "code"), "code A1 is used 2 times: give each its own") in faults


def test_a_double_code_is_told_where_it_comes_back() -> None:
    faults = faults_of(criteria=criteria_with("A3", code="A2"))

    assert [fault[:2] for fault in faults] == [("grid-double-code", ("criteria", 2, "code"))]


def test_a_family_code_is_used_once() -> None:
    faults = faults_of(families=[family("A", 60), family("A", 40)])

    assert ("grid-double-code", ("families", 1, "code")) in [fault[:2] for fault in faults]


def test_a_criterion_belongs_to_a_declared_family() -> None:
    faults = faults_of(criteria=criteria_with("A3", family="Z"))

    assert (
        "grid-family",
        ("criteria", 2, "family"),
        "criterion A3 belongs to family Z, which is not declared: declare it, or name another",
    ) in faults


def test_somebody_reads_each_criterion() -> None:
    faults = faults_of(criteria=criteria_with("A3", readers=frozenset()))

    assert [fault[:2] for fault in faults] == [("grid-readers", ("criteria", 2, "readers"))]


@pytest.mark.parametrize("gate", [-1, 4])
def test_a_gate_is_a_level_of_the_scale(gate: int) -> None:
    faults = faults_of(criteria=criteria_with("A1", gate=gate))

    assert [fault[:2] for fault in faults] == [("grid-gate", ("criteria", 0, "gate"))]


@pytest.mark.parametrize("gate", [0, 3])
def test_a_gate_may_be_the_lowest_or_the_highest_level(gate: int) -> None:
    declared = small_grid().model_dump() | {"criteria": criteria_with("A1", gate=gate)}

    assert Grid.model_validate(declared).by_code["A1"].gate == gate


def test_a_gate_always_applies() -> None:
    faults = faults_of(criteria=criteria_with("A1", na_able=True))

    assert [fault[:2] for fault in faults] == [("grid-gate-na", ("criteria", 0, "na_able"))]


def test_all_faults_are_told_at_once() -> None:
    faults = faults_of(criteria=criteria_with("A1", gate=7, points=21))

    assert [fault[0] for fault in faults] == ["grid-points", "grid-gate"]


def test_a_criterion_has_exactly_four_levels() -> None:
    declared = criterion("A1", 10).model_dump() | {"levels": FOUR[:3]}

    with pytest.raises(ValidationError):
        Criterion.model_validate(declared)


def test_an_unknown_key_is_a_fault() -> None:
    faults = faults_of(criteria=criteria_with("A1", gates=2))

    assert [fault[:2] for fault in faults] == [("extra_forbidden", ("criteria", 0, "gates"))]


def test_a_reader_sees_the_criteria_of_their_kind() -> None:
    grid = small_grid()

    assert [entry.code for entry in grid.criteria_for("peer")] == ["A2", "A3", "B1", "B2", "B3"]
    assert [entry.code for entry in grid.criteria_for("scientist")] == ["A1", "A2"]
    assert [entry.code for entry in grid.criteria_for("coordinator")] == ["B1"]


def test_gates_are_the_eliminatory_criteria() -> None:
    assert [entry.code for entry in small_grid().gates] == ["A1", "B1"]


def test_criteria_are_found_by_family_and_by_code() -> None:
    grid = small_grid()

    assert [entry.code for entry in grid.criteria_of("B")] == ["B1", "B2", "B3"]
    assert grid.by_code["B2"].points == 20
    assert grid.family_by_code["A"].minimum_percent == 60
