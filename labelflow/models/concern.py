"""What anybody told the coordination about a label."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.account import User
from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.label import Label


class Concern(IntPk, PublicId, Base):
    """One report. What was told is erased after a while; that something was told, and how it ended, stays."""

    __tablename__ = "concern"

    KIND = "concern"

    programme_code: Mapped[str] = mapped_column(String(60), index=True)
    label_id: Mapped[int | None] = mapped_column(ForeignKey("label.id"), index=True)
    """None when nobody holds what was shown."""
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Of the page that was filled: sent twice, it is the same report."""
    kind: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(5), default="fr")
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), index=True)
    state_since: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Whoever took it in hand, or closed it."""
    outcome: Mapped[str] = mapped_column(String(10), default="")
    confirmed_at: Mapped[datetime | None]
    """When the address was confirmed: no outcome is sent to another."""
    erased_at: Mapped[datetime | None]
    """Since when nothing below is known any more."""

    shown: Mapped[str] = mapped_column(String(60), default="")
    """The number or the words that were being verified."""
    place: Mapped[str] = mapped_column(String(300), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was closed so, in words for whoever told it."""
    email: Mapped[str] = mapped_column(String(254), default="")

    label: Mapped[Label | None] = relationship()
    handler: Mapped[User | None] = relationship()

    __table_args__ = (
        CheckConstraint("kind in ('misuse', 'concern')", name="kind_known"),
        CheckConstraint("state in ('new', 'in_hand', 'closed')", name="state_known"),
        CheckConstraint("outcome in ('', 'founded', 'unfounded', 'elsewhere')", name="outcome_known"),
        CheckConstraint("(state = 'closed') = (outcome <> '')", name="closed_with_an_outcome"),
        CheckConstraint("(state = 'new') = (handler_id is null)", name="handled_by_somebody"),
        CheckConstraint(
            "erased_at is null or (shown = '' and place = '' and message = '' and reason = '' and email = '')",
            name="erased_whole",
        ),
    )
