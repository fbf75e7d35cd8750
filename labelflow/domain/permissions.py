"""Who may do what: one map from permission to alternatives, each a role and predicates that must all hold.

Roles alone never suffice: conflicts, mandates' dates and the phase are predicates too. Missing data
denies. The role of the alternative that held is what the journal keeps as "role at the time".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain import predicates as p
from labelflow.domain.catalogue import Case

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor

Predicate = Callable[[Case[Any]], bool]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to hold a permission."""

    role: str
    predicates: tuple[Predicate, ...]


def _as(role: str, *predicates: Predicate) -> Alternative:
    return Alternative(role, predicates)


_COORDINATION: Final = _as("coordinator", p.is_coordinator, p.is_filed, p.is_free_to_instruct)

PERMISSIONS: Final[Mapping[str, tuple[Alternative, ...]]] = {
    # application, for the structure
    "application:read_own": (_as("applicant", p.acts_for_structure),),
    "application:edit": (_as("applicant", p.acts_for_structure),),
    "application:submit": (_as("applicant", p.represents_structure),),
    "application:answer": (_as("applicant", p.represents_structure),),
    "application:withdraw": (_as("applicant", p.is_legal_representative),),
    # application, for the coordination
    "application:check": (_COORDINATION,),
    "application:assign": (_COORDINATION,),
    "application:schedule": (_COORDINATION,),
    # application, read by others
    "application:read": (
        _as("applicant", p.acts_for_structure),
        _COORDINATION,
        _as("reviewer", p.reads_as_reviewer),
        _as("member", p.is_member, p.is_on_an_agenda, p.is_free_to_decide),
        _as("chair", p.presides, p.is_on_an_agenda, p.is_free_to_decide),
        _as("signatory", p.has_delegation, p.is_on_an_agenda, p.is_free_to_decide),
        _as("auditor", p.is_auditor, p.is_filed),
    ),
    "application:read_reviews": (
        _COORDINATION,
        _as("member", p.is_member, p.is_on_an_agenda, p.is_free_to_decide),
        _as("chair", p.presides, p.is_on_an_agenda, p.is_free_to_decide),
        _as("signatory", p.has_delegation, p.is_on_an_agenda, p.is_free_to_decide),
        _as("auditor", p.is_auditor, p.is_filed),
    ),
    "application:audit": (_as("auditor", p.is_auditor, p.is_filed, p.is_free_to_instruct),),
    # reviewers
    "assignment:answer": (_as("reviewer", p.is_the_assignee),),
    "review:work": (_as("reviewer", p.has_reviewed),),
    # committee
    "session:prepare": (_as("coordinator", p.is_coordinator),),
    "session:read": (
        _as("coordinator", p.is_coordinator),
        _as("member", p.is_member),
        _as("chair", p.presides),
        _as("signatory", p.has_delegation),
        _as("auditor", p.is_auditor),
    ),
    "session:preside": (_as("chair", p.presides, p.is_free_to_decide, p.presides_the_item),),
    "item:read": (
        _as("coordinator", p.is_coordinator, p.is_free_to_instruct, p.is_not_recused),
        _as("member", p.is_member, p.is_free_to_decide, p.is_not_recused),
        _as("signatory", p.has_delegation, p.is_free_to_decide, p.is_not_recused),
        _as("auditor", p.is_auditor),
    ),
    "item:vote": (_as("member", p.is_member, p.is_free_to_decide),),
    "decision:draft": (_COORDINATION, _as("chair", p.presides, p.is_free_to_decide)),
    "decision:sign": (_as("signatory", p.has_delegation, p.is_free_to_decide),),
    # labels
    "label:read_own": (_as("holder", p.acts_for_structure),),
    "action:edit": (_as("holder", p.acts_for_structure),),
    "label:answer": (_as("holder", p.represents_structure),),
    "label:relinquish": (_as("holder", p.is_legal_representative),),
    "label:follow": (_COORDINATION,),
    "label:reissue": (_COORDINATION, _as("signatory", p.has_delegation, p.is_free_to_decide)),
    "label:sanction": (_as("chair", p.presides, p.is_free_to_decide),),
    "concern:handle": (_COORDINATION,),
    "label:annul": (_as("signatory", p.has_delegation, p.is_free_to_decide),),
    # the whole scheme
    "coordination:work": (_as("coordinator", p.is_coordinator),),
    "committee:work": (_as("member", p.is_member), _as("chair", p.presides), _as("signatory", p.has_delegation)),
    "journal:read": (_as("auditor", p.is_auditor),),
    "figures:read": (
        _as("observer", p.is_observer),
        _as("auditor", p.is_auditor),
        _as("coordinator", p.is_coordinator),
    ),
    "people:manage": (_as("operator", p.is_operator),),
}


def role_granting(permission: str, case: Case[Any]) -> str | None:
    """The role by which the actor holds `permission` on this subject now, or None. Unknown: denied."""
    if case.actor.is_system:
        return "system"
    for alternative in PERMISSIONS.get(permission, ()):
        if all(predicate(case) for predicate in alternative.predicates):
            return alternative.role
    return None


@dataclass(frozen=True, slots=True)
class NoSubject:
    """Facts for permissions that bear on a programme, not on one subject."""

    programme_code: str
    kind: str = "programme"
    state: str = ""
    structure_id: int | None = None
    is_live: bool = False

    def blocked_codes(self, person: int, purpose: str) -> tuple[str, ...]:
        """Nobody is in conflict with a programme."""
        return ()


def may(permission: str, actor: Actor, programme: str, now: datetime) -> bool:
    """Whether `actor` holds a permission that bears on the programme as a whole."""
    return role_granting(permission, Case(NoSubject(programme), actor, now)) is not None
