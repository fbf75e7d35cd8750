"""From an account to an actor: everything that authorises a person, read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import String, bindparam, literal_column, null, select, union_all

from labelflow.db import db
from labelflow.domain.actor import Actor, MandateHeld, MembershipHeld
from labelflow.models.account import Mandate, Membership
from labelflow.prepared import Prepared

if TYPE_CHECKING:
    from labelflow.models.account import User

_HELD: Final = Prepared(
    union_all(
        select(
            literal_column("'mandate'", String),
            Mandate.id,
            Mandate.role,
            Mandate.programme_code,
            Mandate.starts_on,
            Mandate.ends_on,
            Mandate.structure_id,
            Mandate.college,
            Mandate.capacity,
        ).where(Mandate.user_id == bindparam("person")),
        select(
            literal_column("'membership'"),
            Membership.id,
            Membership.role,
            null(),
            Membership.starts_on,
            Membership.ends_on,
            Membership.structure_id,
            null(),
            null(),
        ).where(Membership.user_id == bindparam("person")),
    )
)


def actor_of(user: User) -> Actor:
    """The person as an actor, with past and coming mandates too: predicates look at the day."""
    held = sorted(_HELD.all(db.session.connection(), {"person": user.id}), key=lambda row: row[1])
    return Actor(
        id=user.id,
        public_id=user.public_id,
        mandates=tuple(MandateHeld(*row[2:]) for row in held if row[0] == "mandate"),
        memberships=tuple(
            MembershipHeld(structure, role, starts_on, ends_on)
            for kind, _key, role, _programme, starts_on, ends_on, structure, *_ in held
            if kind == "membership"
        ),
    )
