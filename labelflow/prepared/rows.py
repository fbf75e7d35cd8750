"""Rows of a model, read into the session and written from it without its unit of work."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import make_transient_to_detached, object_session
from sqlalchemy.orm.attributes import set_committed_value

from labelflow.prepared.statements import Prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Select
    from sqlalchemy.orm import DeclarativeBase, Session

M = TypeVar("M", bound="DeclarativeBase")


class Reading(Generic[M]):
    """A query for rows of a model, read into the session as `populate_existing` would."""

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
        return None if row is None else self._object(session, row)

    def all(self, session: Session, connection: Connection, values: Mapping[str, Any]) -> list[M]:
        """The objects as the database has them now, whatever the session held."""
        return [self._object(session, row) for row in self.prepared.all(connection, values)]

    def _object(self, session: Session, row: list[Any]) -> M:
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


@cache
def by_key(model: type[M]) -> Reading[M]:
    """The reading of one row by its primary key (`id`)."""
    return Reading(model, select(model).where(model.__mapper__.c.id == bindparam("id")))


def known_or_read(session: Session, model: type[M], key: int) -> M | None:
    """The object of a key: the one that the session holds, else read now."""
    known: M | None = session.identity_map.get(model.__mapper__.identity_key_from_primary_key((key,)))
    if known is not None and "id" in vars(known):  # neither absent nor expired
        return known
    return by_key(model).one_or_none(session, session.connection(), {"id": key})


def loaded(owner: DeclarativeBase, name: str) -> Any:  # noqa: ANN401 - of the attribute's own type
    """What the session holds under an attribute, with all that is not written yet; None when it was not read."""
    return vars(owner).get(name)


def related(owner: DeclarativeBase, name: str) -> Any:  # noqa: ANN401 - of the relationship's own model
    """The object that a many-to-one relationship leads to, as `owner.<name>` gives it."""
    if name not in vars(owner):
        session = object_session(owner)
        relationship = owner.__mapper__.relationships[name]
        (column,) = relationship.local_columns
        key = getattr(owner, owner.__mapper__.get_property_by_column(column).key)
        if session is None or key is None:
            return getattr(owner, name)
        set_committed_value(owner, name, known_or_read(session, relationship.mapper.class_, key))
    return vars(owner)[name]


class Writing(Generic[M]):
    """The insertion of new objects of a model, one by one and at once; their columns must be set by value."""

    def __init__(self, model: type[M]) -> None:
        self.mapper = model.__mapper__
        self.columns = {attribute.key: attribute.columns[0] for attribute in self.mapper.column_attrs}
        given = {
            column: bindparam(f"new_{name}", type_=column.type)
            for name, column in self.columns.items()
            if not column.primary_key
        }
        self.prepared = Prepared(insert(model).values(given).returning(self.mapper.c.id))

    def write(self, session: Session, connection: Connection, made: M) -> None:
        """Insert it; the session then holds it, as after a flush."""
        held = vars(made)
        for name, column in self.columns.items():
            if name not in held and not column.primary_key:
                setattr(made, name, _default(column))
        values = {f"new_{name}": held[name] for name, column in self.columns.items() if not column.primary_key}
        row = self.prepared.first(connection, values)
        assert row is not None
        set_committed_value(made, "id", row[0])
        make_transient_to_detached(made)
        session.add(made)


@cache
def writing(model: type[M]) -> Writing[M]:
    """The insertion of a model's objects."""
    return Writing(model)


def _default(column: Any) -> Any:  # noqa: ANN401 - a column of any type
    default = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg
