"""A Core statement compiled once per dialect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.dml import UpdateBase
    from sqlalchemy.sql.selectable import SelectBase
    from sqlalchemy.types import TypeEngine

    Processor = Callable[[Any], Any]
    Statement = SelectBase | UpdateBase


@dataclass(slots=True)
class _Form:
    """A statement as one dialect writes it."""

    text: str
    order: Sequence[str] | None
    """Names of the values in their places; None where the driver takes names."""
    inward: Sequence[tuple[str, Processor]]
    """How the values that need it become the driver's."""
    kinds: Sequence[TypeEngine[Any]]
    """The types of its columns."""
    outward: Sequence[tuple[int, Processor]] | None = None
    """How the columns that need it become Python's; known once the driver has said what it gives."""

    def values(self, given: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """The values as the driver takes them."""
        ready = dict(given)
        for name, process in self.inward:
            ready[name] = process(ready[name])
        return ready if self.order is None else [ready[name] for name in self.order]

    def rows(self, raws: Sequence[Sequence[Any]], cursor: Any, dialect: Dialect) -> list[list[Any]]:  # noqa: ANN401 - a cursor of the driver
        """Rows as Python knows their types."""
        if self.outward is None:
            given = zip(self.kinds, (column[1] for column in cursor.description), strict=True)
            ways = [kind.dialect_impl(dialect).result_processor(dialect, code) for kind, code in given]
            self.outward = [(place, process) for place, process in enumerate(ways) if process is not None]
        rows = [list(raw) for raw in raws]
        for place, process in self.outward:
            for row in rows:
                row[place] = process(row[place])
        return rows


class Prepared:
    """A Core statement whose every value is a named `bindparam` without a default.

    One that expands (`column.in_(bindparam("people", expanding=True))`) takes a collection that is not
    empty: it is filled up to the next power of two with its last value, so that few sizes are compiled.
    """

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._wide: tuple[str, ...] | None = None
        self._forms: dict[tuple[str, str, tuple[int, ...]], _Form] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> list[Any] | None:
        """The first row, or None."""
        form, cursor = self._run(connection, values)
        raw = cursor.fetchone()
        return None if raw is None else form.rows((raw,), cursor, connection.dialect)[0]

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[list[Any]]:
        """Every row."""
        form, cursor = self._run(connection, values)
        return form.rows(cursor.fetchall(), cursor, connection.dialect)

    def column(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self.all(connection, values)]

    def count(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it wrote."""
        _form, cursor = self._run(connection, values)
        written: int = cursor.rowcount
        return written

    def count_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """How many rows it wrote, once with each of these values."""
        form, _given = self._form(connection.dialect, rows[0])
        cursor = self._send(connection, form, [form.values(values) for values in rows], many=True)
        written: int = cursor.rowcount
        return written

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> tuple[_Form, Any]:
        form, given = self._form(connection.dialect, values)
        return form, self._send(connection, form, form.values(given))

    def _send(self, connection: Connection, form: _Form, ready: Any, *, many: bool = False) -> Any:  # noqa: ANN401 - values for the driver, a cursor of it
        if not connection.in_transaction():
            raise RuntimeError("a prepared statement runs within a transaction that somebody began")
        driver = connection.dialect.loaded_dbapi
        cursor = connection.connection.cursor()
        if connection._has_events or connection.engine._has_events:  # noqa: SLF001 - as SQLAlchemy does, for who counts
            connection.dispatch.before_cursor_execute(connection, cursor, form.text, ready, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(form.text, ready)
        except driver.Error as error:
            raise DBAPIError.instance(
                form.text, ready, error, driver.Error, dialect=connection.dialect
            ) from error  # the same error as by any other way
        return cursor

    def _form(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[_Form, Mapping[str, Any]]:
        wide = self._wide
        if wide is None:
            wide = self._wide = _wide(self.statement)
        sizes: tuple[int, ...] = ()
        if wide:
            filled = {name: _filled_up(name, values[name]) for name in wide}
            sizes = tuple(len(filled[name]) for name in wide)
            values = {**values, **{f"{name}_{n}": one for name in wide for n, one in enumerate(filled[name], 1)}}
        key = dialect.name, dialect.driver, sizes
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _written(self.statement, dialect, dict(zip(wide, sizes, strict=True)))
        return form, values


def _filled_up(name: str, given: Any) -> list[Any]:  # noqa: ANN401 - any collection
    values = list(given)
    if not values:
        raise ValueError(f"nothing was given for {name}")
    size = 1 << (len(values) - 1).bit_length()
    return values + [values[-1]] * (size - len(values))


def _wide(statement: Statement) -> tuple[str, ...]:
    """The names that take a collection."""
    binds = statement.compile().binds
    if not all(bind.required for bind in binds.values()):
        raise ValueError(f"a value of this statement has no name: {statement}")
    return tuple(name for name, bind in binds.items() if bind.expanding)


def _written(statement: Statement, dialect: Dialect, sizes: Mapping[str, int]) -> _Form:
    compiled: Any = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state({name: [0] * sizes.get(name, 1) for name in compiled.binds})
    inward = []
    for name, bind in compiled.binds.items():
        process = _way_in(bind.type, dialect)
        names = state.parameter_expansion[name] if name in sizes else [name]
        inward += [(each, process) for each in names if process is not None]
    return _Form(
        text=state.statement,
        order=tuple(state.positiontup) if state.positiontup is not None else None,
        inward=inward,
        kinds=_column_types(compiled),
    )


def _column_types(compiled: SQLCompiler) -> list[TypeEngine[Any]]:
    return [column.type for column in compiled._result_columns]  # noqa: SLF001 - the one place with those of RETURNING too


def _way_in(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)
