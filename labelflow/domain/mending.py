"""What can still be mended, and what has been: the circumstances that weigh on a proposal beside the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from labelflow.domain.grid import Grid
    from labelflow.domain.scoring import Scores, Thresholds
    from labelflow.domain.workflow import Machine, Step

DEFERRING = "count_deferral"
"""The effect of the steps that defer an application."""


def deferring_steps(machine: Machine, deferrals: int) -> tuple[Step, ...]:
    """The steps that may defer an application that was deferred so often already."""
    return tuple(
        step
        for step in machine.steps
        if any(use.rule == DEFERRING for use in step.effects)
        and all(deferrals < use.parameters["most"] for use in step.guards if use.rule == "deferrals_left")
    )


def correctable_gates(grid: Grid, thresholds: Thresholds, machine: Machine, deferrals: int) -> frozenset[str]:
    """Codes of the gates that a deferral leaves the time to mend; none when no deferral is left."""
    if not deferring_steps(machine, deferrals):
        return frozenset()
    return frozenset(gate.code for gate in grid.gates if gate.can_be_mended(thresholds.gate_mending_months))


def corrected_gates(scores: Scores, failed_before: Collection[str]) -> frozenset[str]:
    """Codes of the gates that failed when the application was deferred and do so no more."""
    return frozenset(failed_before).intersection(scores.gates_in("met", "doubtful", "unjudged"))


def uncorrectable(grid: Grid, thresholds: Thresholds) -> frozenset[str]:
    """Codes of the ordinary criteria on which a major reservation could not be lifted in time."""
    within = thresholds.major_mending_months
    return frozenset(one.code for one in grid.criteria if not one.is_gate and not one.can_be_mended(within))
