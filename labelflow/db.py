"""Engine and session. SQLite and PostgreSQL behave alike where it matters.

SQLite loses updates in silence with its driver's default transactions (measured: 120 increments left
40), so the driver's own BEGIN is switched off and every writing transaction begins with BEGIN
IMMEDIATE: two writers queue up instead of overwriting each other.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from inspect import iscoroutinefunction
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakSet

from flask import current_app
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session, SessionTransaction

    from labelflow.config import Settings

db = SQLAlchemy()

_writes: ContextVar[bool] = ContextVar("writes", default=False)
"""Whether a transaction that begins now will write."""

_writing: WeakSet[SessionTransaction] = WeakSet()
"""The transactions that began with the write lock."""

A_REST = 10.0
"""Seconds after which a connection to PostgreSQL is asked whether it still answers."""


@contextmanager
def every_transaction_writes() -> Iterator[None]:
    """Within this block each transaction takes the write lock at once.

    For code that is not ours and that reads, then writes, in the session's own transaction.
    """
    token = _writes.set(True)
    try:
        yield
    finally:
        _writes.reset(token)


def begin_writing(session: Session) -> Connection:
    """Begin the session's transaction with the write lock. What it read before is forgotten."""
    session.rollback()
    token = _writes.set(True)
    try:
        connection = session.connection()
    finally:
        _writes.reset(token)
    _writing.add(cast("SessionTransaction", session.get_transaction()))
    return connection


def is_writing(session: Session) -> bool:
    """Whether the session's transaction writes, or would if it began now."""
    return _writes.get() or session.get_transaction() in _writing


def settings() -> Settings:
    """The settings of the instance whose application context is open."""
    return cast("Settings", current_app.extensions["labelflow.settings"])


def memory(name: str) -> dict[Any, Any]:
    """What this process keeps of the instance's database and never reads twice, under a name."""
    kept: dict[Any, Any] = current_app.extensions.setdefault(f"labelflow.{name}", {})
    return kept


def configure(app: Flask, settings: Settings) -> None:
    """Give the application its engine."""
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": settings.url}}
    app.config["SQLALCHEMY_SESSION_OPTIONS"] = {"autoflush": False}
    db.init_app(app)
    _end_contexts_at_once(app)
    with app.app_context():
        prepare(db.engine, synchronous=settings.sqlite_synchronous)


def _end_contexts_at_once(app: Flask) -> None:
    """Leave out the closing of asynchronous sessions, of which there are none.

    Flask would start a thread and an event loop for it at the end of every request, for more time than most pages take.
    """
    closing = app.teardown_appcontext_funcs
    closing[:] = [function for function in closing if not iscoroutinefunction(function)]


def prepare(engine: Engine, *, synchronous: str = "FULL") -> None:
    """Set up the transactions of SQLite, or the connections of PostgreSQL."""
    if engine.dialect.name == "sqlite":
        _queue_writers(engine, synchronous)
    else:
        _ask_after_a_rest(engine)


def _queue_writers(engine: Engine, synchronous: str) -> None:
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

    def begin(connection: Any) -> None:  # noqa: ANN401 - same
        connection.cursor().execute("BEGIN IMMEDIATE" if _writes.get() else "BEGIN")

    # The dialect's own hook and not the engine's "begin" event: a single listener on the engine makes
    # each connection gather its listeners anew, which costs more than the transaction itself.
    engine.dialect.do_begin = begin  # type: ignore[method-assign,assignment]  # of this engine alone


def _ask_after_a_rest(engine: Engine) -> None:
    """Test a connection that has rested before it is used: the server may have restarted meanwhile.

    `pool_pre_ping` asks before every transaction, a round trip each time.
    """

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: object, record: Any) -> None:  # noqa: ANN401 - a record of the pool
        record.info["resting_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401 - same
        if monotonic() - record.info.get("resting_since", inf) > A_REST:  # a new connection has not rested
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error
