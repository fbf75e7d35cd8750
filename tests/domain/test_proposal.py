"""What the figures propose, with the thresholds of the domain reference (section 4.4)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.domain.proposal import FIRST_APPLICATION, Circumstances, Proposal, explain, propose, shown_percent
from labelflow.domain.scoring import Mark, Thresholds, score
from tests.properties.grids import reading, small_grid, wide_grid

if TYPE_CHECKING:
    from labelflow.domain.grid import Grid
    from labelflow.domain.scoring import Reading

TWOS = [f"A{number}" for number in range(1, 9)]
GOOD: dict[str, Mark] = {"A1": 2, "A2": 2, "A3": 2, "B1": 2, "B2": 2, "B3": 2}


def read_alike(grid: Grid, **marks: Any) -> list[Reading]:
    return [
        reading(number, role, **{code: mark for code, mark in marks.items() if role in grid.by_code[code].readers})
        for number, role in enumerate(("peer", "peer", "scientist", "scientist"), start=1)
    ]


def proposed(circumstances: Circumstances = FIRST_APPLICATION, /, **marks: Any) -> Proposal:
    grid, bars = small_grid(), Thresholds()
    return propose(grid, score(grid, read_alike(grid, **(GOOD | marks)), bars), bars, circumstances)


def proposed_wide(circumstances: Circumstances = FIRST_APPLICATION, /, **marks: Any) -> Proposal:
    grid, bars = wide_grid(), Thresholds()
    every: dict[str, Mark] = {f"A{number}": 3 for number in range(1, 11)}
    return propose(grid, score(grid, read_alike(grid, **(every | marks)), bars), bars, circumstances)


def reason_codes(proposal: Proposal) -> list[str]:
    return [reason.code for reason in proposal.reasons]


def test_all_conforme_is_favourable_without_a_reason_against() -> None:
    proposal = proposed()

    assert proposal.outcome == "favorable"
    assert proposal.total == Fraction(200, 3)
    assert proposal.reasons == ()


def test_a_major_reservation_is_proposed_with_reservations() -> None:
    proposal = proposed_wide(A4=0)

    assert proposal.outcome == "favorable_with_reservations"
    assert proposal.majors == ("A4",)
    assert reason_codes(proposal) == ["proposal-majors"]


def test_three_major_reservations_are_too_many() -> None:
    assert proposed_wide(A4=0, A5=0).outcome == "favorable_with_reservations"
    assert proposed_wide(A4=0, A5=0, A6=0).outcome == "unfavorable"


def test_five_minor_reservations_weigh_as_a_major_one() -> None:
    four: dict[str, Mark] = {"A4": 1, "A5": 1, "A6": 1, "A7": 1}

    assert proposed_wide(**four).outcome == "favorable"
    assert proposed_wide(**four, A8=1).outcome == "favorable_with_reservations"
    assert reason_codes(proposed_wide(**four, A8=1)) == ["proposal-minors"]


def test_a_major_reservation_that_cannot_be_mended_in_time_is_unfavourable() -> None:
    proposal = proposed_wide(Circumstances(uncorrectable=frozenset({"A4"})), A4=0)

    assert proposal.outcome == "unfavorable"
    assert reason_codes(proposal) == ["proposal-majors", "proposal-uncorrectable"]


def test_a_family_under_its_minimum_is_not_plainly_favourable() -> None:
    proposal = proposed(A2=3, B2=1, B3=1)

    assert proposal.total is not None
    assert proposal.total > 60
    assert proposal.outcome == "favorable_with_reservations"
    assert reason_codes(proposal) == ["proposal-families-low"]


def test_under_fifty_is_unfavourable() -> None:
    proposal = proposed(A2=1, A3=1, B2=1, B3=1)

    assert proposal.outcome == "unfavorable"
    assert "proposal-total-low" in reason_codes(proposal)


def test_reaching_a_bar_exactly_is_enough() -> None:
    sixty = proposed_wide(**dict.fromkeys(TWOS, 2), A9=1, A10=1)
    under = proposed_wide(**dict.fromkeys(TWOS[:-1], 2), A8=1, A9=1, A10=1)

    assert (sixty.total, sixty.outcome, sixty.reasons) == (Fraction(60), "favorable", ())
    assert (under.total, under.outcome) == (Fraction(170, 3), "favorable_with_reservations")
    assert reason_codes(under) == ["proposal-total-low"]


def test_fifty_is_enough_for_reservations_and_less_is_not() -> None:
    fifty = proposed_wide(**dict.fromkeys(TWOS[:5], 2), A6=1, A7=1, A8=1, A9=1, A10=1)
    under = proposed_wide(**dict.fromkeys(TWOS[:4], 2), A5=1, A6=1, A7=1, A8=1, A9=1, A10=1)

    assert (fifty.total, fifty.outcome) == (Fraction(50), "favorable_with_reservations")
    assert (under.total, under.outcome) == (Fraction(140, 3), "unfavorable")


def test_minor_reservations_weigh_with_the_major_ones() -> None:
    grid, bars = wide_grid(), Thresholds(minors_per_major=2)
    marks: dict[str, Any] = {f"A{number}": 3 for number in range(1, 11)} | {"A4": 0, "A5": 0, "A6": 1}

    def outcome(**more: Any) -> str:
        return propose(grid, score(grid, read_alike(grid, **(marks | more)), bars), bars).outcome

    assert outcome() == "favorable_with_reservations"
    assert outcome(A7=1) == "unfavorable"


def test_a_renewal_must_reach_a_higher_bar() -> None:
    first, again = proposed(), proposed(Circumstances(renewal=True))

    assert (first.outcome, again.outcome) == ("favorable", "favorable_with_reservations")
    assert [dict(reason.details) for reason in again.reasons] == [{"total": 66.6, "bar": 70}]


def test_a_reservation_left_open_weighs_as_a_major_one_at_renewal() -> None:
    assert proposed_wide(Circumstances(renewal=True)).outcome == "favorable"
    assert proposed_wide(Circumstances(renewal=True, open_reservations=1)).outcome == "favorable_with_reservations"
    assert proposed_wide(Circumstances(renewal=True, open_reservations=3)).outcome == "unfavorable"


def test_a_failed_gate_is_unfavourable_whatever_the_total() -> None:
    proposal = proposed_wide(A1=1)

    assert proposal.outcome == "unfavorable"
    assert proposal.total == Fraction(280, 3)
    assert reason_codes(proposal) == ["proposal-gates-failed"]


def test_a_failed_gate_that_can_be_mended_is_deferred() -> None:
    assert proposed_wide(Circumstances(correctable_gates=frozenset({"A1"})), A1=1).outcome == "deferral"


def test_a_gate_corrected_in_time_is_a_major_reservation() -> None:
    proposal = proposed_wide(Circumstances(corrected_gates=frozenset({"A1"})), A1=1)

    assert proposal.outcome == "favorable_with_reservations"
    assert proposal.majors == ("A1",)
    assert proposal.minors == ()


def test_a_gate_doubted_by_one_reader_only_is_deferred() -> None:
    grid, bars = small_grid(), Thresholds()
    readings = read_alike(grid, **GOOD)
    readings[0] = reading(1, "peer", A2=2, A3=2, B1=1, B2=2, B3=2)

    proposal = propose(grid, score(grid, readings, bars), bars)

    assert proposal.outcome == "deferral"
    assert reason_codes(proposal) == ["proposal-gates-doubtful"]


def test_missing_evidence_alone_defers_and_never_refuses() -> None:
    proposal = proposed(B3="insufficient", A3="insufficient")

    assert proposal.outcome == "deferral"
    assert [dict(reason.details) for reason in proposal.reasons] == [{"codes": ("A3", "B3")}]


def test_an_application_that_no_evidence_could_save_is_unfavourable() -> None:
    assert proposed(A1=2, A2=0, A3="insufficient", B2=0, B3=0).outcome == "unfavorable"


def test_the_explanation_adds_up_to_the_total() -> None:
    grid, bars = small_grid(), Thresholds()
    scores = score(grid, read_alike(grid, **(GOOD | {"B2": "na", "A3": 3, "B3": 0})), bars)

    effects = {effect.code: effect for effect in explain(scores)}

    assert sum(effect.gained for effect in effects.values()) == scores.total
    assert effects["B2"].weight == 0
    assert effects["A2"].weight == Fraction(30 * 100, 80)
    assert effects["A3"].lost == 0
    assert effects["B3"].gained == 0
    assert effects["B3"].reservation == "major"


@pytest.mark.parametrize(
    ("value", "shown"), [(Fraction(5999, 100), 59.9), (Fraction(60), 60.0), (Fraction(200, 3), 66.6)]
)
def test_a_percentage_never_shows_a_bar_that_it_does_not_reach(value: Fraction, shown: float) -> None:
    assert shown_percent(value) == shown
