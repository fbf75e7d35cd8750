"""Documents that the instance issues: what they say is committed with its cause, the bytes follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from labelflow.models.base import Base, IntPk, PublicId


class Document(IntPk, PublicId, Base):
    """A receipt, letter, minutes or certificate. The same content always gives the same bytes.

    The row is written in the transaction that causes it; the PDF is rendered afterwards (by the worker,
    or by the first person who opens it) and then never changes: `sha256` names it in the file store.
    """

    __tablename__ = "document"

    kind: Mapped[str] = mapped_column(String(20))
    chain_kind: Mapped[str] = mapped_column(String(20))
    chain_subject: Mapped[str] = mapped_column(String(80))
    programme_version_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))
    title: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, Any]]
    requested_at: Mapped[datetime]
    rendered_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size_bytes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("(rendered_at is null) = (sha256 = '')", name="rendered_has_hash"),
        Index("ix_document_chain", "chain_kind", "chain_subject"),
    )
