"""Statements written once and handed to the driver as text: for the one path that every act takes.

SQLAlchemy spends several times more on a statement than the database does: a cache key, a context, a
result with its columns looked up anew. Here a Core statement is compiled once per dialect and its
values and rows pass through the same type processors; `tests/test_prepared.py` holds that both ways
write and read the same on both databases. Such a statement shows neither in `echo` nor in the
engine's events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
    from sqlalchemy.orm import DeclarativeBase, Session
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine

    Processor = Callable[[Any], Any]

M = TypeVar("M", bound="DeclarativeBase")


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one dialect writes it."""

    text: str
    order: Sequence[str] | None
    """Names of the values in their places; None where the driver takes names."""
    inward: Sequence[tuple[str, Processor]]
    """How the values that need it become the driver's."""
    outward: Sequence[tuple[int, Processor]]
    """How the columns that need it become Python's."""

    def values(self, given: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """The values as the driver takes them."""
        ready = dict(given)
        for name, process in self.inward:
            ready[name] = process(ready[name])
        return ready if self.order is None else [ready[name] for name in self.order]

    def row(self, raw: Sequence[Any]) -> list[Any]:
        """A row as Python knows its types."""
        row = list(raw)
        for place, process in self.outward:
            row[place] = process(row[place])
        return row


class Prepared:
    """A Core statement whose every value is a named `bindparam` without a default."""

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        self.statement = statement
        self._forms: dict[tuple[str, str], _Form] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> list[Any] | None:
        """The first row, or None."""
        form = self._form(connection.dialect)
        raw = self._run(connection, form, values).fetchone()
        return None if raw is None else form.row(raw)

    def count(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it wrote."""
        written: int = self._run(connection, self._form(connection.dialect), values).rowcount
        return written

    def _run(self, connection: Connection, form: _Form, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a cursor of the driver
        if not connection.in_transaction():
            raise RuntimeError("a prepared statement runs within a transaction that somebody began")
        ready = form.values(values)
        driver = connection.dialect.loaded_dbapi
        cursor = connection.connection.cursor()
        try:
            cursor.execute(form.text, ready)
        except driver.Error as error:
            raise DBAPIError.instance(
                form.text, ready, error, driver.Error, dialect=connection.dialect
            ) from error  # the same error as by any other way
        return cursor

    def _form(self, dialect: Dialect) -> _Form:
        name = dialect.name, dialect.driver
        form = self._forms.get(name)
        if form is None:
            form = self._forms[name] = _written(self.statement.compile(dialect=dialect), dialect)
        return form


def _written(compiled: SQLCompiler, dialect: Dialect) -> _Form:
    if not all(bind.required for bind in compiled.binds.values()):
        raise ValueError(f"a value of this statement has no name: {compiled}")
    inward = [(name, _way_in(bind.type, dialect)) for name, bind in compiled.binds.items()]
    columns = compiled._result_columns  # noqa: SLF001 - the one place that has the types of RETURNING too
    outward = [(place, _way_out(column.type, dialect)) for place, column in enumerate(columns)]
    return _Form(
        text=compiled.string,
        order=tuple(compiled.positiontup) if compiled.positiontup is not None else None,
        inward=[(name, process) for name, process in inward if process is not None],
        outward=[(place, process) for place, process in outward if process is not None],
    )


def _way_in(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _way_out(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class Reading(Generic[M]):
    """A query for one row of a model, read into the session as `populate_existing` would."""

    def __init__(self, model: type[M], query: Select[Any]) -> None:
        mapper = model.__mapper__
        self.model = model
        self.mapper = mapper
        self.names = [attribute.key for attribute in mapper.column_attrs]
        columns = [attribute.columns[0] for attribute in mapper.column_attrs]
        self.key = self.names.index("id")
        self.prepared = Prepared(query.with_only_columns(*columns, maintain_column_froms=True))

    def one_or_none(self, session: Session, connection: Connection, values: Mapping[str, Any]) -> M | None:
        """The object as the database has it now, whatever the session held."""
        row = self.prepared.first(connection, values)
        if row is None:
            return None
        known: M | None = session.identity_map.get(self.mapper.identity_key_from_primary_key((row[self.key],)))
        return self._new(session, row) if known is None else self._refreshed(session, known, row)

    def _new(self, session: Session, row: list[Any]) -> M:
        made: M = self.mapper.class_manager.new_instance()
        vars(made).update(zip(self.names, row, strict=True))
        make_transient_to_detached(made)
        session.add(made)
        return made

    def _refreshed(self, session: Session, known: M, row: list[Any]) -> M:
        session.expire(known)
        for name, value in zip(self.names, row, strict=True):
            set_committed_value(known, name, value)
        return known
