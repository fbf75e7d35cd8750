"""Certificates of reviewing: what a reviewer was given to show that they reviewed. Nothing here is ever deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.base import Base, IntPk, PublicId

if TYPE_CHECKING:
    from labelflow.models.account import User
    from labelflow.models.file import Document


class ReviewingCertificate(IntPk, PublicId, Base):
    """A certificate for one review, or for those of a year. What it says is in its document."""

    __tablename__ = "reviewing_certificate"

    code: Mapped[str] = mapped_column(String(16), unique=True)
    """Printed on it, drawn at random: by it alone is the certificate found."""
    person_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    programme_code: Mapped[str] = mapped_column(String(60))
    year: Mapped[int | None]
    assignments: Mapped[list[str]]
    """Public identifiers of the assignments that it counts: it no longer holds when one of them is set aside."""
    covers: Mapped[str] = mapped_column(String(64))
    """Fingerprint of all that it says: asked for again, the same certificate is given again."""
    issued_at: Mapped[datetime]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)

    person: Mapped[User] = relationship()
    document: Mapped[Document] = relationship()

    __table_args__ = (UniqueConstraint("person_id", "covers"),)
