"""The public list of holders: labels in force and listed, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Select, func, or_, select

from labelflow.db import db
from labelflow.domain.same_structure import name_key
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries.register import communes_by_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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
    statement = _in_force(programme, today)
    for word in name_key(text).split():
        statement = statement.where(
            or_(
                Structure.name_key.contains(word, autoescape=True),
                func.lower(Structure.commune).contains(word, autoescape=True),
                Structure.code_insee.in_(communes_by_word().get(word, ())),
            )
        )
    if department:
        statement = statement.where(Structure.department == department)
    rows = db.session.execute(statement).all()
    matching = [_holder(label, structure) for label, structure in rows if not scope or scope in label.scopes]
    page = max(1, min(page, -(-len(matching) // PAGE_LENGTH) or 1))
    shown = matching[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return Found(tuple(shown), len(matching), page)


def departments_with_holders(programme: str, today: date) -> dict[str, int]:
    """How many holders each department has; departments without any are absent."""
    statement = _in_force(programme, today).with_only_columns(Structure.department, func.count()).order_by(None)
    rows = db.session.execute(statement.group_by(Structure.department))
    return {str(department): int(count) for department, count in rows}


def newest(programme: str, today: date, most: int = 5) -> tuple[Holder, ...]:
    """The latest labels granted."""
    statement = _in_force(programme, today).order_by(None).order_by(Label.starts_on.desc(), Label.id.desc()).limit(most)
    return tuple(_holder(label, structure) for label, structure in db.session.execute(statement))


def labels_of(public_id: str) -> Sequence[Label]:
    """Every label that a structure holds or held, newest first; none for a structure that never had one."""
    return db.session.scalars(
        select(Label)
        .join(Structure, Structure.id == Label.structure_id)
        .where(Structure.public_id == public_id)
        .order_by(Label.starts_on.desc(), Label.id.desc())
    ).all()


def _in_force(programme: str, today: date) -> Select[Label, Structure]:
    return (
        select(Label, Structure)
        .join(Structure, Structure.id == Label.structure_id)
        .where(
            Label.programme_code == programme,
            Label.listed.is_(True),
            Label.starts_on <= today,
            Label.ends_on >= today,
        )
        .order_by(Structure.name_key, Label.id)
    )


def _holder(label: Label, structure: Structure) -> Holder:
    return Holder(
        label.number,
        label.holder_name,
        structure.kind,
        structure.commune,
        structure.department,
        tuple(label.scopes),
        label.starts_on,
        label.ends_on,
        structure.public_id,
    )
