"""What teachers said kept them from hosting an action: counts, and nobody."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelflow.models.base import Base, IntPk


class PollCount(IntPk, Base):
    """How many people ticked a reason. No answer is kept by itself: not when, not with which others, not by whom."""

    __tablename__ = "poll_count"

    programme_code: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(60))
    """Empty: how many people answered at all."""
    count: Mapped[int]

    __table_args__ = (
        UniqueConstraint("programme_code", "reason"),
        CheckConstraint("count >= 1", name="counted"),
    )
