"""Puts back the rows that an act changed, so that the same act can be measured again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.models import Base

if TYPE_CHECKING:
    from sqlalchemy import Engine

TABLES = [table.name for table in Base.metadata.sorted_tables if "id" in table.c]


class Undo:
    """What the tables held when this was made."""

    def __init__(self, engine: Engine) -> None:
        self.sqlite = engine.dialect.name == "sqlite"
        self.pooled: Any = engine.raw_connection()
        self.driver: Any = self.pooled.driver_connection
        self._without_keys()
        for table in TABLES:
            self.driver.execute(f'DROP TABLE IF EXISTS "kept_{table}"')
            self.driver.execute(f'CREATE TABLE "kept_{table}" AS SELECT * FROM "{table}"')
        self.driver.commit()
        self.touched: list[str] = []

    def _without_keys(self) -> None:
        off = "PRAGMA foreign_keys = OFF" if self.sqlite else "SET session_replication_role = replica"
        self.driver.execute(off)

    def look(self) -> None:
        """Learn which tables the act changes: it was done once since this was made."""
        self.touched = [table for table in TABLES if self._differs(table)]

    def _differs(self, table: str) -> bool:
        either = (f'SELECT * FROM "{one}" EXCEPT SELECT * FROM "{other}"' for one, other in self._pairs(table))
        return any(self.driver.execute(query).fetchone() is not None for query in either)

    def _pairs(self, table: str) -> tuple[tuple[str, str], tuple[str, str]]:
        return (table, f"kept_{table}"), (f"kept_{table}", table)

    def back(self) -> None:
        """Undo what the act did, and let the database rest."""
        if self.sqlite:
            self.driver.execute("BEGIN IMMEDIATE")
        for table in self.touched:
            new = f'SELECT id FROM (SELECT * FROM "{table}" EXCEPT SELECT * FROM "kept_{table}") AS new'
            self.driver.execute(f'DELETE FROM "{table}" WHERE id IN ({new})')
            missing = f'SELECT * FROM "kept_{table}" WHERE id NOT IN (SELECT id FROM "{table}")'
            self.driver.execute(f'INSERT INTO "{table}" {missing}')
            if not self.sqlite:
                last = f'coalesce(max(id), 1), max(id) IS NOT NULL) FROM "{table}"'
                self.driver.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {last}")
        self.driver.commit()

    def close(self) -> None:
        self.pooled.detach()
        self.pooled.close()
