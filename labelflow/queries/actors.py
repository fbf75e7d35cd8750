"""From an account to an actor: everything that authorises a person, read at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import Actor, MandateHeld, MemberRole, MembershipHeld, Role
from labelflow.models.account import Mandate, Membership

if TYPE_CHECKING:
    from labelflow.models.account import User


def actor_of(user: User) -> Actor:
    """The person as an actor, with past and coming mandates too: predicates look at the day."""
    mandates = db.session.scalars(select(Mandate).where(Mandate.user_id == user.id).order_by(Mandate.id))
    memberships = db.session.scalars(select(Membership).where(Membership.user_id == user.id).order_by(Membership.id))
    return Actor(
        id=user.id,
        public_id=user.public_id,
        mandates=tuple(
            MandateHeld(
                cast("Role", row.role),
                row.programme_code,
                row.starts_on,
                row.ends_on,
                row.structure_id,
                row.college,
                row.capacity,
            )
            for row in mandates
        ),
        memberships=tuple(
            MembershipHeld(row.structure_id, cast("MemberRole", row.role), row.starts_on, row.ends_on)
            for row in memberships
        ),
    )
