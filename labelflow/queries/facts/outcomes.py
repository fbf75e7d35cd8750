"""The outcomes that a committee may vote: steps of the application that a vote carries, and what keeps them from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.actor import SYSTEM
from labelflow.domain.catalogue import GUARDS, Case
from labelflow.domain.guards.decision import OF_THE_DECISION
from labelflow.domain.refusal import Refusal, gather
from labelflow.programmes.letters import CARRIES
from labelflow.queries.facts.application import ApplicationRead
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.workflow import Step
    from labelflow.models.application import Application


def is_voted(step: Step) -> bool:
    """Whether a vote of the committee carries the step."""
    return any(use.rule == CARRIES for use in step.guards)


def obstacles(application: Application, outcome: str, now: datetime) -> tuple[Refusal, ...]:
    """What would keep an outcome from taking effect now, whatever the vote and the draft of its decision.

    Asked before a vote opens, so that nothing is voted that nobody could sign; and asked again when a
    decision cannot be signed, to know whether it ever could.
    """
    machine = programme_of(application.programme_version_id).machines["application"]
    step = machine.step_by_code.get(outcome)
    if step is None or application.state not in step.sources:
        return (Refusal("step-not-from-here", {"state": application.state, "step": outcome}),)
    case = Case(ApplicationRead(application, now), SYSTEM, now)
    asked = [use for use in step.guards if use.rule not in OF_THE_DECISION]
    return gather(*(GUARDS[use.rule].function(case, **use.parameters) for use in asked))
