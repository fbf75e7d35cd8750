"""From marks to figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from labelflow.domain.scoring import (
    Mark,
    ReaderMark,
    Reading,
    Scores,
    Thresholds,
    foreign_marks,
    gate_state,
    missing_comments,
    missing_marks,
    percent,
    score,
)
from tests.properties.grids import criterion, reading, small_grid

DEFAULTS = Thresholds()


def scored(*readings: Reading) -> Scores:
    return score(small_grid(), readings, DEFAULTS)


def test_a_value_is_the_mean_of_the_readers_of_the_criterion() -> None:
    scores = scored(reading(1, "peer", A2=1), reading(2, "peer", A2=2), reading(3, "scientist", A2=2))

    assert scores.by_code["A2"].value == Fraction(5, 3)
    assert scores.by_code["A2"].levels == (1, 2, 2)


def test_a_mark_of_somebody_who_does_not_read_the_criterion_counts_for_nothing() -> None:
    scores = scored(reading(1, "peer", A1=0), reading(3, "scientist", A1=3))

    assert scores.by_code["A1"].value == 3
    assert scores.by_code["A1"].marks == (ReaderMark("scientist", 3, 3),)


@pytest.mark.parametrize(("levels", "divergent"), [((1, 2), False), ((1, 3), True), ((0, 2), True), ((2, 2), False)])
def test_two_levels_apart_is_a_divergence(levels: tuple[int, int], divergent: bool) -> None:
    scores = scored(reading(1, "peer", A3=levels[0]), reading(2, "peer", A3=levels[1]))

    assert scores.divergent == (("A3",) if divergent else ())


def test_not_agreeing_that_a_criterion_applies_is_a_divergence_and_it_counts() -> None:
    scores = scored(reading(1, "peer", B2="na"), reading(2, "peer", B2=2))

    assert scores.divergent == ("B2",)
    assert scores.by_code["B2"].applies
    assert scores.by_code["B2"].value == 2


def test_a_criterion_without_object_leaves_the_denominator() -> None:
    marks: dict[str, Mark] = {"B1": 2, "B2": "na", "B3": 1}
    scores = scored(reading(1, "peer", **marks), reading(2, "peer", **marks))

    assert not scores.by_code["B2"].applies
    assert scores.families[1].percent == Fraction(100 * (10 * 2 + 10 * 1), 3 * 20)


def test_one_reader_is_enough_to_set_a_criterion_aside() -> None:
    assert not scored(reading(1, "peer", B2="na")).by_code["B2"].applies


def test_a_criterion_that_nobody_marked_applies_and_is_unjudged() -> None:
    scores = scored(reading(1, "peer", A3=2))

    assert scores.by_code["B2"].applies
    assert "B2" in scores.unjudged


def test_without_object_on_a_gate_removes_nothing() -> None:
    scores = scored(reading(3, "scientist", A1="na"))

    assert scores.by_code["A1"].applies
    assert scores.unjudged[0] == "A1"
    assert scores.gates_in("unjudged") == ("A1", "B1")


def test_insufficient_evidence_is_not_a_zero() -> None:
    scores = scored(reading(1, "peer", A3="insufficient", B3=2), reading(2, "peer", A3="insufficient", B3=2))

    assert "A3" in scores.unjudged
    assert scores.by_code["A3"].value is None
    assert scores.total == Fraction(200, 3)


def test_one_reader_who_cannot_judge_leaves_the_other_mark() -> None:
    scores = scored(reading(1, "peer", A3="insufficient"), reading(2, "peer", A3=1))

    assert scores.by_code["A3"].value == 1
    assert "A3" not in scores.unjudged


def test_families_and_total_weigh_by_points() -> None:
    peer: dict[str, Mark] = {"A2": 3, "A3": 0, "B1": 2, "B2": 2, "B3": 2}
    scores = scored(reading(1, "peer", **peer), reading(2, "peer", **peer), reading(3, "scientist", A1=2, A2=3))

    assert [part.percent for part in scores.families] == [
        Fraction(100 * (20 * 2 + 30 * 3), 3 * 60),
        Fraction(200, 3),
    ]
    assert scores.total == Fraction(100 * (40 + 90 + 80), 300)


def test_means_of_two_and_of_three_readers_add_up_exactly() -> None:
    scores = scored(reading(1, "peer", A2=1, A3=0), reading(2, "peer", A2=2, A3=1), reading(3, "scientist", A2=2))

    assert scores.total == 100 * (30 * Fraction(5, 3) + 10 * Fraction(1, 2)) / (3 * 40)


def test_a_family_under_its_minimum_is_told() -> None:
    peer: dict[str, Mark] = {"A2": 3, "A3": 3, "B1": 2, "B2": 1, "B3": 1}
    scores = scored(reading(1, "peer", **peer), reading(3, "scientist", A1=3, A2=3))

    assert [part.minimum_met for part in scores.families] == [True, False]


def test_a_family_exactly_at_its_minimum_reaches_it() -> None:
    scores = scored(reading(1, "peer", B1=3, B2=1, B3=1))

    assert scores.families[1].percent == 50
    assert scores.families[1].minimum_met


def test_nothing_judged_has_no_percentage() -> None:
    assert percent([]) is None
    assert scored().total is None


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ([("peer", 2), ("peer", 3)], "met"),
        ([("peer", 2)], "met"),
        ([("peer", 1)], "doubtful"),
        ([("peer", 1), ("peer", 2)], "doubtful"),
        ([("peer", 0), ("peer", 1)], "failed"),
        ([("peer", 1), ("peer", 2), ("peer", 2)], "met"),
        ([("peer", 1), ("peer", 1), ("peer", 3)], "failed"),
        ([("coordinator", 1)], "failed"),
        ([("coordinator", 1), ("peer", 3), ("peer", 3)], "failed"),
        ([("coordinator", 2), ("peer", 1), ("peer", 1)], "failed"),
        ([("coordinator", 2), ("peer", 1)], "doubtful"),
        ([("peer", "insufficient")], "unjudged"),
        ([("peer", "insufficient"), ("peer", 2)], "met"),
        ([], "unjudged"),
    ],
)
def test_a_gate_fails_by_two_readers_or_by_the_document_check(marks: list[tuple[str, Mark]], state: str) -> None:
    entries = [ReaderMark(role, number, mark) for number, (role, mark) in enumerate(marks)]  # type: ignore[arg-type]

    assert gate_state(2, entries, confirmations=2) == state


@pytest.mark.parametrize(
    ("levels", "reservation"),
    [
        ((0, 0), "major"),
        ((0, 1), "minor"),
        ((1, 1), "minor"),
        ((0, 2), "minor"),
        ((1, 2), None),
        ((2, 2), None),
    ],
)
def test_a_zero_is_a_major_reservation_and_a_one_a_minor(levels: tuple[int, int], reservation: str | None) -> None:
    scores = scored(reading(1, "peer", A3=levels[0]), reading(2, "peer", A3=levels[1]))

    assert scores.by_code["A3"].reservation == reservation


def test_a_programme_may_be_stricter_on_means() -> None:
    strict = Thresholds(major_below=Fraction(1), minor_below=Fraction(2))
    scores = score(small_grid(), [reading(1, "peer", A3=0, B3=1), reading(2, "peer", A3=1, B3=2)], strict)

    assert scores.reservations("major") == ("A3",)
    assert scores.reservations("minor") == ("B3",)


def test_a_review_misses_the_criteria_without_a_mark() -> None:
    assert missing_marks(small_grid(), "peer", {"A2": 2, "B1": "insufficient", "B2": "na"}) == ("A3", "B3")


def test_a_review_may_not_mark_what_others_read_nor_declare_a_gate_without_object() -> None:
    assert foreign_marks(small_grid(), "peer", {"A1": 2, "B1": "na", "B2": "na", "Z9": 1}) == ("A1", "B1", "Z9")


def test_comments_are_due_for_all_but_conforme_and_insufficient_evidence() -> None:
    marks: dict[str, Mark] = {"A2": 0, "A3": 1, "B1": 2, "B2": "na", "B3": 3, "C1": "insufficient", "C2": 3}

    assert missing_comments(marks, {"C2": "partagé", "A3": "  "}) == ("A2", "A3", "B2", "B3")


def test_a_criterion_carries_its_texts_in_each_language() -> None:
    assert criterion("A1", 10).name == {"fr": "A1"}
