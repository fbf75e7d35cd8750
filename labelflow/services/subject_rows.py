"""The row of a subject: locked and read afresh, and moved to another state by compare and swap."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm.attributes import set_committed_value

from labelflow.errors import Outdated
from labelflow.models.application import Application
from labelflow.models.label import Label, Reservation
from labelflow.models.session import Session as CommitteeSession
from labelflow.models.subjects import Subject
from labelflow.prepared import Prepared, Reading
from labelflow.services.journal import Head, head_columns, names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Update
    from sqlalchemy.orm import Session

    from labelflow.domain.workflow import State
    from labelflow.services.journal import Heads

S = TypeVar("S", bound=Subject)

MIRRORS: Final[Mapping[str, Mapping[str, Callable[[State], bool]]]] = {
    "application": {"live": lambda state: state.has("live")},
    "assignment": {"live": lambda state: not state.flags.isdisjoint({"pending", "reads", "counts"})},
    "item": {"live": lambda state: not state.has("final")},
    "objection": {"stands": lambda state: state.has("pending") or state.has("granted")},
    "label": {"held": lambda state: state.has("holds_label"), "listed": lambda state: state.has("listed")},
}
"""Columns that repeat flags of the state, so that constraints and indexes can use them."""


def locked(session: Session, connection: Connection, model: type[S], public_id: str) -> S | None:
    """The subject as the database has it now, locked after its root; None when there is none."""
    kind: Any = model
    wanted = {"public_id": public_id}
    if issubclass(model, Application | Label | CommitteeSession):
        return _itself(kind).one_or_none(session, connection, wanted)
    root = _root(kind).one_or_none(session, connection, wanted)
    subject: S | None = _itself(kind).one_or_none(session, connection, wanted)
    if subject is not None:
        set_committed_value(subject, _link(kind), root)
    return subject


@cache
def _itself(model: type[Any]) -> Reading[Any]:
    return Reading(model, _for_writing(select(model).where(model.public_id == bindparam("public_id"))))


@cache
def _root(model: type[Any]) -> Reading[Any]:
    """A subject never changes its root: no lock is needed to look it up."""
    root: type[Any] = Label if model is Reservation else Application
    key = getattr(model, f"{_link(model)}_id")
    of_subject = select(key).where(model.public_id == bindparam("public_id")).scalar_subquery()
    return Reading(root, _for_writing(select(root).where(root.id == of_subject)))


def _link(model: type[Any]) -> str:
    return "label" if model is Reservation else "application"


def _for_writing(query: Select[Any]) -> Select[Any]:
    return query.with_for_update(key_share=True)


def move(
    connection: Connection, subject: Subject, target: State, now: datetime, chain: tuple[str, str], heads: Heads
) -> None:
    """Move a subject to `target` if it is still as it was read: the database decides the race of two actors.

    Learns in passing where its chain ends, for the event that tells it. Raises Outdated.
    """
    values: dict[str, Any] = {"state": target.code, "version": subject.version + 1}
    if target.code != subject.state:
        values["state_since"] = now
    for name, flagged in MIRRORS.get(subject.KIND, {}).items():
        if flagged(target) != getattr(subject, name):  # a column that is written costs its indexes, changed or not
            values[name] = flagged(target)
    given = {f"new_{name}": value for name, value in values.items()}
    given |= {"of_id": subject.id, "of_state": subject.state, "of_version": subject.version}
    if chain in heads:
        moved = _swap(type(subject), *values).count(connection, given) == 1
    else:
        row = _swap_and_look(type(subject), *values).first(connection, {**given, **names_of(chain)})
        moved = row is not None
        if row is not None and row[0] is not None:
            heads[chain] = Head(*row)
    if not moved:
        raise Outdated
    for name, value in values.items():
        set_committed_value(subject, name, value)


@cache
def _swap(model: type[Subject], *names: str) -> Prepared:
    return Prepared(_guarded(model, *names))


@cache
def _swap_and_look(model: type[Subject], *names: str) -> Prepared:
    return Prepared(_guarded(model, *names).returning(*head_columns()))


def _guarded(model: type[Subject], *names: str) -> Update:
    columns = model.__table__.c
    return (
        update(model)
        .where(
            columns.id == bindparam("of_id"),
            columns.state == bindparam("of_state"),
            columns.version == bindparam("of_version"),
        )
        .values({name: bindparam(f"new_{name}") for name in names})
    )
