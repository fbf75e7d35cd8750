"""When two readings are not enough: a third peer, a second scientist."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from labelflow.domain.proposal import shown_percent
from labelflow.domain.refusal import Refusal, gather
from labelflow.domain.scoring import Thresholds, score

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from labelflow.domain.grid import Criterion, Grid, Reader
    from labelflow.domain.scoring import Reading, ThirdReaderRule

A_PAIR: Final = 2
OPPOSED: Final = frozenset({"favorable", "unfavorable"})


def third_reader_reasons(
    grid: Grid, readings: Iterable[Reading], rule: ThirdReaderRule, thresholds: Thresholds
) -> tuple[Refusal, ...]:
    """Every reason why a third peer must read; none while fewer, or once more, than two peers have."""
    peers = [reading for reading in readings if reading.role == "peer"]
    if len(peers) != A_PAIR:
        return ()
    opposed = {reading.recommendation for reading in peers} >= OPPOSED
    gap = _total_gap(grid, peers)
    gates = tuple(gate.code for gate in grid.gates if _judged_differently(gate, peers))
    apart = _far_apart(grid, "peer", peers, thresholds.divergence_levels)
    many = rule.divergent_criteria is not None and len(apart) >= rule.divergent_criteria
    return gather(
        Refusal("third-reader-opposed") if rule.opposed_recommendations and opposed else None,
        Refusal("third-reader-gap", {"gap": shown_percent(gap)})
        if rule.total_gap is not None and gap is not None and gap >= rule.total_gap
        else None,
        Refusal("third-reader-gate", {"codes": gates}) if rule.gate_disagreement and gates else None,
        Refusal("third-reader-divergent", {"codes": apart}) if many else None,
    )


def second_scientist_reasons(grid: Grid, readings: Iterable[Reading]) -> tuple[Refusal, ...]:
    """Every reason why a second scientist must read; none unless exactly one has."""
    scientists = [reading for reading in readings if reading.role == "scientist"]
    if len(scientists) != 1:
        return ()
    only = scientists[0]
    doubtful = tuple(gate.code for gate in grid.gates if "scientist" in gate.readers and _is_in_doubt(gate, only))
    return gather(
        Refusal("second-scientist-opinion") if only.recommendation in {"reserved", "unfavorable"} else None,
        Refusal("second-scientist-gate", {"codes": doubtful}) if doubtful else None,
    )


def _total_gap(grid: Grid, readings: list[Reading]) -> Fraction | None:
    totals = [score(grid, [reading], Thresholds()).total for reading in readings]
    known = [total for total in totals if total is not None]
    return max(known) - min(known) if len(known) == A_PAIR else None


def _judged_differently(gate: Criterion, readings: list[Reading]) -> bool:
    levels = [reading.marks.get(gate.code) for reading in readings if reading.role in gate.readers]
    verdicts = {level >= (gate.gate or 0) for level in levels if isinstance(level, int)}
    return len(verdicts) > 1


def _is_in_doubt(gate: Criterion, reading: Reading) -> bool:
    level = reading.marks.get(gate.code)
    return not isinstance(level, int) or level < (gate.gate or 0)


def _far_apart(grid: Grid, role: Reader, readings: list[Reading], levels: int) -> tuple[str, ...]:
    return tuple(
        criterion.code
        for criterion in grid.criteria_for(role)
        if any(_distance(criterion.code, *pair) >= levels for pair in combinations(readings, A_PAIR))
    )


def _distance(code: str, first: Reading, second: Reading) -> int:
    one, other = first.marks.get(code), second.marks.get(code)
    return abs(one - other) if isinstance(one, int) and isinstance(other, int) else 0
