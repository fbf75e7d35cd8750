"""Guards of the applicant's objection to reviewers: in time, to somebody of the college, decided before going on."""

from __future__ import annotations

from labelflow.domain.catalogue import Case, Verdict, guard
from labelflow.domain.deadlines import is_over
from labelflow.domain.facts import ApplicationFacts
from labelflow.domain.refusal import Refusal

ApplicationCase = Case[ApplicationFacts]


@guard("application")
def deadline_is_running(case: ApplicationCase, *, deadline: str) -> Verdict:
    """What the step is for may be done only while a deadline runs."""
    due_at = case.facts.running_until.get(deadline)
    return None if due_at is not None and not is_over(due_at, case.now) else Refusal("time-is-over")


@guard("application")
def challenged_is_of_the_college(case: ApplicationCase) -> Verdict:
    """Whoever is objected to was named to the applicant, and was not objected to before."""
    if case.fields is None:
        return None
    target = str(case.fields.get("challenged") or "")
    if target not in case.facts.challengeable:
        return Refusal("challenged-unknown")
    return Refusal("challenged-already") if target in case.facts.challenged else None


@guard("application")
def no_objection_is_pending(case: ApplicationCase) -> Verdict:
    """Every objection of the applicant was answered."""
    count = case.facts.pending_objections
    return Refusal("objections-pending", {"count": count}) if count else None
