"""Who is who on a given day. Permissions and guards read people through these functions only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from labelflow.db import db
from labelflow.models.account import InterestLink, Mandate, Membership, SignInLink, User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from labelflow.models.structure import Structure

REPRESENTING = ("legal_representative", "delegate")
"""Memberships that allow a person to commit the structure."""


def in_force(kind: type[Mandate | Membership | InterestLink], today: date) -> ColumnElement[bool]:
    """The rows of `kind` that hold on `today`, first and last day included."""
    return and_(kind.starts_on <= today, or_(kind.ends_on.is_(None), kind.ends_on >= today))


def _for_programme(programme: str | None) -> ColumnElement[bool]:
    """A mandate without a programme holds for every programme."""
    if programme is None:
        return true()
    return or_(Mandate.programme_code.is_(None), Mandate.programme_code == programme)


def mandates_of(user: User, today: date, programme: str | None = None) -> Sequence[Mandate]:
    """The mandates that `user` holds on `today`; with `programme`, those that reach it."""
    held = and_(Mandate.user_id == user.id, in_force(Mandate, today), _for_programme(programme))
    return db.session.scalars(select(Mandate).where(held).order_by(Mandate.starts_on, Mandate.id)).all()


def mandate_history(user: User) -> Sequence[Mandate]:
    """Every mandate that `user` ever held or will hold, oldest first."""
    statement = select(Mandate).where(Mandate.user_id == user.id)
    return db.session.scalars(statement.order_by(Mandate.starts_on, Mandate.id)).all()


def memberships_of(user: User, today: date) -> Sequence[Membership]:
    """The structures that `user` acts for on `today`, and in which quality."""
    held = and_(Membership.user_id == user.id, in_force(Membership, today))
    statement = select(Membership).where(held).options(joinedload(Membership.structure))
    return db.session.scalars(statement.order_by(Membership.starts_on, Membership.id)).all()


def members_of(structure: Structure, today: date) -> Sequence[Membership]:
    """Who acts for `structure` on `today`, those who may commit it first, then by name."""
    statement = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.structure_id == structure.id, in_force(Membership, today), User.active.is_(True))
        .options(contains_eager(Membership.user))
        .order_by(Membership.role == "member", User.family_name, User.given_name, Membership.id)
    )
    return db.session.scalars(statement).all()


def people_with(role: str, programme: str | None, today: date) -> Sequence[User]:
    """The active people whose mandate as `role` reaches `programme` on `today`, by name."""
    holders = select(Mandate.user_id).where(Mandate.role == role, in_force(Mandate, today), _for_programme(programme))
    return _people(select(User).where(User.id.in_(holders)))


def representatives_of(structure: Structure, today: date) -> Sequence[User]:
    """The active people who may commit `structure` on `today`, by name."""
    holders = select(Membership.user_id).where(
        Membership.structure_id == structure.id,
        Membership.role.in_(REPRESENTING),
        in_force(Membership, today),
    )
    return _people(select(User).where(User.id.in_(holders)))


def _people(statement: Select[Any]) -> Sequence[User]:
    ordered = statement.where(User.active.is_(True)).order_by(User.family_name, User.given_name, User.id)
    return db.session.scalars(ordered).all()


def overlapping_mandate(
    user: User, role: str, programme: str | None, starts_on: date, ends_on: date | None
) -> Mandate | None:
    """A mandate of `user` for the same role that shares a day and a programme with these dates."""
    statement = select(Mandate).where(
        Mandate.user_id == user.id, Mandate.role == role, _meets(Mandate, starts_on, ends_on), _for_programme(programme)
    )
    return db.session.scalars(statement.order_by(Mandate.starts_on)).first()


def overlapping_membership(user: User, structure: Structure, role: str, starts_on: date) -> Membership | None:
    """A membership of `user` in `structure` in the same quality that runs on `starts_on` or later."""
    statement = select(Membership).where(
        Membership.user_id == user.id,
        Membership.structure_id == structure.id,
        Membership.role == role,
        _meets(Membership, starts_on, None),
    )
    return db.session.scalars(statement.order_by(Membership.starts_on)).first()


def _meets(kind: type[Mandate | Membership], starts_on: date, ends_on: date | None) -> ColumnElement[bool]:
    begins_in_time = true() if ends_on is None else kind.starts_on <= ends_on
    return and_(begins_in_time, or_(kind.ends_on.is_(None), kind.ends_on >= starts_on))


def interest_links_of(user: User) -> Sequence[InterestLink]:
    """Every link that `user` declared or that was detected, ended ones included: newest first."""
    statement = select(InterestLink).where(InterestLink.user_id == user.id).options(joinedload(InterestLink.structure))
    return db.session.scalars(statement.order_by(InterestLink.starts_on.desc(), InterestLink.id.desc())).all()


def user_by_email(email: str) -> User | None:
    """The account of an address, whatever its capitals and outer spaces."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def user_by_public_id(public_id: str) -> User | None:
    """The account that addresses call `public_id`."""
    return db.session.scalar(select(User).where(User.public_id == public_id))


def sign_in_link(token_hash: str) -> SignInLink | None:
    """The sign-in link whose token has this hash, used and expired ones included."""
    return db.session.scalar(select(SignInLink).where(SignInLink.token_hash == token_hash))
