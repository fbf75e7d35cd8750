"""The committee's sessions: agenda, attendance, recusals, ballots."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.stateful import Stateful

if TYPE_CHECKING:
    from labelflow.domain.workflow import MachineKind
    from labelflow.models.account import User
    from labelflow.models.application import Application


class Session(IntPk, PublicId, Stateful, Base):
    """A meeting of the committee."""

    __tablename__ = "committee_session"
    KIND: ClassVar[MachineKind] = "session"

    programme_code: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(200))
    held_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300), default="")
    remote_address: Mapped[str] = mapped_column(String(300), default="")
    second_meeting_of_id: Mapped[int | None] = mapped_column(ForeignKey("committee_session.id"))
    """A second meeting on the same agenda needs no quorum (CRPA R133-11)."""
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    noticed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    minutes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[datetime]

    chair: Mapped[User | None] = relationship()
    items: Mapped[list[Item]] = relationship(back_populates="session", order_by="Item.position")
    attendances: Mapped[list[Attendance]] = relationship(
        back_populates="session", cascade="all, delete-orphan", foreign_keys="Attendance.session_id"
    )


class Item(IntPk, PublicId, Stateful, Base):
    """One application on one session's agenda."""

    __tablename__ = "item"
    KIND: ClassVar[MachineKind] = "item"

    session_id: Mapped[int] = mapped_column(ForeignKey("committee_session.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    rapporteur_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    position: Mapped[int]
    ballot: Mapped[int] = mapped_column(default=0)
    """Number of the ballot in progress or last held: each proposal put to the vote is one ballot."""
    proposed_outcome: Mapped[str] = mapped_column(String(30), default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Counted votes of every ballot, quorum and recusals at the vote."""
    secret: Mapped[bool] = mapped_column(default=False)
    """Whether the ballot in progress or last held is secret: who voted is kept, what they voted is not."""
    live: Mapped[bool] = mapped_column(default=True)

    session: Mapped[Session] = relationship(back_populates="items")
    application: Mapped[Application] = relationship()
    rapporteur: Mapped[User | None] = relationship()
    recusals: Mapped[list[Recusal]] = relationship(back_populates="item", order_by="Recusal.id")
    votes: Mapped[list[Vote]] = relationship(back_populates="item", order_by="Vote.id")
    secret_requests: Mapped[list[SecretBallotRequest]] = relationship(
        back_populates="item", order_by="SecretBallotRequest.id"
    )
    urns: Mapped[list[Urn]] = relationship(back_populates="item", order_by="Urn.ballot")

    __table_args__ = (
        Index(
            "uq_item_one_live",
            "application_id",
            unique=True,
            sqlite_where=text("live = 1"),
            postgresql_where=text("live"),
        ),
    )


class Attendance(IntPk, Base):
    """A member at a session: in the room, remote, represented by a proxy, or away."""

    __tablename__ = "attendance"

    session_id: Mapped[int] = mapped_column(ForeignKey("committee_session.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    presence: Mapped[str] = mapped_column(String(10))
    proxy_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    session: Mapped[Session] = relationship(back_populates="attendances")
    member: Mapped[User] = relationship(foreign_keys=[member_id])

    __table_args__ = (
        UniqueConstraint("session_id", "member_id"),
        CheckConstraint("presence in ('present', 'remote', 'proxy', 'away')", name="presence"),
        CheckConstraint("(presence = 'proxy') = (proxy_to_id is not null)", name="proxy_has_holder"),
        CheckConstraint("proxy_to_id is null or proxy_to_id <> member_id", name="proxy_to_another"),
    )


class Recusal(IntPk, Base):
    """A member who steps aside for one item: no page, no debate, no vote."""

    __tablename__ = "recusal"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(String(10), default="computed")
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]

    item: Mapped[Item] = relationship(back_populates="recusals")
    member: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("item_id", "member_id"),)


class SecretBallotRequest(IntPk, Base):
    """A member asks that the vote on an item be secret."""

    __tablename__ = "secret_ballot_request"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    requested_at: Mapped[datetime]

    item: Mapped[Item] = relationship(back_populates="secret_requests")

    __table_args__ = (UniqueConstraint("item_id", "member_id"),)


class Urn(IntPk, Base):
    """The voices of a secret ballot, counted as they fall: nothing says whose each was."""

    __tablename__ = "urn"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    ballot: Mapped[int]
    for_: Mapped[int] = mapped_column("votes_for", default=0)
    against: Mapped[int] = mapped_column("votes_against", default=0)
    abstain: Mapped[int] = mapped_column("abstentions", default=0)

    item: Mapped[Item] = relationship(back_populates="urns")

    __table_args__ = (
        UniqueConstraint("item_id", "ballot"),
        CheckConstraint("votes_for >= 0 and votes_against >= 0 and abstentions >= 0", name="counted"),
    )


class Vote(IntPk, Base):
    """One vote of one member in one ballot of one item; `by_proxy_id` cast it for the member.

    `choice` is empty in a secret ballot: the voice is in the urn.
    """

    __tablename__ = "vote"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    ballot: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    by_proxy_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    choice: Mapped[str] = mapped_column(String(10))
    cast_at: Mapped[datetime]

    item: Mapped[Item] = relationship(back_populates="votes")
    member: Mapped[User] = relationship(foreign_keys=[member_id])

    __table_args__ = (
        UniqueConstraint("item_id", "ballot", "member_id"),
        CheckConstraint("choice in ('', 'for', 'against', 'abstain')", name="choice"),
    )
