"""Acts of the races that are not one service alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from labelflow.db import settings
from labelflow.jobs.batch import make
from labelflow.jobs.clock import tick
from labelflow.models.application import Application
from labelflow.models.subjects import MODELS
from labelflow.queries.batches import waiting
from labelflow.services import clocks, documents, steps
from labelflow.services.transaction import transaction
from labelflow.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import MachineKind

    Fields = Mapping[str, Any] | None


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


def take_slowly(kind: MachineKind, public_id: str, step: str, *, fields: Fields = None, **acting: Any) -> None:
    """A step whose commit comes late."""
    with transaction(**acting) as tx:
        tx.take(tx.lock(MODELS[kind], public_id), step, fields)
        time.sleep(1)


def take_later(kind: MachineKind, public_id: str, step: str, *, fields: Fields = None, **acting: Any) -> None:
    """A step that begins while the slow one of another process is under way."""
    time.sleep(0.4)
    steps.take(kind, public_id, step, fields=fields, **acting)


def hold_then_stop(application: str, code: str, *, actor: Actor, now: datetime) -> None:
    """Hold an application for a while, then stop one of its deadlines, as a long step does."""
    with transaction(actor=actor, now=now) as tx:
        subject = tx.lock(Application, application)
        time.sleep(1)
        clocks.stop(tx, subject, (code,))


def tick_later(*, actor: Actor, now: datetime) -> int:
    """The worker's clock, while another process holds an application."""
    del actor
    time.sleep(0.4)
    return tick(now)


def make_all(*, actor: Actor, now: datetime) -> int:
    """The batch of a command: every document that waits."""
    del actor
    return sum(one.fault is None for one in make(waiting(), now))
