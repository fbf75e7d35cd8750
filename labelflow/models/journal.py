"""The journal: hash chains of facts. Append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelflow.models.base import Base, IntPk


class Chain(IntPk, Base):
    """One chain per subject (application, label, structure, session, programme, person)."""

    __tablename__ = "chain"

    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(80))
    """Public identifier of the subject."""
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (UniqueConstraint("kind", "subject"),)


class Event(IntPk, Base):
    """A fact. `hash` = SHA-256(previous hash ‖ RFC 8785 form of `body`)."""

    __tablename__ = "event"

    chain_id: Mapped[int] = mapped_column(ForeignKey("chain.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(80), index=True)
    body: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (UniqueConstraint("chain_id", "number"),)


class EventPrivate(IntPk, Base):
    """Personal data of an event, beside it: the body only holds a salted hash, so erasure keeps the proof."""

    __tablename__ = "event_private"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    salt: Mapped[str] = mapped_column(String(32))
    content: Mapped[dict[str, Any]]
