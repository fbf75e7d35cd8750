"""All the rows of a database: kept, compared, put back, taken out."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlalchemy import Engine, Table, select

from labelflow.models import Base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Cursor
    from sqlalchemy import Connection
    from sqlalchemy.pool import PoolProxiedConnection

TABLES: tuple[Table, ...] = tuple(Base.metadata.sorted_tables)


class Rows:
    """What a database held when this was made; any database of the same kind and schema can be given it back."""

    def __init__(self, engine: Engine) -> None:
        self._kept: _Kept = _Copied(engine) if engine.dialect.name == "postgresql" else _Pages(engine)

    def put_back(self, engine: Engine) -> None:
        """Empty the database, then write the rows again, under the same keys."""
        self._kept.put_back(engine)


class _Kept(Protocol):
    def put_back(self, engine: Engine) -> None: ...


class _Pages:
    """The file of SQLite, page by page."""

    def __init__(self, engine: Engine) -> None:
        self._memory = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(engine.raw_connection()) as raw:
            _driver(raw).backup(self._memory)

    def put_back(self, engine: Engine) -> None:
        with closing(engine.raw_connection()) as raw:
            self._memory.backup(_driver(raw))

    def __del__(self) -> None:
        self._memory.close()


class _Copied:
    """The rows of PostgreSQL, as the server itself writes them out."""

    def __init__(self, engine: Engine) -> None:
        with closing(engine.raw_connection()) as raw, _driver(raw).cursor() as cursor:
            self._rows = {name: _copy_out(cursor, name) for name in _filled(cursor)}

    def put_back(self, engine: Engine) -> None:
        with closing(engine.raw_connection()) as raw, _driver(raw).cursor() as cursor:
            empty(cursor)
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name, rows in self._rows.items():
                with cursor.copy(f'COPY "{name}" FROM STDIN') as copy:  # type: ignore[arg-type]  # our own names
                    copy.write(rows)
                cursor.execute(_go_on_counting(name))
            raw.commit()


def _driver(raw: PoolProxiedConnection) -> Any:
    """The driver's own connection."""
    return raw.driver_connection


def empty(cursor: Cursor[Any]) -> None:
    """Take all rows out of a database of PostgreSQL, within the transaction of the cursor."""
    cursor.execute("SET LOCAL session_replication_role = replica")  # keys are checked by nobody meanwhile
    names = _filled(cursor)
    if names:
        cursor.execute("; ".join(f'DELETE FROM "{name}"' for name in names))


def _filled(cursor: Cursor[Any]) -> list[str]:
    """The tables that have a row."""
    each = (f"SELECT '{table.name}' WHERE EXISTS (SELECT FROM \"{table.name}\")" for table in TABLES)
    return [name for (name,) in cursor.execute(" UNION ALL ".join(each)).fetchall()]  # type: ignore[arg-type]  # same


def is_empty(engine: Engine) -> bool:
    """Whether no table has a row: one statement, for it is asked before each test."""
    with engine.connect() as connection:
        return not connection.exec_driver_sql(_ANY_ROW).scalar()


_ANY_ROW: Final = "SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{table.name}")' for table in TABLES)


def _copy_out(cursor: Cursor[Any], name: str) -> bytes:
    with cursor.copy(f'COPY "{name}" TO STDOUT') as copy:  # type: ignore[arg-type]  # our own names
        return b"".join(copy)


def _go_on_counting(name: str) -> str:
    if "id" not in Base.metadata.tables[name].c:
        return "SELECT"
    return f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\""


def fingerprint(engine: Engine) -> dict[str, tuple[int, str]]:
    """For each table, how many rows and a hash of them all, whatever their order."""
    with engine.connect() as connection:
        return {table.name: _print_of(connection, table) for table in TABLES}


def _print_of(connection: Connection, table: Table) -> tuple[int, str]:
    rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The tables whose rows are no longer the same."""
    return {name: (before[name][0], after[name][0]) for name in before if before[name] != after[name]}
