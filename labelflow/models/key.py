"""The instance's keys: what each one signs, and since when. Never deleted: what it signed is verified with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelflow.models.base import Base, IntPk

PURPOSES = ("authority", "seal", "credential")
"""An `authority` vouches for the keys of seals, and signs nothing else than their certificates and what it revokes."""


class SealingKey(IntPk, Base):
    """One key. It signs from `starts_at` until it is retired; it stays good for what it signed until it is revoked.

    The private half is kept as encrypted PKCS#8 (the pass phrase lies outside the database), or is empty when a
    hardware module keeps it.
    """

    __tablename__ = "sealing_key"

    purpose: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    """Counts the keys of a purpose: « credential-2 » is the name that proofs carry."""
    public: Mapped[str] = mapped_column(Text)
    """SubjectPublicKeyInfo, PEM."""
    private: Mapped[str] = mapped_column(Text, default="")
    """Encrypted PKCS#8, PEM; empty: kept elsewhere."""
    certificates: Mapped[str] = mapped_column(Text, default="")
    """PEM, the key's own first, then its authorities; empty when nobody vouches for it."""
    controller: Mapped[str] = mapped_column(String(300), default="")
    """The DID under which a credential key is published."""
    made_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    """When it begins to sign; it is published before, so that whoever keeps a copy of the keys knows it in time."""
    ends_at: Mapped[datetime | None]
    """The last instant at which its certificate lets it sign; None: no certificate says so."""
    retired_at: Mapped[datetime | None]
    """Since when it signs no longer."""
    revoked_at: Mapped[datetime | None]
    """Since when nothing that it signed counts."""
    revocation_reason: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        UniqueConstraint("purpose", "number"),
        CheckConstraint("purpose in ('authority', 'seal', 'credential')", name="purpose"),
        CheckConstraint("retired_at is null or retired_at >= starts_at", name="retired_later"),
    )

    @property
    def name(self) -> str:
        """« credential-2 »."""
        return f"{self.purpose}-{self.number}"
