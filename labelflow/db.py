"""Engine and session. SQLite and PostgreSQL behave alike where it matters.

SQLite loses updates in silence with its driver's default transactions (measured: 120 increments left
40), so the driver's own BEGIN is switched off and every writing transaction begins with BEGIN
IMMEDIATE: two writers queue up instead of overwriting each other.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast

from flask import current_app
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, Engine, event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from labelflow.config import Settings

db = SQLAlchemy()

WRITES = "labelflow_writes"
"""Execution option of a connection whose transaction will write."""

_all_write: ContextVar[bool] = ContextVar("all_write", default=False)


@contextmanager
def every_transaction_writes() -> Iterator[None]:
    """Within this block each transaction takes the write lock at once.

    For code that is not ours and that reads, then writes, in the session's own transaction.
    """
    token = _all_write.set(True)
    try:
        yield
    finally:
        _all_write.reset(token)


def settings() -> Settings:
    """The settings of the instance whose application context is open."""
    return cast("Settings", current_app.extensions["labelflow.settings"])


def configure(app: Flask, settings: Settings) -> None:
    """Give the application its engine."""
    options: dict[str, Any] = {"url": settings.url, "pool_pre_ping": not settings.url.startswith("sqlite")}
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    app.config["SQLALCHEMY_SESSION_OPTIONS"] = {"autoflush": False}
    db.init_app(app)
    with app.app_context():
        prepare(db.engine, synchronous=settings.sqlite_synchronous)


def prepare(engine: Engine, *, synchronous: str = "FULL") -> None:
    """Set up SQLite's transactions on `engine`; nothing to do on PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "busy_timeout=20000",
            f"synchronous={synchronous}",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES) or _all_write.get()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
