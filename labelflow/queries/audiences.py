"""Who belongs to the audience of a notice: applicant, reviewers, coordination, committee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from labelflow.domain.calendar import local_day
from labelflow.models.account import Mandate, Membership, User
from labelflow.models.review import Assignment
from labelflow.models.session import Session as CommitteeSession
from labelflow.models.subjects import Subject, root_of
from labelflow.queries.conflicts import blocked_people
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

COMMITTEE = ("member", "chair", "deputy_chair")


def audience(name: str, subject: Subject, now: datetime, *, session: Session) -> Sequence[User]:
    """The active people of an audience for a subject, without those whom a conflict keeps out."""
    today = local_day(now)
    match name:
        case "applicant":
            return _applicant(subject, today, session)
        case "reviewer":
            return _reviewers(subject, session)
        case "coordination":
            return _mandated(("coordinator",), subject, now, session)
        case "committee":
            return _mandated(COMMITTEE, subject, now, session)
        case _:
            raise LookupError(f"no audience is called {name!r}")


def _applicant(subject: Subject, today: object, session: Session) -> Sequence[User]:
    structure = getattr(root_of(subject), "structure_id", None)
    acting = select(Membership.user_id).where(
        Membership.structure_id == structure,
        Membership.starts_on <= today,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )
    return session.scalars(select(User).where(User.id.in_(acting), User.active.is_(True)).order_by(User.id)).all()


def _reviewers(subject: Subject, session: Session) -> Sequence[User]:
    if isinstance(subject, Assignment):
        return [subject.person] if subject.person.active else []
    machine = programme_of(subject.programme_version_id).machines.get("assignment")
    told = [*machine.states_with("reads"), *machine.states_with("pending")] if machine else []
    reading = select(Assignment.person_id).where(Assignment.application_id == subject.id, Assignment.state.in_(told))
    return session.scalars(select(User).where(User.id.in_(reading), User.active.is_(True)).order_by(User.id)).all()


def _mandated(roles: tuple[str, ...], subject: Subject, now: datetime, session: Session) -> Sequence[User]:
    today = local_day(now)
    code = programme_of(subject.programme_version_id).code
    holding = select(Mandate.user_id).where(
        Mandate.role.in_(roles),
        Mandate.starts_on <= today,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today),
        or_(Mandate.programme_code.is_(None), Mandate.programme_code == code),
    )
    people = session.scalars(select(User).where(User.id.in_(holding), User.active.is_(True)).order_by(User.id)).all()
    root = root_of(subject)
    if isinstance(root, CommitteeSession):
        return people
    blocked = blocked_people([person.id for person in people], root, "instruction", now)
    return [person for person in people if person.id not in blocked]
