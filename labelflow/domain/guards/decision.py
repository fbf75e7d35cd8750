"""Guards of a decision: reasons in law and in fact, remedies, gates, departures (CRPA L211-2, L211-5)."""

from __future__ import annotations

from typing import Final

from labelflow.domain.catalogue import Case, Verdict, guard
from labelflow.domain.facts import ApplicationFacts, DecisionFacts
from labelflow.domain.refusal import Refusal

ApplicationCase = Case[ApplicationFacts]
DecisionCase = Case[DecisionFacts]
Either = Case[ApplicationFacts] | Case[DecisionFacts]

OF_THE_DECISION: Final = frozenset(
    {
        "vote_carries_the_outcome",
        "reasons_are_given",
        "departure_is_reasoned",
        "unmet_gates_have_reservations",
        "reservations_are_dated",
    }
)
"""Guards that read the vote or the draft: nobody can ask them before there is one."""

SHORTEST_REASONS: Final = 200
"""Characters of facts below which reasons are a formula, not reasons (domain rule 6.1)."""


@guard("application", "decision")
def reasons_are_given(case: Either) -> Verdict:
    """An adverse or deferring decision quotes an article and states facts, specifically."""
    decision = case.facts.decision
    if decision is None:
        return Refusal("no-decision")
    if not decision.adverse:
        return None
    if not decision.grounds or not all(ground.get("article") and ground.get("facts") for ground in decision.grounds):
        return Refusal("grounds-missing")
    written = sum(len(ground["facts"]) for ground in decision.grounds)
    return (
        Refusal("reasons-too-short", {"written": written, "least": SHORTEST_REASONS})
        if (written < SHORTEST_REASONS)
        else None
    )


@guard("application", "decision")
def remedies_are_printed(case: Either) -> Verdict:
    """Without remedies and time limits in the letter the time limit does not run (CJA R421-5)."""
    if case.facts.remedies.strip():
        return None
    decision = case.facts.decision
    return None if decision is not None and not decision.adverse else Refusal("remedies-missing")


@guard("application", "decision")
def departure_is_reasoned(case: Either) -> Verdict:
    """A decision that departs from the computed proposal says why."""
    decision = case.facts.decision
    if decision is None:
        return Refusal("no-decision")
    return Refusal("departure-not-reasoned") if decision.departs and not decision.departure_reason.strip() else None


@guard("application")
def gates_are_met(case: ApplicationCase) -> Verdict:
    """A plain grant implies every eliminatory criterion at its minimum."""
    unmet = case.facts.unmet_gates
    return Refusal("gates-unmet", {"criteria": unmet}) if unmet else None


@guard("application")
def unmet_gates_have_reservations(case: ApplicationCase) -> Verdict:
    """A grant with reservations has an explicit dated reservation for every gate below its minimum."""
    decision = case.facts.decision
    covered = {reservation.criterion for reservation in decision.reservations} if decision else set()
    unmet = tuple(code for code in case.facts.unmet_gates if code not in covered)
    return Refusal("gates-unmet", {"criteria": unmet}) if unmet else None


@guard("application")
def reservations_are_dated(case: ApplicationCase) -> Verdict:
    """A grant with reservations has at least one, each with words and a date to come."""
    decision = case.facts.decision
    if decision is None or not decision.reservations:
        return Refusal("reservations-missing")
    undated = tuple(
        reservation.criterion
        for reservation in decision.reservations
        if reservation.due_on is None or reservation.due_on <= case.today or not reservation.text.strip()
    )
    return Refusal("reservations-undated", {"criteria": undated}) if undated else None


@guard("decision")
def session_is_over_or_item_voted(case: DecisionCase) -> Verdict:
    """What is signed was deliberated."""
    return None if case.facts.item_voted else Refusal("not-deliberated")


@guard("decision")
def outcome_cannot_stand(case: DecisionCase) -> Verdict:
    """What was voted can no longer take effect (a review was excluded, a gate failed): only then is it set aside."""
    return None if case.facts.outcome_obstacles else Refusal("decision-can-be-signed")
