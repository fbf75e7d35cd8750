"""The fixture `crowd`: the large world of `tests/crowd.py`, the same at the start of each test.

It is built once for each kind of database; before each test its rows are put back.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tests.kinds import kinds_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from flask import Flask

    from labelflow.config import Settings
    from tests.crowd import Crowd
    from tests.databases import Databases
    from tests.rows import Rows

T = TypeVar("T")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stage" in metafunc.fixturenames:
        metafunc.parametrize("stage", kinds_for(metafunc), indirect=True)


class Stage:
    """An application on a database of its own, with everybody in it."""

    def __init__(self, kind: str, databases: Databases, home: Path) -> None:
        from labelflow.app import create_app  # noqa: PLC0415 - only where a stage is asked for
        from labelflow.config import Settings  # noqa: PLC0415 - same
        from labelflow.db import db  # noqa: PLC0415 - same
        from tests.crowd import Crowd  # noqa: PLC0415 - same

        self.kind = kind
        self.settings: Settings = Settings(
            home=home, database_url=databases.fresh(kind), secret_key="key of the tests", sqlite_synchronous="NORMAL"
        )
        self.app: Flask = create_app(self.settings)
        self.app.testing = True
        self.crowd: Crowd = Crowd(self.app)
        for key in self.crowd.people:
            self.crowd.person(key)
        self.begins_at = self.crowd.now
        with self.app.app_context():
            self.engine = db.engine
        self._rows = self.kept()
        self.is_fresh = True
        self._scenes: dict[str, tuple[Rows, datetime, Any]] = {}

    def at(self, scene: Callable[[Crowd], T]) -> T:
        """What a scene gives, with the rows that it made; it is played once, and put back for whoever asks again."""
        name = f"{scene.__module__}.{scene.__qualname__}"
        if name not in self._scenes:
            made = scene(self.crowd)
            self._scenes[name] = (self.kept(), self.crowd.now, made)
        rows, at, made = self._scenes[name]
        rows.put_back(self.engine)
        self.crowd.travel(at)
        return deepcopy(made)

    def kept(self) -> Rows:
        """What the database holds now."""
        from tests.rows import Rows  # noqa: PLC0415 - only where a stage is asked for

        return Rows(self.engine)

    def reset(self) -> None:
        """Everything as it was built, and the clock too."""
        if not self.is_fresh:
            self._rows.put_back(self.engine)
        self.crowd.travel(self.begins_at)
        self.is_fresh = False


@pytest.fixture(scope="session")
def stages(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stage]]:
    made: dict[str, Stage] = {}
    yield made
    for stage in made.values():
        stage.engine.dispose()
        databases.drop(stage.settings.database_url)


@pytest.fixture
def stage(
    request: pytest.FixtureRequest,
    stages: dict[str, Stage],
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:
    from labelflow import clock  # noqa: PLC0415 - only where a stage is asked for

    kind = request.param
    if kind not in stages:
        stages[kind] = Stage(kind, databases, tmp_path_factory.mktemp(kind))
    stages[kind].reset()
    yield stages[kind]
    clock.shift(timedelta(0))


@pytest.fixture
def crowd(stage: Stage) -> Crowd:
    return stage.crowd
