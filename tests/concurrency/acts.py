"""Acts of the races that are not one service alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from labelflow.db import settings
from labelflow.services import documents
from labelflow.services.transaction import transaction
from labelflow.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor


def remember(kind: str, subject: str, *, actor: Actor, now: datetime) -> None:
    """One fact in a chain."""
    with transaction(actor=actor, now=now) as tx:
        tx.record((kind, subject), "test.fact", {"noticed": True})


def remember_slowly(kind: str, subject: str, *, actor: Actor, now: datetime) -> None:
    """One fact in a chain, by somebody who holds it for a while."""
    with transaction(actor=actor, now=now) as tx:
        tx.record((kind, subject), "test.fact", {"noticed": True})
        time.sleep(1)


def render(document: str, *, actor: Actor, now: datetime) -> int:
    """The bytes of a document, as its first reader asks for them."""
    del actor
    return len(documents.render(document, store=Store(settings().files), now=now))
