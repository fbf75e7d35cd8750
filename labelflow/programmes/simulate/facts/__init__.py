"""What the guards see of a simulated subject: the same questions as in production, answered by the simulated world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.programmes.simulate.facts.application import ApplicationSimulated
from labelflow.programmes.simulate.facts.base import HOME, SimulatedFacts
from labelflow.programmes.simulate.facts.others import (
    AssignmentSimulated,
    DecisionSimulated,
    ItemSimulated,
    LabelSimulated,
    SessionSimulated,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.programmes.simulate.life import Life
    from labelflow.programmes.simulate.subject import Subject

__all__ = ["HOME", "facts_of"]

FACTS: Mapping[str, type[SimulatedFacts]] = {
    "application": ApplicationSimulated,
    "assignment": AssignmentSimulated,
    "session": SessionSimulated,
    "item": ItemSimulated,
    "decision": DecisionSimulated,
    "label": LabelSimulated,
}


def facts_of(life: Life, subject: Subject) -> Any:  # noqa: ANN401 - facts of the subject's own kind
    """What the guards may know of a simulated subject, now."""
    return FACTS.get(subject.kind, SimulatedFacts)(life, subject)
