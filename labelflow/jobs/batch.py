"""Makes many documents, one after the other: each in a transaction of its own, so that a batch goes on where it died."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelflow.db import db, settings
from labelflow.services import documents
from labelflow.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one document of a batch."""

    public_id: str
    fault: Exception | None = None


def make(waiting: Sequence[str], now: datetime) -> Iterator[Made]:
    """Render, seal and keep each document. One that fails holds up none of the others.

    A document is made once, whoever else makes it at the same time, and whatever was killed before.
    """
    store = Store(settings().files)
    db.session.rollback()
    for public_id in waiting:
        try:
            documents.render(public_id, store=store, now=now)
        except Exception as fault:  # noqa: BLE001 - told to whoever runs the batch, with the document
            db.session.rollback()
            yield Made(public_id, fault)
        else:
            yield Made(public_id)
