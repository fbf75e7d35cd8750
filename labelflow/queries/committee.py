"""Who sits on the committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, or_, select

from labelflow.db import db
from labelflow.domain.predicates import COMMITTEE_ROLES
from labelflow.looks import once_a_look
from labelflow.models.account import Mandate, User
from labelflow.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


PRESIDING: Final = ("chair", "deputy_chair")
"""Mandates that give the chair of a session or of an item, in this order."""


def committee_members(programme: str, today: date) -> frozenset[int]:
    """The people who sit on the programme's committee on a day."""
    return _holders(COMMITTEE_ROLES, programme, today)


@once_a_look
def presiding_people(programme: str, today: date) -> tuple[int, ...]:
    """Who may preside: the chair, then the deputies in the order of their mandates."""
    wanted = {"roles": PRESIDING, "programme": programme, "today": today}
    rows = _PRESIDING.all(db.session.connection(), wanted)
    return tuple(dict.fromkeys(person for role in PRESIDING for person, held in rows if held == role))


def has_mandate(person: int, roles: Collection[str], programme: str, today: date) -> bool:
    """Whether a person holds one of the roles for the programme on a day."""
    return person in _holders(roles, programme, today)


@once_a_look
def _holders(roles: Collection[str], programme: str, today: date) -> frozenset[int]:
    wanted = {"roles": roles, "programme": programme, "today": today}
    return frozenset(_HOLDING.column(db.session.connection(), wanted))


_IN_OFFICE: Final = (
    Mandate.role.in_(bindparam("roles", expanding=True)),
    Mandate.starts_on <= bindparam("today"),
    or_(Mandate.ends_on.is_(None), Mandate.ends_on >= bindparam("today")),
    or_(Mandate.programme_code.is_(None), Mandate.programme_code == bindparam("programme")),
)
_HOLDING: Final = Prepared(
    select(Mandate.user_id).join(User, User.id == Mandate.user_id).where(*_IN_OFFICE, User.active.is_(True))
)
_PRESIDING: Final = Prepared(select(Mandate.user_id, Mandate.role).where(*_IN_OFFICE).order_by(Mandate.id))
