"""Who is what to a subject. Each predicate reads as a claim and is False when it cannot know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.catalogue import Case
from labelflow.domain.facts import SubjectFacts

if TYPE_CHECKING:
    from labelflow.domain.actor import Role
    from labelflow.domain.conflicts import Purpose

SubjectCase = Case[SubjectFacts]

COMMITTEE_ROLES: Final[tuple[Role, ...]] = ("member", "chair", "deputy_chair")


def _has(case: SubjectCase, *roles: Role) -> bool:
    return any(case.actor.has_role(role, case.today, case.facts.programme_code) for role in roles)


def acts_for_structure(case: SubjectCase) -> bool:
    """The actor acts for the applicant or holder."""
    structure = case.facts.structure_id
    return structure is not None and case.actor.acts_for(structure, case.today)


def represents_structure(case: SubjectCase) -> bool:
    """The actor may commit the structure: legal representative or delegate."""
    structure = case.facts.structure_id
    return structure is not None and case.actor.acts_for(structure, case.today, "legal_representative", "delegate")


def is_legal_representative(case: SubjectCase) -> bool:
    """The actor is the structure's legal representative."""
    structure = case.facts.structure_id
    return structure is not None and case.actor.acts_for(structure, case.today, "legal_representative")


def is_coordinator(case: SubjectCase) -> bool:
    """The actor coordinates the programme."""
    return _has(case, "coordinator")


def is_member(case: SubjectCase) -> bool:
    """The actor sits on the committee."""
    return _has(case, *COMMITTEE_ROLES)


def presides(case: SubjectCase) -> bool:
    """The actor chairs the committee, or is its deputy chair."""
    return _has(case, "chair", "deputy_chair")


def presides_the_item(case: Case[Any]) -> bool:
    """On an item of an agenda: the actor is the one who presides it, or nobody does. True of anything else."""
    presiding = getattr(case.facts, "chair", None) if case.facts.kind == "item" else None
    return presiding is None or presiding == case.actor.id


def is_not_recused(case: Case[Any]) -> bool:
    """The actor did not step aside from this item, and was not put aside."""
    recused: frozenset[int] = getattr(case.facts, "recused", frozenset())
    return case.actor.id not in recused


def has_delegation(case: SubjectCase) -> bool:
    """The actor holds a delegation of signature that runs today (CRPA L212-1)."""
    return _has(case, "signatory")


def is_auditor(case: SubjectCase) -> bool:
    """The actor audits."""
    return _has(case, "auditor")


def is_observer(case: SubjectCase) -> bool:
    """The actor reads figures for the Region."""
    return _has(case, "observer")


def is_operator(case: SubjectCase) -> bool:
    """The actor runs the instance."""
    return _has(case, "operator")


def _is_free(case: SubjectCase, purpose: Purpose) -> bool:
    person = case.actor.id
    return person is not None and not case.facts.blocked_codes(person, purpose)


def is_filed(case: Case[Any]) -> bool:
    """The application was submitted once: until then its structure alone may know of it. True of anything else."""
    return not getattr(case.facts, "is_draft", False)


def is_free_to_instruct(case: SubjectCase) -> bool:
    """No blocking link; a coordinator of consortium member X has no right on files of X."""
    return _is_free(case, "instruction")


def is_free_to_decide(case: SubjectCase) -> bool:
    """No blocking link, and no part taken in the evaluation (ISO/IEC 17065, 7.6)."""
    return _is_free(case, "decision")


def has_reviewed(case: SubjectCase) -> bool:
    """The actor holds a mandate to review, or held one: what they were asked to read stays in their list."""
    programme = case.facts.programme_code
    return any(
        held.role in {"reviewer", "scientist"} and held.starts_on <= case.today and held.programme in {None, programme}
        for held in case.actor.mandates
    )


def is_the_assignee(case: Case[Any]) -> bool:
    """The actor is the reviewer of this assignment."""
    person = getattr(case.facts, "person", None)
    return person is not None and person == case.actor.id


def reads_as_reviewer(case: Case[Any]) -> bool:
    """The actor signed a clear declaration on this application and is still its reviewer."""
    readers: frozenset[int] = getattr(case.facts, "reading_reviewers", frozenset())
    return case.actor.id is not None and case.actor.id in readers and _is_free(case, "review")


def is_on_an_agenda(case: Case[Any]) -> bool:
    """The application is, or was, on a committee's agenda."""
    return bool(getattr(case.facts, "was_listed", False))
