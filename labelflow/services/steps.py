"""Take any declared step, and say beforehand what may be done and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelflow.domain.catalogue import Case
from labelflow.domain.permissions import role_granting
from labelflow.domain.refusal import Refusal, gather
from labelflow.models.subjects import MODELS, Subject
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.services.transaction import transaction, verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import MachineKind, Step


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the actor may take from here, with all that still stands in its way."""

    step: Step
    role: str
    refusals: tuple[Refusal, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in its way (but what its own fields will say)."""
        return not self.refusals


def take(  # noqa: PLR0913 - what, which, by whom, when, on which version, with what
    kind: MachineKind,
    public_id: str,
    step: str,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Subject:
    """Take one step. Raises NotFound, Outdated, Forbidden, Refused (all reasons at once)."""
    with transaction(actor=actor, now=now) as tx:
        subject = tx.lock(MODELS[kind], public_id, seen=seen)
        tx.take(subject, step, fields)
    return subject


def offers(subject: Subject, *, actor: Actor, now: datetime) -> tuple[Offer, ...]:
    """The steps that the actor may take on the subject as it stands, in declared order.

    Steps that they have no permission for are absent; steps that a guard refuses come with all the
    reasons. What a step's own fields will say is not known yet.
    """
    facts = facts_of(subject, now)
    machine = programme_of(subject.programme_version_id).machines[subject.KIND]
    found = []
    for step in machine.steps_from[subject.state]:
        if not step.by_person or step.internal:
            continue
        case = Case(facts, actor, now)
        role = role_granting(str(step.permission), case)
        if role is not None:
            found.append(Offer(step, role, gather(*verdicts(step, case))))
    return tuple(found)
