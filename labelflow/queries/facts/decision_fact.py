"""A decision as guards see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from labelflow.domain.facts import DecisionFact, ReservationFact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.workflow import Machine
    from labelflow.models.decision import Decision


def decision_fact(decision: Decision, machine: Machine) -> DecisionFact:
    """The facts of a decision whose outcome is a step of the application's `machine`."""
    return DecisionFact(
        outcome=decision.outcome,
        adverse=needs_reasons(decision.outcome, machine),
        departs=decision.departs,
        departure_reason=decision.departure_reason,
        grounds=tuple(dict(ground) for ground in decision.grounds),
        reservations=tuple(_reservation(entry) for entry in decision.reservations),
    )


def needs_reasons(outcome: str, machine: Machine) -> bool:
    """Whether the outcome asks for reasons: it leads to an adverse state, or its step says so."""
    step = machine.step_by_code.get(outcome)
    if step is None:
        return False
    asks = any(use.rule == "reasons_are_given" for use in step.guards)
    target = machine.by_code.get(step.target)
    return asks or (target is not None and target.has("adverse"))


def _reservation(entry: Mapping[str, Any]) -> ReservationFact:
    due = str(entry.get("due_on") or "")
    return ReservationFact(
        criterion=str(entry.get("criterion", "")),
        severity=str(entry.get("severity", "minor")),
        text=str(entry.get("text", "")),
        due_on=date.fromisoformat(due) if due else None,
    )
