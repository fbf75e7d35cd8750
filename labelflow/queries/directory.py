"""The public list of holders: labels in force and listed, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, func, or_, select

from labelflow.db import db
from labelflow.domain.same_structure import name_key
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries.register import communes_by_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Row

PAGE_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """One line of the list."""

    number: str
    name: str
    kind: str
    commune: str
    department: str
    scopes: tuple[str, ...]
    starts_on: date
    ends_on: date
    public_id: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list, with how many there are in all."""

    holders: tuple[Holder, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_LENGTH))


def holders(
    programme: str, today: date, *, text: str = "", department: str = "", scope: str = "", page: int = 1
) -> Found:
    """The holders that match, by name. Words match names and communes, accents and case aside."""
    statement = _in_force(programme, today).where(*named(text))
    if department:
        statement = statement.where(Structure.department == department)
    if scope:  # a list within the row: what it holds is not for the database to say
        matching = [row for row in db.session.execute(statement).all() if scope in row.scopes]
        total, last = _pages_of(len(matching))
        page = max(1, min(page, last))
        shown = matching[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    else:
        counted = statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        total, last = _pages_of(db.session.scalar(counted) or 0)
        page = max(1, min(page, last))
        shown = list(db.session.execute(statement.offset((page - 1) * PAGE_LENGTH).limit(PAGE_LENGTH)).all())
    return Found(tuple(_holder(row) for row in shown), total, page)


def named(text: str) -> list[ColumnElement[bool]]:
    """That a structure's name or commune has the words of a text, accents and case aside."""
    return [
        or_(
            Structure.name_key.contains(word, autoescape=True),
            func.lower(Structure.commune).contains(word, autoescape=True),
            Structure.code_insee.in_(communes_by_word().get(word, ())),
        )
        for word in name_key(text).split()
    ]


def _pages_of(total: int) -> tuple[int, int]:
    return total, max(1, -(-total // PAGE_LENGTH))


def departments_with_holders(programme: str, today: date) -> dict[str, int]:
    """How many holders each department has; departments without any are absent."""
    statement = _in_force(programme, today).with_only_columns(Structure.department, func.count()).order_by(None)
    rows = db.session.execute(statement.group_by(Structure.department))
    return {str(department): int(count) for department, count in rows}


def newest(programme: str, today: date, most: int = 5) -> tuple[Holder, ...]:
    """The latest labels granted."""
    statement = _in_force(programme, today).order_by(None).order_by(Label.starts_on.desc(), Label.id.desc()).limit(most)
    return tuple(_holder(row) for row in db.session.execute(statement))


def labels_of(public_id: str) -> Sequence[Label]:
    """Every label that a structure holds or held, newest first; none for a structure that never had one."""
    return db.session.scalars(
        select(Label)
        .join(Structure, Structure.id == Label.structure_id)
        .where(Structure.public_id == public_id)
        .order_by(Label.starts_on.desc(), Label.id.desc())
    ).all()


def _in_force(programme: str, today: date) -> Select[*tuple[Any, ...]]:
    shown = (
        Label.number,
        Label.holder_name,
        Structure.kind,
        Structure.commune,
        Structure.department,
        Label.scopes,
        Label.starts_on,
        Label.ends_on,
        Structure.public_id,
    )
    return (
        select(*shown)
        .join(Structure, Structure.id == Label.structure_id)
        .where(
            Label.programme_code == programme,
            Label.listed.is_(True),
            Label.starts_on <= today,
            Label.ends_on >= today,
        )
        .order_by(Structure.name_key, Label.id)
    )


def _holder(row: Row[*tuple[Any, ...]]) -> Holder:
    number, name, kind, commune, department, scopes, starts_on, ends_on, public_id = row
    return Holder(number, name, kind, commune, department, tuple(scopes), starts_on, ends_on, public_id)
