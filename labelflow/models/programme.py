"""Installed versions of programmes: immutable, named by their digest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelflow.models.base import Base, IntPk


class ProgrammeVersion(IntPk, Base):
    """One version of one programme, whole, as data. Applications keep the version they began with."""

    __tablename__ = "programme_version"

    code: Mapped[str] = mapped_column(String(60), index=True)
    version: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """Large, and parsed once a process: read when it is asked for."""
    installed_at: Mapped[datetime]
    in_force_from: Mapped[date]

    __table_args__ = (UniqueConstraint("code", "version"),)
