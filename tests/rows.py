"""All the rows of a database: kept, compared, put back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Table, func, insert, select, text

from labelflow.db import every_transaction_writes
from labelflow.models import Base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

TABLES: tuple[Table, ...] = tuple(Base.metadata.sorted_tables)


class Rows:
    """What a database held when this was made."""

    def __init__(self, engine: Engine) -> None:
        with engine.connect() as connection:
            self.kept = {table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in TABLES}

    def put_back(self, engine: Engine) -> None:
        """Empty the database, then write the rows again, under the same keys."""
        with every_transaction_writes(), engine.begin() as connection:
            _empty(connection)
            for table, rows in self.kept.items():
                if rows:
                    connection.execute(insert(table), rows)
            _go_on_counting(connection)


def _empty(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in TABLES)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        return
    for table in reversed(TABLES):
        for key in table.foreign_key_constraints:
            if key.use_alter:
                connection.execute(table.update().values(dict.fromkeys(key.columns)))
    for table in reversed(TABLES):
        connection.execute(table.delete())


def _go_on_counting(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in TABLES:
        if "id" in table.c:
            last = connection.scalar(select(func.max(table.c.id)))
            if last is not None:
                sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
                connection.execute(select(func.setval(sequence, last)))


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
