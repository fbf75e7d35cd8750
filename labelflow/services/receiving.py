"""What a structure does with a decision: read it, for the first time on a known date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.errors import NotFound
from labelflow.models.decision import Decision
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor


def open_decision(public_id: str, *, actor: Actor, now: datetime) -> Decision:
    """Record that somebody of the structure reads the decision; only the first time counts.

    Raises NotFound while it is not notified, Forbidden for whoever does not act for the structure.
    """
    with transaction(actor=actor, now=now) as tx:
        decision = tx.lock(Decision, public_id)
        if decision.notified_at is None:
            raise NotFound
        role = tx.allow(decision.application, "application:read_own")
        if decision.opened_at is None:
            decision.opened_at = now
            tx.record(decision, "decision.opened", {"decision": decision.public_id}, role=role)
    return decision
