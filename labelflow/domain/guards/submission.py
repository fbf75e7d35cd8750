"""Guards from the draft to admissibility."""

from __future__ import annotations

from labelflow.domain.catalogue import Case, Verdict, guard
from labelflow.domain.facts import ApplicationFacts, AssignmentFacts
from labelflow.domain.refusal import Refusal, gather

ApplicationCase = Case[ApplicationFacts]


@guard("application")
def window_is_open(case: ApplicationCase) -> Verdict:
    """The call is open, or the application is a renewal in its window."""
    return None if case.facts.window_open else Refusal("window-closed")


@guard("application")
def a_scope_is_chosen(case: ApplicationCase) -> Verdict:
    """The application says for which of the programme's families of actions it is."""
    return None if case.facts.scopes else Refusal("scope-missing")


@guard("application")
def form_is_complete(case: ApplicationCase) -> Verdict:
    """Every required question that the other answers call for is answered, and with an answer that it takes."""
    missing, unusable = case.facts.missing_answers, case.facts.unusable_answers
    return gather(
        Refusal("answers-missing", {"questions": missing, "count": len(missing)}) if missing else None,
        Refusal("answers-unusable", {"questions": unusable, "count": len(unusable)}) if unusable else None,
    )


@guard("application")
def every_criterion_is_self_positioned(case: ApplicationCase) -> Verdict:
    """The structure placed itself on every criterion, with a comment where one is due."""
    missing = tuple(code for code in case.facts.criteria if code not in case.facts.positioned)
    return Refusal("positions-missing", {"criteria": missing, "count": len(missing)}) if missing else None


@guard("application")
def gates_are_claimed_met(case: ApplicationCase) -> Verdict:
    """No application is filed below the minimum of an eliminatory criterion."""
    unmet = case.facts.gates_claimed_unmet
    return Refusal("gates-claimed-unmet", {"criteria": unmet}) if unmet else None


@guard("application")
def required_evidence_is_given(case: ApplicationCase) -> Verdict:
    """Each required piece of the published list has at least one file."""
    missing = case.facts.missing_slots
    return Refusal("evidence-missing", {"pieces": missing, "count": len(missing)}) if missing else None


@guard("application")
def documents_are_accepted(case: ApplicationCase) -> Verdict:
    """The charter and the règlement d'usage were accepted in their current version."""
    missing = case.facts.unaccepted_documents
    return Refusal("documents-not-accepted", {"documents": missing}) if missing else None


@guard("application")
def no_other_live_application(case: ApplicationCase) -> Verdict:
    """One live application per structure and scope."""
    return Refusal("other-application-live") if case.facts.has_other_live else None


@guard("application")
def no_label_is_held(case: ApplicationCase) -> Verdict:
    """A structure that holds the label renews it; it does not apply for it a second time (invariant 10)."""
    return Refusal("label-held") if case.facts.holds_label and not case.facts.renewal else None


@guard("application")
def waiting_period_is_over(case: ApplicationCase) -> Verdict:
    """After a refusal, the programme's waiting period has passed."""
    until = case.facts.reapply_from
    if until is None or case.now >= until:
        return None
    return Refusal("waiting-period", {"until": until.date().isoformat()})


@guard("application")
def pieces_come_from_the_published_list(case: ApplicationCase) -> Verdict:
    """Only pieces of the published list may be asked for, and at least one (CRPA L114-5)."""
    if case.fields is None:
        return None
    asked = frozenset(case.fields.get("pieces") or ())
    if not asked:
        return Refusal("no-piece-asked")
    unknown = tuple(sorted(asked - case.facts.published_pieces))
    return Refusal("pieces-not-published", {"pieces": unknown}) if unknown else None


@guard("application")
def every_asked_piece_is_given(case: ApplicationCase) -> Verdict:
    """Every piece that was asked for received a file since."""
    missing = case.facts.asked_pieces_missing
    return Refusal("asked-pieces-missing", {"pieces": missing, "count": len(missing)}) if missing else None


@guard("application", "assignment")
def deadline_not_yet_extended(case: Case[ApplicationFacts] | Case[AssignmentFacts], *, deadline: str) -> Verdict:
    """A deadline is extended once."""
    return Refusal("already-extended") if case.facts.extensions.get(deadline, 0) else None


@guard("application")
def eligibility_holds(case: ApplicationCase, *, since: str = "", departments: str = "") -> Verdict:
    """Seat or activity in the region, age, kind of structure, identifier.

    `since` and `departments` name the questions that say since when and where the structure acts.
    """
    return case.facts.eligibility_faults(since, departments)


@guard("application")
def proposed_by_somebody_else(case: ApplicationCase) -> Verdict:
    """Two people: one proposes, another confirms."""
    if case.facts.proposal_by is None:
        return Refusal("nothing-proposed")
    return Refusal("proposed-by-oneself") if case.facts.proposal_by == case.actor.id else None


@guard("application")
def complement_rounds_left(case: ApplicationCase, *, most: int) -> Verdict:
    """A structure is asked at most `most` times."""
    return Refusal("no-complement-round-left", {"most": most}) if case.facts.complement_rounds >= most else None


@guard("application")
def vote_is_not_open(case: ApplicationCase) -> Verdict:
    """Nothing is taken back while the committee votes or once it has voted."""
    return Refusal("vote-open") if case.facts.vote_open else None


@guard("application")
def deferrals_left(case: ApplicationCase, *, most: int) -> Verdict:
    """An application is deferred at most `most` times."""
    return Refusal("no-deferral-left", {"most": most}) if case.facts.deferrals >= most else None
