"""What the figures propose, why, and how each criterion counted.

The proposal never decides: the committee may depart from it, with a written reason. Because it helps
to decide, the person concerned may ask how it was made for their own case: the degree of its part,
the data, the parameters and weights, the operations (CRPA L311-3-1, R311-3-1-2).

Outcomes from worst to best: unfavorable, deferral, favorable_with_reservations, favorable. Raising
any level never leads to a worse one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Final, Literal

from labelflow.domain.grid import HIGHEST_LEVEL
from labelflow.domain.refusal import Refusal, gather
from labelflow.domain.scoring import best_case

if TYPE_CHECKING:
    from labelflow.domain.grid import Grid
    from labelflow.domain.scoring import CriterionScore, FamilyScore, GateState, Reservation, Scores, Thresholds

Outcome = Literal["unfavorable", "deferral", "favorable_with_reservations", "favorable"]
WORST_TO_BEST: Final[tuple[Outcome, ...]] = (
    "unfavorable",
    "deferral",
    "favorable_with_reservations",
    "favorable",
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What marks do not say and people have established.

    `correctable_gates` fail but may be mended within the time the programme gives; `corrected_gates`
    have been, and count as met with a major reservation. `uncorrectable` criteria cannot be mended in
    time, so a major reservation on one is excluded. `open_reservations` are of the former cycle: at a
    renewal each weighs as a major one.
    """

    renewal: bool = False
    open_reservations: int = 0
    correctable_gates: frozenset[str] = frozenset()
    corrected_gates: frozenset[str] = frozenset()
    uncorrectable: frozenset[str] = frozenset()


FIRST_APPLICATION: Final = Circumstances()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the figures propose. `reasons` say all that keeps it from being plainly favourable."""

    outcome: Outcome
    total: Fraction | None
    families: tuple[FamilyScore, ...]
    majors: tuple[str, ...]
    minors: tuple[str, ...]
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class CriterionEffect:
    """How one criterion counted in the total of this application, in percentage points.

    `weight` is its share once criteria without object or unjudged are set aside; `gained` and `lost`
    add up to it. All three are zero when it did not count. The `gained` of all sum to the total.
    """

    code: str
    family: str
    points: int
    levels: tuple[int, ...]
    value: Fraction | None
    weight: Fraction
    gained: Fraction
    lost: Fraction
    gate: GateState | None
    reservation: Reservation | None
    divergent: bool


def propose(
    grid: Grid, scores: Scores, thresholds: Thresholds, circumstances: Circumstances = FIRST_APPLICATION
) -> Proposal:
    """The outcome that the rules propose for these figures.

    A confirmed failed gate proposes a refusal, or a deferral if it can be mended. A doubtful gate or a
    criterion that nobody could judge proposes at best a deferral; the unjudged counts as exemplary
    meanwhile, so that missing evidence alone never proposes a refusal.
    """
    outcome = min(
        _by_figures(best_case(grid, scores), thresholds, circumstances),
        _by_gates(scores, circumstances),
        key=WORST_TO_BEST.index,
    )
    majors, minors = _reservations(scores, circumstances)
    reasons = _reasons(scores, thresholds, circumstances)
    return Proposal(outcome, scores.total, scores.families, majors, minors, reasons)


def explain(scores: Scores) -> tuple[CriterionEffect, ...]:
    """How each criterion counted, in the order of the grid."""
    counted = sum(entry.criterion.points for entry in scores.criteria if entry.value is not None)
    return tuple(_effect(entry, counted) for entry in scores.criteria)


def shown_percent(value: Fraction) -> float:
    """A percentage with one decimal, rounded down so that nothing reads as a bar that it does not reach."""
    return floor(value * 10) / 10


def _effect(entry: CriterionScore, counted: int) -> CriterionEffect:
    criterion, value = entry.criterion, entry.value
    weight = Fraction(0) if value is None else Fraction(100 * criterion.points, counted)
    gained = Fraction(0) if value is None else weight * value / HIGHEST_LEVEL
    return CriterionEffect(
        code=criterion.code,
        family=criterion.family,
        points=criterion.points,
        levels=entry.levels,
        value=value,
        weight=weight,
        gained=gained,
        lost=weight - gained,
        gate=entry.gate,
        reservation=entry.reservation,
        divergent=entry.divergent,
    )


def _by_gates(scores: Scores, circumstances: Circumstances) -> Outcome:
    failed = set(scores.gates_in("failed")) - circumstances.corrected_gates
    doubtful = set(scores.gates_in("doubtful")) - circumstances.corrected_gates
    if failed - circumstances.correctable_gates:
        return "unfavorable"
    return "deferral" if failed or doubtful or scores.unjudged else "favorable"


def _by_figures(scores: Scores, thresholds: Thresholds, circumstances: Circumstances) -> Outcome:
    majors, _ = _reservations(scores, circumstances)
    weight = _weight(scores, thresholds, circumstances)
    total = scores.total
    if total is None:
        return "deferral"
    if total >= _bar(thresholds, circumstances) and not weight and all(part.minimum_met for part in scores.families):
        return "favorable"
    correctable = weight <= thresholds.max_majors and not circumstances.uncorrectable.intersection(majors)
    return (
        "favorable_with_reservations" if total >= thresholds.with_reservations_total and correctable else "unfavorable"
    )


def _bar(thresholds: Thresholds, circumstances: Circumstances) -> int:
    return thresholds.renewal_total if circumstances.renewal else thresholds.total


def _reservations(scores: Scores, circumstances: Circumstances) -> tuple[tuple[str, ...], tuple[str, ...]]:
    corrected = circumstances.corrected_gates.intersection(scores.by_code)
    majors = set(scores.reservations("major")) | corrected
    minors = set(scores.reservations("minor")) - corrected
    return (
        tuple(code for code in scores.by_code if code in majors),
        tuple(code for code in scores.by_code if code in minors),
    )


def _weight(scores: Scores, thresholds: Thresholds, circumstances: Circumstances) -> int:
    """How many major reservations all of them together weigh."""
    majors, minors = _reservations(scores, circumstances)
    former = circumstances.open_reservations if circumstances.renewal else 0
    return len(majors) + len(minors) // thresholds.minors_per_major + former


def _reasons(scores: Scores, thresholds: Thresholds, circumstances: Circumstances) -> tuple[Refusal, ...]:
    majors, minors = _reservations(scores, circumstances)
    corrected, bar = circumstances.corrected_gates, _bar(thresholds, circumstances)
    failed = tuple(code for code in scores.gates_in("failed") if code not in corrected)
    lists = {
        "proposal-gates-failed": failed,
        "proposal-gates-correctable": tuple(code for code in failed if code in circumstances.correctable_gates),
        "proposal-gates-corrected": tuple(code for code in scores.by_code if code in corrected),
        "proposal-gates-doubtful": tuple(code for code in scores.gates_in("doubtful") if code not in corrected),
        "proposal-unjudged": scores.unjudged,
        "proposal-majors": majors,
        "proposal-uncorrectable": tuple(code for code in majors if code in circumstances.uncorrectable),
        "proposal-minors": minors if len(minors) >= thresholds.minors_per_major else (),
        "proposal-families-low": tuple(part.family.code for part in scores.families if not part.minimum_met),
    }
    low = scores.total is not None and scores.total < bar
    return gather(
        [Refusal(code, {"codes": codes}) for code, codes in lists.items() if codes],
        Refusal("proposal-total-low", {"total": shown_percent(scores.total), "bar": bar})
        if low and scores.total is not None
        else None,
        Refusal("proposal-open-reservations", {"count": circumstances.open_reservations})
        if circumstances.renewal and circumstances.open_reservations
        else None,
    )
