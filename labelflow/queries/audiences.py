"""Who belongs to the audience of a notice: applicant, reviewers, coordination, committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import bindparam, or_, select

from labelflow.domain.calendar import local_day
from labelflow.models.account import Mandate, Membership, User, full_name
from labelflow.models.review import Assignment
from labelflow.models.session import Session as CommitteeSession
from labelflow.models.subjects import Subject, root_of
from labelflow.prepared import Prepared
from labelflow.queries.conflicts import blocked_people
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

COMMITTEE = ("member", "chair", "deputy_chair")


class Addressee(NamedTuple):
    """Somebody who is told something, as their account says."""

    id: int
    email: str
    language: str
    given_name: str
    family_name: str

    @property
    def name(self) -> str:
        """As `User.name`."""
        return full_name(self.given_name, self.family_name, self.email)


class Stranger(NamedTuple):
    """Somebody without an account: one of them at most is told of one cause."""

    email: str
    language: str
    name: str
    id: None = None


def members_told(structure_id: int, now: datetime, *, session: Session) -> list[Addressee]:
    """The active people who act for a structure."""
    return _read(_ACTING, session, structure=structure_id, today=local_day(now))


def coordinators(programme: str, now: datetime, *, session: Session) -> list[Addressee]:
    """The active people who coordinate a programme, for what concerns no structure."""
    return _read(_HOLDING, session, roles=("coordinator",), today=local_day(now), programme=programme)


def audience(name: str, subject: Subject, now: datetime, *, session: Session) -> list[Addressee]:
    """The active people of an audience for a subject, without those whom a conflict keeps out."""
    today = local_day(now)
    match name:
        case "applicant":
            structure = getattr(root_of(subject), "structure_id", None)
            return _read(_ACTING, session, structure=structure, today=today)
        case "reviewer":
            return _reviewers(subject, session)
        case "coordination":
            return _mandated(("coordinator",), subject, now, session)
        case "committee":
            return _mandated(COMMITTEE, subject, now, session)
        case _:
            raise LookupError(f"no audience is called {name!r}")


def _reviewers(subject: Subject, session: Session) -> list[Addressee]:
    if isinstance(subject, Assignment):
        return _read(_ONE, session, person=subject.person_id)
    machine = programme_of(subject.programme_version_id).machines.get("assignment")
    told = [*machine.states_with("reads"), *machine.states_with("pending")] if machine else []
    return _read(_READING, session, application=subject.id, states=told) if told else []


def _mandated(roles: tuple[str, ...], subject: Subject, now: datetime, session: Session) -> list[Addressee]:
    code = programme_of(subject.programme_version_id).code
    people = _read(_HOLDING, session, roles=roles, today=local_day(now), programme=code)
    root = root_of(subject)
    if isinstance(root, CommitteeSession):
        return people
    blocked = blocked_people([person.id for person in people], root, "instruction", now)
    return [person for person in people if person.id not in blocked]


def _read(statement: Prepared, session: Session, **values: object) -> list[Addressee]:
    return [Addressee(*row) for row in statement.all(session.connection(), values)]


def _active(*those: ColumnElement[bool]) -> Prepared:
    told = select(User.id, User.email, User.language, User.given_name, User.family_name)
    return Prepared(told.where(User.active.is_(True), *those).order_by(User.id))


_ONE: Final = _active(User.id == bindparam("person"))
_ACTING: Final = _active(
    User.id.in_(
        select(Membership.user_id).where(
            Membership.structure_id == bindparam("structure"),
            Membership.starts_on <= bindparam("today"),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= bindparam("today")),
        )
    )
)
_READING: Final = _active(
    User.id.in_(
        select(Assignment.person_id).where(
            Assignment.application_id == bindparam("application"),
            Assignment.state.in_(bindparam("states", expanding=True)),
        )
    )
)
_HOLDING: Final = _active(
    User.id.in_(
        select(Mandate.user_id).where(
            Mandate.role.in_(bindparam("roles", expanding=True)),
            Mandate.starts_on <= bindparam("today"),
            or_(Mandate.ends_on.is_(None), Mandate.ends_on >= bindparam("today")),
            or_(Mandate.programme_code.is_(None), Mandate.programme_code == bindparam("programme")),
        )
    )
)
