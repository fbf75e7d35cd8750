"""The instance's keys, as whoever signs or verifies reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from labelflow.db import db
from labelflow.models.key import SealingKey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Purpose = Literal["authority", "seal", "credential"]


def keys_of(purpose: str) -> Sequence[SealingKey]:
    """Every key that was ever made for a purpose, the oldest first."""
    return db.session.scalars(select(SealingKey).where(SealingKey.purpose == purpose).order_by(SealingKey.number)).all()


def key_called(name: str) -> SealingKey | None:
    """The key that proofs call « credential-2 »; None when there is none."""
    purpose, _dash, number = name.rpartition("-")
    return next((key for key in keys_of(purpose) if str(key.number) == number), None)


def key_signing_at(purpose: Purpose, instant: datetime, controller: str = "") -> SealingKey | None:
    """The key that signs for a purpose at an instant; None when there is none.

    A credential names who issued it, so that only keys published under that name may sign it.
    """
    fit = [
        key
        for key in keys_of(purpose)
        if key.controller == controller
        and key.revoked_at is None
        and key.starts_at <= instant
        and (key.retired_at is None or instant < key.retired_at)
    ]
    return fit[-1] if fit else None
