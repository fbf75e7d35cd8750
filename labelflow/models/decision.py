"""Decisions: drafted by a vote, reasoned, signed, notified."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.stateful import Stateful

if TYPE_CHECKING:
    from labelflow.domain.workflow import MachineKind
    from labelflow.models.account import User
    from labelflow.models.application import Application, Snapshot
    from labelflow.models.session import Item


class Decision(IntPk, PublicId, Stateful, Base):
    """What was decided on an application, on which record, by whom, and why."""

    __tablename__ = "decision"
    KIND: ClassVar[MachineKind] = "decision"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), unique=True)
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshot.id"))
    outcome: Mapped[str] = mapped_column(String(30))
    """Code of the application's step that the signature fires (grant, refuse, defer…)."""
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The computed proposal with its explanation, as it stood at the vote."""
    departs: Mapped[bool] = mapped_column(default=False)
    departure_reason: Mapped[str] = mapped_column(Text, default="")
    grounds: Mapped[list[Any]] = mapped_column(default=list)
    """Structured reasons: [{"article", "criterion", "facts"}]."""
    reservations: Mapped[list[Any]] = mapped_column(default=list)
    """[{"criterion", "severity", "text", "due_on"}]."""
    text: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    remedies: Mapped[str] = mapped_column(Text, default="")
    drafted_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signatory_capacity: Mapped[str] = mapped_column(String(200), default="")
    notified_at: Mapped[datetime | None]
    notified_by: Mapped[str] = mapped_column(String(20), default="")
    """How it was notified: account | mail | post."""
    opened_at: Mapped[datetime | None]
    """When somebody of the structure first opened it."""
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    application: Mapped[Application] = relationship()
    item: Mapped[Item | None] = relationship()
    snapshot: Mapped[Snapshot | None] = relationship()
    signatory: Mapped[User | None] = relationship()

    __table_args__ = (
        CheckConstraint("(signed_at is null) = (signatory_id is null)", name="signed_by_somebody"),
        CheckConstraint("notified_at is null or signed_at is not null", name="signed_before_notified"),
    )
