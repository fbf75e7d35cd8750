"""Guards of reviewing: enough valid readings by the right people, declarations first, complete grids."""

from __future__ import annotations

from labelflow.domain.catalogue import Case, Verdict, guard
from labelflow.domain.facts import ApplicationFacts, AssignmentFacts
from labelflow.domain.refusal import Refusal

ApplicationCase = Case[ApplicationFacts]
AssignmentCase = Case[AssignmentFacts]


@guard("application")
def enough_peer_reviews(case: ApplicationCase) -> Verdict:
    """At least N valid peer reviews, by distinct people of distinct structures, one from elsewhere."""
    facts = case.facts
    peers = [review for review in facts.reviews if review.reader == "peer"]
    people = {review.person for review in peers}
    refusals = []
    if len(people) < facts.peers_needed:
        refusals.append(Refusal("peer-reviews-missing", {"given": len(people), "needed": facts.peers_needed}))
    elif facts.distinct_structures:
        structures = {review.structure for review in peers if review.structure is not None}
        if len(structures) < facts.peers_needed:
            refusals.append(Refusal("peers-of-one-structure", {"needed": facts.peers_needed}))
    elsewhere = sum(1 for review in peers if review.department != facts.department)
    if len(people) >= facts.peers_needed and elsewhere < facts.other_department_min:
        refusals.append(Refusal("no-peer-from-elsewhere", {"needed": facts.other_department_min}))
    return refusals


@guard("application")
def enough_scientific_opinions(case: ApplicationCase) -> Verdict:
    """At least M valid scientific opinions by distinct people."""
    given = len({review.person for review in case.facts.reviews if review.reader == "scientist"})
    needed = case.facts.scientists_needed
    return Refusal("scientific-opinions-missing", {"given": given, "needed": needed}) if given < needed else None


@guard("application")
def third_reader_is_done(case: ApplicationCase) -> Verdict:
    """Where the first readings disagree too much, a third peer has read."""
    if not case.facts.third_reader_needed or any(review.third for review in case.facts.reviews):
        return None
    return Refusal("third-reader-needed")


@guard("application")
def no_review_is_open(case: ApplicationCase) -> Verdict:
    """Nobody is still invited or reading."""
    return Refusal("reviews-open", {"count": case.facts.open_assignments}) if case.facts.open_assignments else None


@guard("application")
def reviews_no_longer_suffice(case: ApplicationCase) -> Verdict:
    """A review left the count or was revised: more are needed (the opposite of the three guards above)."""
    short = [
        *_flat(enough_peer_reviews(case)),
        *_flat(enough_scientific_opinions(case)),
        *_flat(third_reader_is_done(case)),
    ]
    return None if short else Refusal("reviews-suffice")


@guard("application")
def documents_are_checked(case: ApplicationCase) -> Verdict:
    """The coordination has looked at every criterion that documents settle."""
    missing = case.facts.unchecked_criteria
    return Refusal("documents-not-checked", {"criteria": missing, "count": len(missing)}) if missing else None


@guard("application")
def reply_is_closed(case: ApplicationCase) -> Verdict:
    """The right of reply was offered and is over."""
    return None if case.facts.reply_closed else Refusal("reply-not-closed")


@guard("assignment")
def application_is_in_review(case: AssignmentCase) -> Verdict:
    """The application is open to reviewers."""
    return None if case.facts.application_open else Refusal("application-not-in-review")


@guard("assignment")
def declaration_is_signed(case: AssignmentCase) -> Verdict:
    """A declaration of interests is signed before anything opens (COPE; domain rule 5.1)."""
    if case.fields is None:
        return None
    return None if case.fields.get("declared") is True else Refusal("declaration-missing")


@guard("assignment")
def no_blocking_interest(case: AssignmentCase) -> Verdict:
    """No blocking link, detected or declared, between the reviewer and the applicant: the programme's rules say which."""
    codes = set(case.facts.blocked_codes(case.facts.person, "review"))
    declared = (case.fields or {}).get("links")
    codes.update(case.facts.declared_blocks(tuple(str(code) for code in declared or ())))
    return Refusal("blocking-interest", {"links": tuple(sorted(codes))}) if codes else None


@guard("assignment")
def every_criterion_is_answered(case: AssignmentCase) -> Verdict:
    """Each criterion of the reader's part of the grid has a level or a reason for none."""
    missing = tuple(code for code in case.facts.criteria if code not in case.facts.answered)
    return Refusal("marks-missing", {"criteria": missing, "count": len(missing)}) if missing else None


@guard("assignment")
def comments_are_given(case: AssignmentCase) -> Verdict:
    """Levels 0, 1 and 3, and "not applicable", come with a comment."""
    missing = case.facts.uncommented
    return Refusal("comments-missing", {"criteria": missing, "count": len(missing)}) if missing else None


@guard("assignment")
def recommendation_is_given(case: AssignmentCase) -> Verdict:
    """The reader concludes."""
    return None if case.facts.recommendation else Refusal("recommendation-missing")


@guard("assignment")
def something_was_revised(case: AssignmentCase) -> Verdict:
    """A revision changes something; to change nothing is to confirm."""
    return None if case.facts.was_revised else Refusal("nothing-revised")


def _flat(verdict: Verdict) -> list[Refusal]:
    if verdict is None:
        return []
    return [verdict] if isinstance(verdict, Refusal) else list(verdict)
