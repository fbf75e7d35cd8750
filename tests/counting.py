"""Counts what is asked of the database, so that a list of thirty costs no more than a list of one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from labelflow.db import db

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world import World


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    with world.looking():
        engine = db.engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
