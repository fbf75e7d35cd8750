"""What every test may ask for: a time, a database, the application, a mail server. No network by accident."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from labelflow.config import Settings
from tests import network
from tests.kinds import KINDS, kinds_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from jinja2 import BytecodeCache

    from tests.databases import Databases

pytest_plugins = ("tests.scenes.fixtures", "tests.stage")

HERE = Path(__file__).parent


# Two cores and several suites at once: how long an example takes says nothing.
hypothesis.settings.register_profile("labelflow", deadline=None)
hypothesis.settings.register_profile("fast", deadline=None, max_examples=20)
hypothesis.settings.load_profile("labelflow")


def pytest_addoption(parser: pytest.Parser) -> None:
    default = os.environ.get("LABELFLOW_TEST_DB", "sqlite")
    parser.addoption("--db", choices=tuple(KINDS), default=default, help="database(s) of the tests that need one")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Ours: see `tests/sharing.py`."""
    from tests.sharing import Shared  # noqa: PLC0415 - only where there are workers

    return Shared(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that reaches for a database runs once on each kind asked for."""
    if "database_url" in metafunc.fixturenames:
        metafunc.parametrize("database_url", kinds_for(metafunc), indirect=True)


SLOW_FOLDERS = (
    "cli", "concurrency", "credentials", "demo", "issuing", "journeys", "mail", "reuse", "sealing", "search", "web"
)  # fmt: skip
"""What shows, draws, seals, searches or starts other processes; the fast part is the rules and the services."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(HERE).parts[0] in SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """For the few tests that need several databases, or one that lasts for a whole module."""
    from tests.databases import Databases  # noqa: PLC0415 - tests of the rules alone load no database

    made = Databases(tmp_path_factory.mktemp("databases"))
    with made.closing:
        yield made


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A database of one's own, with the schema and no row."""
    url = databases.fresh(request.param)
    yield url
    databases.drop(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    home = tmp_path / "instance"
    home.mkdir()
    return Settings(home=home, database_url=database_url, secret_key="key of the tests", sqlite_synchronous="NORMAL")


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Each template is compiled once, not once for each test."""
    from jinja2 import FileSystemBytecodeCache  # noqa: PLC0415 - tests of the rules alone load no pages

    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def make_app(settings: Settings, compiled_pages: BytecodeCache) -> Iterator[Callable[..., Flask]]:
    """Makes an application, with some settings changed; its connections are closed at the end of the test."""
    from labelflow.app import create_app  # noqa: PLC0415 - tests of the rules alone load no Flask
    from labelflow.db import db  # noqa: PLC0415 - same

    every: list[Flask] = []

    def make(**changed: Any) -> Flask:
        made = create_app(replace(settings, **changed))
        made.testing = True
        made.jinja_env.bytecode_cache = compiled_pages
        every.append(made)
        return made

    yield make
    for made in every:
        with made.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """Ten in the morning in Occitanie, on a working Monday."""
    return datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[list[str]]:
    """Fails the test that reached out, even if the code under test swallowed the refusal."""
    network.violations.clear()
    yield network.violations
    assert not network.violations, f"This test opened {', '.join(network.violations)}."


@pytest.fixture
def smtp() -> Iterator[network.Mailbox]:
    """A real mail server; without it, opening SMTP fails the test."""
    with network.mail_server() as mailbox:
        yield mailbox
