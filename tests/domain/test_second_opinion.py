"""When another reader is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.domain.scoring import Mark, ThirdReaderRule, Thresholds
from labelflow.domain.second_opinion import second_scientist_reasons, third_reader_reasons
from tests.properties.grids import reading, small_grid, wide_grid

if TYPE_CHECKING:
    from labelflow.domain.scoring import Reading

RULE = ThirdReaderRule()
PEER: dict[str, Mark] = {"A2": 2, "A3": 2, "B1": 2, "B2": 2, "B3": 2}
WIDE: dict[str, Mark] = {f"A{number}": 2 for number in range(1, 11)}


def third_codes(*readings: Reading, rule: ThirdReaderRule = RULE) -> list[str]:
    return [reason.code for reason in third_reader_reasons(wide_grid(), readings, rule, Thresholds())]


def test_two_peers_who_agree_need_no_third() -> None:
    assert third_codes(reading(1, "peer", "favorable", **WIDE), reading(2, "peer", "reserved", **WIDE)) == []


def test_opposed_recommendations_call_a_third_peer() -> None:
    one, other = reading(1, "peer", "favorable", **WIDE), reading(2, "peer", "unfavorable", **WIDE)

    assert third_codes(one, other) == ["third-reader-opposed"]
    assert third_codes(one, other, rule=ThirdReaderRule(opposed_recommendations=False)) == []


def test_twenty_points_apart_call_a_third_peer() -> None:
    near = reading(2, "peer", **(WIDE | dict.fromkeys(("A2", "A3", "A4", "A5", "A6"), 3)))
    far = reading(2, "peer", **(WIDE | dict.fromkeys(("A2", "A3", "A4", "A5", "A6", "A7"), 3)))

    assert third_codes(reading(1, "peer", **WIDE), near) == []
    assert third_codes(reading(1, "peer", **WIDE), far) == ["third-reader-gap"]


def test_a_gate_judged_differently_calls_a_third_peer() -> None:
    assert third_codes(reading(1, "peer", **WIDE), reading(2, "peer", **(WIDE | {"A1": 1}))) == ["third-reader-gate"]


def test_five_criteria_two_levels_apart_call_a_third_peer() -> None:
    one: dict[str, Mark] = WIDE | {"A2": 1, "A3": 1, "A4": 3, "A5": 3, "A6": 1}
    four: dict[str, Mark] = WIDE | {"A2": 3, "A3": 3, "A4": 1, "A5": 1, "A6": 2}

    assert third_codes(reading(1, "peer", **one), reading(2, "peer", **four)) == []
    assert third_codes(reading(1, "peer", **one), reading(2, "peer", **(four | {"A6": 3}))) == [
        "third-reader-divergent"
    ]


def test_who_cannot_judge_is_not_far_from_who_can() -> None:
    low = reading(1, "peer", **dict.fromkeys(WIDE, 2))
    unsure = reading(2, "peer", **(WIDE | dict.fromkeys(("A4", "A5", "A6", "A7", "A8"), "insufficient")))

    assert third_codes(low, unsure) == []
    assert third_codes(unsure, low) == []


def test_all_reasons_are_given_at_once() -> None:
    low: dict[str, Mark] = dict.fromkeys(WIDE, 0)

    assert third_codes(reading(1, "peer", "favorable", **WIDE), reading(2, "peer", "unfavorable", **low)) == [
        "third-reader-opposed",
        "third-reader-gap",
        "third-reader-gate",
        "third-reader-divergent",
    ]


def test_one_peer_alone_or_three_peers_call_nobody() -> None:
    one, other = reading(1, "peer", "favorable", **WIDE), reading(2, "peer", "unfavorable", **WIDE)

    assert third_codes(one) == []
    assert third_codes(one, other, reading(3, "peer", **WIDE)) == []


def test_scientists_and_document_checks_are_no_peers() -> None:
    scientist = reading(9, "scientist", "unfavorable", A1=0, A2=0)

    assert (
        third_reader_reasons(
            small_grid(),
            [reading(1, "peer", "favorable", **PEER), reading(2, "peer", "favorable", **PEER), scientist],
            ThirdReaderRule(),
            Thresholds(),
        )
        == ()
    )


@pytest.mark.parametrize(
    ("recommendation", "a1", "codes"),
    [
        ("favorable", 2, []),
        ("reserved", 2, ["second-scientist-opinion"]),
        ("unfavorable", 2, ["second-scientist-opinion"]),
        ("favorable", 1, ["second-scientist-gate"]),
        ("favorable", "insufficient", ["second-scientist-gate"]),
        ("unfavorable", 0, ["second-scientist-opinion", "second-scientist-gate"]),
    ],
)
def test_a_reserved_opinion_or_a_gate_in_doubt_calls_a_second_scientist(
    recommendation: str, a1: Mark, codes: list[str]
) -> None:
    readings = [reading(9, "scientist", recommendation, A1=a1, A2=2)]

    assert [reason.code for reason in second_scientist_reasons(small_grid(), readings)] == codes


def test_two_scientists_call_no_other() -> None:
    readings = [reading(number, "scientist", "unfavorable", A1=0, A2=0) for number in (1, 2)]

    assert second_scientist_reasons(small_grid(), readings) == ()
