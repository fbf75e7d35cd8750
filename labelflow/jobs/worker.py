"""One round of everything that happens by itself, and the loop that repeats it."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from labelflow import clock
from labelflow.db import db, settings
from labelflow.jobs import post
from labelflow.jobs.clock import tick
from labelflow.models.file import Document
from labelflow.services import class_requests, concerns, documents
from labelflow.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

log = structlog.get_logger("labelflow.worker")

PAUSE_SECONDS = 5.0
SHORT_PAUSE_SECONDS = 0.5
RENDERED_AT_ONCE = 4
"""Few: whoever opens a document has it rendered at once, so there is no hurry and the site stays quick."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    deadlines: int
    requests: int
    notices: int
    documents: int


def work_once(now: datetime) -> Round:
    """Each job in turn, notices after what causes them. One that fails does not keep the others from running."""
    counts = dict.fromkeys(JOBS, 0)
    for name, job in JOBS.items():
        try:
            counts[name] = job(now)
        except Exception:  # the loop goes on; the cause is in the log
            log.exception("job-failed", job=name)
            db.session.rollback()
    return Round(**counts)


def render_waiting(now: datetime) -> int:
    """Render some of the documents that nobody opened yet. Returns how many.

    One that cannot be rendered holds up none of the others; what failed is raised in the end.
    """
    waiting = db.session.scalars(
        select(Document.public_id).where(Document.rendered_at.is_(None)).order_by(Document.id)
    ).all()
    db.session.rollback()
    store = Store(settings().files)
    rendered, failures = 0, []
    for public_id in waiting:
        if rendered == RENDERED_AT_ONCE:
            break
        try:
            documents.render(public_id, store=store, now=now)
        except Exception as failure:  # noqa: BLE001 - raised below, once the others were rendered
            db.session.rollback()
            failures.append(failure)
        else:
            rendered += 1
    if failures:
        raise ExceptionGroup(f"{len(failures)} documents could not be rendered", failures)
    return rendered


def look_after_requests(now: datetime) -> int:
    """Ask teachers whether they were answered; forget who asked or reported what is over. Returns how many."""
    return class_requests.follow_up(now) + class_requests.forget(now) + concerns.forget(now)


JOBS: Final[Mapping[str, Callable[[datetime], int]]] = {
    "deadlines": tick,
    "requests": look_after_requests,
    "notices": post.deliver,
    "documents": render_waiting,
}
"""What a round does, in order."""


def work(stop: threading.Event) -> None:
    """Repeat rounds until asked to stop."""
    while not stop.is_set():
        done = work_once(clock.now())
        db.session.close()
        stop.wait(PAUSE_SECONDS if done == Round(0, 0, 0, 0) else SHORT_PAUSE_SECONDS)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set: the round under way is finished first."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop
