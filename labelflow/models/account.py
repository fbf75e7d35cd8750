"""People: accounts, dated mandates, memberships of structures, links of interest, sign-in links.

`User` carries by hand the columns of `flask_security.models.sqla_v2` that labelflow uses, with the same
names and types: the ready-made mixin writes naive instants and changes its tables with the optional
packages installed on the machine.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.structure import Structure

MANDATE_ROLES = (
    "reviewer",
    "scientist",
    "coordinator",
    "member",
    "chair",
    "deputy_chair",
    "signatory",
    "auditor",
    "observer",
    "operator",
)
MEMBERSHIP_ROLES = ("legal_representative", "delegate", "member")
LINK_SOURCES = ("declared", "detected")


def new_uniquifier() -> str:
    """What the session of a person carries instead of an identifier: a new one ends every session."""
    return secrets.token_hex(16)


def full_name(given: str, family: str, email: str) -> str:
    """Given name, family name; the address when neither is known."""
    return f"{given} {family}".strip() or email


def _one_of(column: str, values: tuple[str, ...], name: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


def _ends_after_start() -> CheckConstraint:
    return CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start")


roles_users = Table(
    "roles_users",
    Base.metadata,
    Column("user_id", ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, IntPk, RoleMixin):
    """Required by Flask-Security and left empty: labelflow authorises by mandates and memberships."""

    __tablename__ = "role"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(String(255), default="")


class User(Base, IntPk, PublicId, UserMixin):
    """A person who may sign in. The address is stored in lower case and identifies the account."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    email: Mapped[str] = mapped_column(String(255), unique=True)
    given_name: Mapped[str] = mapped_column(String(100), default="")
    family_name: Mapped[str] = mapped_column(String(100), default="")
    language: Mapped[str] = mapped_column(String(5), default="fr")
    phone: Mapped[str] = mapped_column(String(32), default="")
    disciplines: Mapped[list[str]] = mapped_column(default=list)
    departments: Mapped[list[str]] = mapped_column(default=list)
    trained_on: Mapped[date | None]
    created_at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=new_uniquifier)
    password: Mapped[str | None] = mapped_column(String(255))
    """Hash; None while the person signs in by link only."""
    confirmed_at: Mapped[datetime | None]
    """First time that a link sent to the address was used."""

    roles: Mapped[list[RoleMixin]] = relationship("Role", secondary=roles_users)
    mandates: Mapped[list[Mandate]] = relationship(back_populates="user", order_by="Mandate.starts_on")
    memberships: Mapped[list[Membership]] = relationship(back_populates="user", order_by="Membership.starts_on")
    interest_links: Mapped[list[InterestLink]] = relationship(back_populates="user", order_by="InterestLink.starts_on")

    @property
    def name(self) -> str:
        """Given name, family name; the address when neither is known."""
        return full_name(self.given_name, self.family_name, self.email)


class Mandate(Base, IntPk, PublicId):
    """What a person may do, for which programme, on behalf of which body, from when to when."""

    __tablename__ = "mandate"
    __table_args__ = (
        _ends_after_start(),
        _one_of("role", MANDATE_ROLES, "role_known"),
        Index(None, "user_id", "role"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(20))
    programme_code: Mapped[str | None] = mapped_column(String(80))
    """None: every programme."""
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"), index=True)
    """The body that the person represents."""
    college: Mapped[str | None] = mapped_column(String(80))
    capacity: Mapped[str] = mapped_column(String(200), default="")
    """Words under a signature, such as « Présidente de la commission »."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """Last day, included; None: no end fixed."""

    user: Mapped[User] = relationship(back_populates="mandates")
    structure: Mapped[Structure | None] = relationship()


class Membership(Base, IntPk, PublicId):
    """A person acts for a structure."""

    __tablename__ = "membership"
    __table_args__ = (
        _ends_after_start(),
        _one_of("role", MEMBERSHIP_ROLES, "role_known"),
        UniqueConstraint("user_id", "structure_id", "role", "starts_on"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="memberships")
    structure: Mapped[Structure] = relationship()


class InterestLink(Base, IntPk, PublicId):
    """A link between a person and a structure. A link is not yet a conflict: the rules decide."""

    __tablename__ = "interest_link"
    __table_args__ = (
        _ends_after_start(),
        _one_of("source", LINK_SOURCES, "source_known"),
        Index(None, "user_id", "structure_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    code: Mapped[str] = mapped_column(String(24))
    """SELF, FAMILY, FUNDING, ADVISED, COMPETITOR, DISPUTE, SCIENTIFIC…: the programme lists them."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(10), default="declared")
    declared_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="interest_links")
    structure: Mapped[Structure] = relationship()


class SignInLink(Base, IntPk):
    """A link sent by e-mail: opens a page, signs in once. Only the hash of its token is kept."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
