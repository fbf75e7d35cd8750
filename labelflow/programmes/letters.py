"""The decision letters that a programme needs: one text for each outcome that a decision can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from labelflow.programmes.schema import Programme

CARRIES: Final = "vote_carries_the_outcome"
"""The guard of a step that a vote of the committee carries."""
AT_ONCE: Final = "decide_at_once"
PRINTS: Final = "issue_documents"
PREFIX: Final = "letter/"


def letters_of(programme: Programme) -> tuple[str, ...]:
    """The codes of the texts that decision letters print, one for each outcome."""
    return tuple(f"{PREFIX}{outcome}" for outcome in sorted(_at_once(programme) | _voted(programme)))


def _at_once(programme: Programme) -> set[str]:
    """The outcomes that need no deliberation: each prints its letter."""
    uses = (use for step in programme.machines["application"].steps for use in step.effects)
    return {str(use.parameters.get("outcome", "")) for use in uses if use.rule == AT_ONCE} - {""}


def _voted(programme: Programme) -> set[str]:
    """The outcomes that a vote carries, where the decision machine prints what is signed."""
    decision = programme.machines.get("decision")
    if decision is None or not any(use.rule == PRINTS for step in decision.steps for use in step.effects):
        return set()
    steps = programme.machines["application"].steps
    return {step.code for step in steps if any(use.rule == CARRIES for use in step.guards)}
