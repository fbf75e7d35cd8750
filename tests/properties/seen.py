"""The whole database at one moment, read without any code of ours: what the invariants look at."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tests.rows import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy import Engine

Row = Any
"""A row, with its columns as attributes."""
PARIS: Final = ZoneInfo("Europe/Paris")
FOLDER: Final = Path(__file__).resolve().parents[2] / "labelflow" / "programmes" / "sciences-en-occitanie"
RULES: Final = tomllib.loads((FOLDER / "programme.toml").read_text(encoding="utf-8"))
GRID: Final = tomllib.loads((FOLDER / "grid.toml").read_text(encoding="utf-8"))
WORKFLOW: Final = tomllib.loads((FOLDER / "workflow.toml").read_text(encoding="utf-8"))

KINDS: Final = {
    "application": "application",
    "assignment": "assignment",
    "complement": "complement",
    "reply": "reply",
    "objection": "objection",
    "session": "committee_session",
    "item": "item",
    "decision": "decision",
    "label": "label",
    "reservation": "reservation",
}
"""What a machine drives → its table."""


class Seen:
    """Every row of every table, and the instant."""

    def __init__(self, engine: Engine, at: datetime) -> None:
        self.at = at
        with engine.connect() as connection:
            self.tables = {table.name: connection.execute(select(table)).all() for table in TABLES}

    @property
    def today(self) -> date:
        return self.at.astimezone(PARIS).date()

    @cached_property
    def fingerprint(self) -> dict[str, tuple[int, str]]:
        """For each table, how many rows and a hash of them all."""
        return {name: (len(rows), _hash(rows)) for name, rows in self.tables.items()}

    @cached_property
    def _keyed(self) -> dict[str, dict[int, Row]]:
        return {name: {row.id: row for row in rows if hasattr(row, "id")} for name, rows in self.tables.items()}

    def all(self, table: str, **wanted: Any) -> list[Row]:
        """The rows with these values, in the order of their keys."""
        keyed = sorted(self._keyed[table].items())
        return [row for _, row in keyed if all(getattr(row, name) == value for name, value in wanted.items())]

    def one(self, table: str, key: int) -> Row:
        return self._keyed[table][key]

    def get(self, table: str, key: int) -> Row | None:
        return self._keyed[table].get(key)


def moved(before: Seen, after: Seen, table: str) -> Iterator[tuple[str | None, Row]]:
    """(former state, row) of the rows whose state is another one, or that are new."""
    for row in after.all(table):
        former = before.get(table, row.id)
        if former is None or former.state != row.state:
            yield (former.state if former else None), row


def added(before: Seen, after: Seen, table: str) -> list[Row]:
    """The rows that are new."""
    return [row for row in after.all(table) if before.get(table, row.id) is None]


def states_with(kind: str, flag: str) -> frozenset[str]:
    """The states of a machine that carry a flag."""
    return frozenset(state["code"] for state in WORKFLOW[kind]["state"] if flag in state.get("flags", ()))


def _hash(rows: list[Row]) -> str:
    return hashlib.sha256("\n".join(sorted(repr(tuple(row)) for row in rows)).encode()).hexdigest()
