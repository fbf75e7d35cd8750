"""What teachers ask of holders by the site."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.domain.actions import LARGEST_GROUP
from labelflow.models.action import Action
from labelflow.models.base import Base, IntPk, PublicId


class ClassRequest(IntPk, PublicId, Base):
    """One request for one action. Who asked is erased after a while; that something was asked, and answered, stays."""

    __tablename__ = "class_request"

    KIND = "class_request"

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Of the page that was filled: sent twice, it is the same request."""
    language: Mapped[str] = mapped_column(String(5), default="fr")
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the teacher confirmed the address: the request left for the holder in the same transaction."""
    followed_up_at: Mapped[datetime | None]
    """When the teacher was asked whether the holder answered."""
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(10), default="")
    """Whether the holder answered, as the teacher says."""
    erased_at: Mapped[datetime | None]
    """Since when nothing below is known any more."""

    name: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    school: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(20), default="")
    pupils: Mapped[int | None]
    wanted: Mapped[str] = mapped_column(String(200), default="")
    """When it should take place, in words."""
    message: Mapped[str] = mapped_column(Text, default="")

    action: Mapped[Action] = relationship()

    __table_args__ = (
        CheckConstraint("answer in ('', 'yes', 'no', 'not_yet')", name="answer_known"),
        CheckConstraint("(answer = '') = (answered_at is null)", name="answered_since"),
        CheckConstraint("answered_at is null or confirmed_at is not null", name="answered_once_sent"),
        CheckConstraint("followed_up_at is null or confirmed_at is not null", name="followed_up_once_sent"),
        CheckConstraint(f"pupils between 1 and {LARGEST_GROUP}", name="pupils"),
        CheckConstraint(
            "erased_at is null or (name = '' and email = '' and school = '' and wanted = '' and message = '')",
            name="erased_whole",
        ),
        Index(
            "ix_class_request_email",
            "email",
            "created_at",
            sqlite_where=text("erased_at is null"),
            postgresql_where=text("erased_at is null"),
        ),
    )
