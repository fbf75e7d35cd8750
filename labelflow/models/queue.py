"""What is still to be done: notices to deliver and deadlines to watch, committed with their cause."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from labelflow.models.base import Base, IntPk, PublicId


class Notice(IntPk, PublicId, Base):
    """A mail to one person. Delivered at least once; `key` makes it unique."""

    __tablename__ = "notice"

    key: Mapped[str] = mapped_column(String(120), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5), default="fr")
    text_code: Mapped[str] = mapped_column(String(80))
    """Code of the programme's text, or of one of ours (account/…)."""
    programme_version_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chain_kind: Mapped[str] = mapped_column(String(20), default="")
    chain_subject: Mapped[str] = mapped_column(String(80), default="")
    queued_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index(
            "ix_notice_unsent",
            "next_attempt_at",
            sqlite_where=text("sent_at is null"),
            postgresql_where=text("sent_at is null"),
        ),
        Index("ix_notice_chain", "chain_kind", "chain_subject"),
    )


class Deadline(IntPk, Base):
    """A date computed from programme data. When due, the timed step that names it fires by itself."""

    __tablename__ = "deadline"

    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="pending")
    extensions: Mapped[int] = mapped_column(default=0)
    window: Mapped[bool] = mapped_column(default=False)
    """A time in which one may act, not one by which somebody must: nobody is waited for."""
    reminders_sent: Mapped[list[int]] = mapped_column(default=list)
    wakes_at: Mapped[datetime]
    """The next instant at which there is something to do: a reminder, or the due date."""

    __table_args__ = (
        CheckConstraint("state in ('pending', 'met', 'fired', 'overdue', 'cancelled')", name="state"),
        CheckConstraint("due_at >= starts_at", name="not_before_its_cause"),
        Index("ix_deadline_subject", "subject_kind", "subject_id", "code"),
        Index(
            "uq_deadline_one_pending",
            "subject_kind",
            "subject_id",
            "code",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_deadline_wakes",
            "wakes_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )
