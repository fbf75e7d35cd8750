"""Decisions of a session: what stands in the way of each signature, and signing them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import SYSTEM
from labelflow.domain.catalogue import Case
from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import Forbidden, NotFound, Outdated, Refused
from labelflow.models.decision import Decision
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.services.steps import offers, take
from labelflow.services.transaction import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import Step
    from labelflow.services.steps import Offer

FIRES: Final = "fire_outcome"


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of one signature among several: done, or every reason why not."""

    decision: str
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the decision is signed."""
        return not self.refusals


def offers_on(decision: Decision, *, actor: Actor, now: datetime) -> tuple[Offer, ...]:
    """The steps from here. The one that signs comes with what the decided step itself will refuse."""
    found = offers(decision, actor=actor, now=now)
    signs = [offer for offer in found if signs_with(offer.step)]
    later = outcome_refusals(decision, now) if signs else ()
    return tuple(replace(offer, refusals=gather(offer.refusals, later)) if offer in signs else offer for offer in found)


def signing_refusals(decision: Decision, *, actor: Actor, now: datetime) -> tuple[Refusal, ...]:
    """Everything that keeps a drafted decision from being signed now, whoever signs it."""
    machine = programme_of(decision.programme_version_id).machines["decision"]
    case = Case(facts_of(decision, now), actor, now)
    own = [verdicts(step, case) for step in machine.steps_from[decision.state] if signs_with(step)]
    return gather(*(verdict for found in own for verdict in found), outcome_refusals(decision, now))


def signs_with(step: Step) -> bool:
    """Whether the step signs: it makes the decided outcome take effect."""
    return any(use.rule == FIRES for use in step.effects)


def outcome_refusals(decision: Decision, now: datetime) -> tuple[Refusal, ...]:
    """What the step of the application that was decided would refuse."""
    application = decision.application
    step = programme_of(application.programme_version_id).machines["application"].step_by_code.get(decision.outcome)
    if step is None or application.state not in step.sources:
        return (Refusal("step-not-from-here", {"state": application.state, "step": decision.outcome}),)
    return gather(*verdicts(step, Case(facts_of(application, now), SYSTEM, now)))


def sign_together(wanted: Iterable[tuple[str, int]], *, actor: Actor, now: datetime) -> tuple[Signed, ...]:
    """Sign and notify several decisions, (identifier, version seen) pairs: each in a transaction of its own.

    One that is refused keeps none of the others back; what came of each is told.
    """
    return tuple(Signed(public_id, _sign(public_id, seen, actor, now)) for public_id, seen in wanted)


def _sign(public_id: str, seen: int, actor: Actor, now: datetime) -> tuple[Refusal, ...]:
    try:
        take("decision", public_id, _signing_step(public_id), actor=actor, now=now, seen=seen)
    except Refused as refused:
        return refused.refusals
    except Outdated:
        return (Refusal("decision-changed"),)
    except (Forbidden, NotFound):
        return (Refusal("decision-not-yours"),)
    return ()


def _signing_step(public_id: str) -> str:
    decision = db.session.scalars(select(Decision).where(Decision.public_id == public_id)).one_or_none()
    if decision is None:
        raise NotFound
    steps = programme_of(decision.programme_version_id).machines["decision"].steps
    return next(step.code for step in steps if signs_with(step))
