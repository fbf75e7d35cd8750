"""What anybody may read in bulk: labels in force, their holders, the actions that they cover. Read anew each time.

Lists are paged by key: the page after a label begins at the next number, that after a structure at the next
identifier, so that nothing is skipped or told twice while the register changes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from sqlalchemy import String, and_, cast, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from labelflow.db import db
from labelflow.models.action import Action
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries.actions import in_force, public_actions
from labelflow.queries.directory import named
from labelflow.territory import DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select

T = TypeVar("T")

BATCH: Final = 500
"""Rows that a dump holds at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which labels: what is empty narrows nothing."""

    programme: str
    text: str = ""
    """Words of the holder's name or commune."""
    department: str = ""
    academy: str = ""
    commune: str = ""
    """INSEE code."""
    scope: str = ""

    def conditions(self, today: date) -> Iterator[ColumnElement[bool]]:
        """On a label in force and its holder."""
        yield and_(Label.programme_code == self.programme, in_force(today))
        yield from named(self.text)
        if self.department:
            yield Structure.department == self.department
        if self.academy:
            yield Structure.department.in_(sorted(departments_of(self.academy)))
        if self.commune:
            yield Structure.code_insee == self.commune
        if self.scope:
            written = cast(Label.scopes, String)  # a list of codes, the same text on every database
            yield func.replace(written, f'"{self.scope}"', "") != written


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some of a list, with how many there are in all, and where the next slice begins (nothing: this is the last)."""

    rows: tuple[T, ...]
    total: int
    after: str


def academies() -> tuple[str, ...]:
    """Of the region, in alphabetical order."""
    return tuple(sorted({one.academy for one in DEPARTMENTS.values()}))


def departments_of(academy: str) -> set[str]:
    """The departments of an academy, by code."""
    return {code for code, one in DEPARTMENTS.items() if one.academy == academy}


def labels(wanted: Narrowed, today: date, *, after: str = "", limit: int) -> Slice[Label]:
    """Labels in force, by number."""
    found = select(Label).join(Label.structure).where(*wanted.conditions(today))
    total = db.session.scalar(found.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    page = found.where(Label.number > after).order_by(Label.number).limit(limit + 1)
    rows = db.session.scalars(page.options(contains_eager(Label.structure), joinedload(Label.superseded_by))).all()
    return _sliced(rows, total, limit, [one.number for one in rows])


def listed_by_name(wanted: Narrowed, today: date, most: int) -> Slice[Label]:
    """The first labels in force by the name of their holder."""
    found = select(Label).join(Label.structure).where(*wanted.conditions(today))
    total = db.session.scalar(found.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    rows = db.session.scalars(
        found.order_by(Structure.name_key, Label.id).limit(most).options(contains_eager(Label.structure))
    ).all()
    return Slice(tuple(rows), total, "")


def holders(wanted: Narrowed, today: date, *, after: str = "", limit: int) -> Slice[Structure]:
    """Structures with a label in force, by identifier."""
    holds = exists().where(Label.structure_id == Structure.id, *wanted.conditions(today))
    found = select(Structure).where(holds.correlate(Structure))
    total = db.session.scalar(found.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    rows = db.session.scalars(
        found.where(Structure.public_id > after).order_by(Structure.public_id).limit(limit + 1)
    ).all()
    return _sliced(rows, total, limit, [one.public_id for one in rows])


def _sliced(rows: Sequence[T], total: int, limit: int, keys: Sequence[str]) -> Slice[T]:
    return Slice(tuple(rows[:limit]), total, keys[limit - 1] if len(rows) > limit else "")


def labels_by_structure(
    ids: Collection[int], today: date | None = None, *, programme: str = ""
) -> dict[int, list[Label]]:
    """The labels of some structures, the newest first: those in force on a day, or all that they held."""
    wanted: list[ColumnElement[bool]] = [Label.structure_id.in_(ids)]
    wanted += [in_force(today)] if today else []
    wanted += [Label.programme_code == programme] if programme else []
    statement = select(Label).where(*wanted).order_by(Label.starts_on.desc(), Label.id.desc())
    found: dict[int, list[Label]] = defaultdict(list)
    for one in db.session.scalars(statement.options(joinedload(Label.superseded_by))):
        found[one.structure_id].append(one)
    return found


def covering(action: Action, among: Iterable[Label]) -> Label:
    """The label of its holder that covers an action: a structure may have several, for different families."""
    return next(one for one in among if one.programme_code == action.programme_code and action.scope in one.scopes)


def actions_by_structure(ids: Collection[int], today: date, programme: str) -> dict[int, list[Action]]:
    """The actions of some holders that the public may read."""
    statement = public_actions(today).where(Action.structure_id.in_(ids), Action.programme_code == programme)
    found: dict[int, list[Action]] = defaultdict(list)
    for one in db.session.scalars(statement.order_by(Action.id)):
        found[one.structure_id].append(one)
    return found


def all_labels(programme: str, today: date) -> Iterator[list[Label]]:
    """Every label in force, in batches, with its holder."""
    wanted, after = Narrowed(programme=programme), ""
    while True:
        found = labels(wanted, today, after=after, limit=BATCH)
        yield list(found.rows)
        if not (after := found.after):
            return
        db.session.expunge_all()  # a dump holds one batch at a time


def all_actions(programme: str, today: date) -> Iterator[list[Action]]:
    """Every action that the public may read, in batches, with its holder."""
    last = 0
    while rows := _actions_after(programme, today, last):
        yield rows
        last = rows[-1].id
        db.session.expunge_all()


def _actions_after(programme: str, today: date, last: int) -> list[Action]:
    statement = public_actions(today).where(Action.programme_code == programme, Action.id > last)
    whole = joinedload(Action.structure).options(raiseload("*"))
    return list(db.session.scalars(statement.order_by(Action.id).limit(BATCH).options(whole)))


def stamp(*more: object) -> str:
    """What changes whenever a label, a structure or an action does: rows stay, and each change raises a version."""
    parts: list[object] = [*more]
    for model in (Label, Structure, Action):
        parts += db.session.execute(_versions(model)).one()
    return sha256(repr(parts).encode()).hexdigest()[:32]


def _versions(model: type[Label | Structure | Action]) -> Select[int, int, int]:
    return select(func.count(), func.sum(model.version), func.max(model.id)).select_from(model)
