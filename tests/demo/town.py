"""A demonstration, built on the day that one likes, and what is in it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.demo import instance
from labelflow.models.subjects import MODELS
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from labelflow.domain.workflow import MachineKind

LABEL = "sciences-en-occitanie"


@dataclass(frozen=True, slots=True)
class Town:
    """The instance of a demonstration, and how far its time is from ours."""

    app: Flask
    settings: Settings
    offset: timedelta

    def turn_the_clock(self) -> None:
        clock.shift(self.offset)

    @contextmanager
    def looking(self) -> Iterator[Session]:
        with self.app.app_context():
            yield db.session

    def states(self, kind: MachineKind) -> Counter[str]:
        """How many subjects of the label's programme stand in each state, those without any told too."""
        with self.looking() as session:
            rows = list(session.query(MODELS[kind]))
            programmes = {row.id: programme_of(row.programme_version_id) for row in rows}
            there = Counter(row.state for row in rows if programmes[row.id].code == LABEL)
            machine = next(one for one in programmes.values() if one.code == LABEL).machines[kind]
            return Counter({state.code: there[state.code] for state in machine.states})

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()


def built(home: Path, end: datetime) -> Town:
    """Make a demonstration as `labelflow demo` does, on the day of `end`."""
    settings = Settings(home=home, demo=True, sqlite_synchronous="NORMAL")
    clock.shift(end - datetime.now(UTC))
    assert instance.make(settings, fresh=True, progress=lambda _share: None)
    return Town(create_app(settings), settings, clock.offset())
