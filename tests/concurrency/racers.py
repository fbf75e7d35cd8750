"""Real processes that act at the same instant on one database, each with an application of its own."""

from __future__ import annotations

import importlib
import multiprocessing
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from multiprocessing.connection import Connection
    from threading import Barrier

    from flask import Flask
    from sqlalchemy import Engine

    from labelflow.config import Settings

PATIENCE_SECONDS = 120
ANSWERS = frozenset({"Refused", "Outdated", "Forbidden", "NotFound", "Invalid"})


@dataclass(frozen=True, slots=True)
class Act:
    """A service to call ("labelflow.services.steps:take"), as whom (a public identifier, "system", "nobody")."""

    service: str
    by: str
    arguments: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act: "done", an answer of ours ("Refused"…), or "fault" with its trace."""

    kind: str
    codes: tuple[str, ...] = ()
    trace: str = ""
    value: Any = None


class Racers:
    """Some processes that wait for acts, and start them together."""

    def __init__(self, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._barriers = {parties: context.Barrier(parties) for parties in range(1, count + 1)}
        pipes = [context.Pipe() for _ in range(count)]
        self._ends = [mine for mine, _theirs in pipes]
        self._processes = [
            context.Process(target=_serve, args=(theirs, self._barriers), daemon=True) for _mine, theirs in pipes
        ]
        for process in self._processes:
            process.start()

    def race(self, settings: Settings, now: datetime, *acts: Act) -> list[Outcome]:
        """All at once; gives each one's outcome, in the order of the acts."""
        ends = self._ends[: len(acts)]
        for end, act in zip(ends, acts, strict=True):
            end.send((settings, now, len(acts), act))
        for end in ends:
            assert end.poll(PATIENCE_SECONDS), "a racer never came back"
        return [end.recv() for end in ends]

    def stop(self) -> None:
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.join(10)


def _serve(end: Connection, barriers: dict[int, Barrier]) -> None:
    apps: dict[str, Flask] = {}
    while True:
        try:
            settings, now, parties, act = end.recv()
        except EOFError:
            return
        try:
            with ready(apps, settings, now):
                end.send(run(act, now, barriers[parties]))
        except Exception:  # noqa: BLE001 - told to the test, which fails
            end.send(Outcome("fault", trace=traceback.format_exc()))


@contextmanager
def ready(apps: dict[str, Flask], settings: Settings, now: datetime) -> Iterator[Engine]:
    """An application context in which the programmes are already known: all that is left is the act."""
    from labelflow import clock  # noqa: PLC0415 - in the racer, not in whoever starts it
    from labelflow.app import create_app  # noqa: PLC0415 - same
    from labelflow.db import db  # noqa: PLC0415 - same
    from labelflow.queries.programmes import current_programme, installed_codes  # noqa: PLC0415 - same

    clock.shift(now - clock.real_now())
    app = apps.get(settings.url) or apps.setdefault(settings.url, create_app(settings))
    with app.app_context():
        app.extensions["labelflow.settings"] = settings
        for code in installed_codes():
            current_programme(code, now.date() + timedelta(days=1))
        db.session.rollback()
        yield db.engine


def run(act: Act, now: datetime, barrier: Barrier | None = None) -> Outcome:
    """Do an act, once everybody is at the barrier."""
    from labelflow.db import db  # noqa: PLC0415 - in the racer
    from labelflow.errors import LabelflowError  # noqa: PLC0415 - same

    module, _, name = act.service.partition(":")
    service = getattr(importlib.import_module(module), name)
    options = {**act.options, **_acting(act.by, now)}
    db.session.rollback()
    if barrier is not None:
        barrier.wait(PATIENCE_SECONDS)
    try:
        made = service(*act.arguments, **options)
    except LabelflowError as answer:
        codes = tuple(refusal.code for refusal in getattr(answer, "refusals", ()))
        return Outcome(type(answer).__name__, codes)
    except Exception:  # noqa: BLE001 - told to the test, which fails
        return Outcome("fault", trace=traceback.format_exc())
    return Outcome("done", value=getattr(made, "public_id", made if isinstance(made, str | int) else None))


def _acting(by: str, now: datetime) -> dict[str, Any]:
    from sqlalchemy import select  # noqa: PLC0415 - in the racer

    from labelflow.db import db  # noqa: PLC0415 - same
    from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - same
    from labelflow.models.account import User  # noqa: PLC0415 - same
    from labelflow.queries.actors import actor_of  # noqa: PLC0415 - same

    if by == "nobody":
        return {"now": now}
    if by == "system":
        return {"actor": SYSTEM, "now": now}
    return {"actor": actor_of(db.session.scalars(select(User).where(User.public_id == by)).one()), "now": now}
