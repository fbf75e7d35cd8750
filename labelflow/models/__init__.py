"""Tables. Typed, with constraints that repeat the invariants; no rule lives here."""

from labelflow.models.base import Base, IntPk, PublicId, UtcDateTime, new_public_id

__all__ = ["Base", "IntPk", "PublicId", "UtcDateTime", "new_public_id"]
