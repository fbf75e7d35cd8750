"""What reaches the database: every statement with its values, as the driver gets it, and the same by the driver alone."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    Statements = list[tuple[str, Any]]

_seen: Statements = []


class _LiteCursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = ()) -> _LiteCursor:
        _seen.append((sql, parameters))
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> _LiteCursor:
        rows = list(parameters)
        _seen.extend((sql, row) for row in rows)
        return super().executemany(sql, rows)


class _LiteConnection(sqlite3.Connection):
    def cursor(self, factory: Any = _LiteCursor) -> Any:
        return super().cursor(factory)

    def commit(self) -> None:
        _seen.append(("COMMIT", ()))
        super().commit()


class _Cursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        _seen.append((query, params))
        return super().execute(query, params, **options)

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        rows = list(params_seq)
        _seen.extend((query, row) for row in rows)
        super().executemany(query, rows, **options)


@contextmanager
def recorded(engine: Engine) -> Iterator[Statements]:
    """The statements of all that is done within the block, transactions included."""
    engine.dispose()
    sqlite = engine.dialect.name == "sqlite"

    def connect(_dialect: object, _record: object, arguments: Any, options: Any) -> Any:
        if sqlite:
            return sqlite3.connect(*arguments, factory=_LiteConnection, **options)
        connection = _PgConnection.connect(*arguments, **options)
        connection.cursor_factory = _Cursor
        return connection

    event.listen(engine, "do_connect", connect)
    said: Statements = []
    try:
        with engine.connect():
            pass
        _seen.clear()
        yield said
        said.extend(_seen)
    finally:
        event.remove(engine, "do_connect", connect)
        engine.dispose()


class _PgConnection(psycopg.Connection[Any]):
    def commit(self) -> None:
        _seen.append(("COMMIT", None))
        super().commit()


class Replay:
    """The same statements with the same values, by the bare driver: what no program in Python can beat."""

    def __init__(self, engine: Engine, said: Statements) -> None:
        self.sqlite = engine.dialect.name == "sqlite"
        self.pooled: Any = engine.raw_connection()
        self.driver: Any = self.pooled.driver_connection
        self.said = said

    def __call__(self) -> None:
        run = self.driver.execute
        for statement, values in self.said:
            if statement == "COMMIT":
                self.driver.commit()
            else:
                cursor = run(statement, values)
                if cursor.description is not None:
                    cursor.fetchall()
        self.driver.rollback()

    def close(self) -> None:
        self.pooled.close()
