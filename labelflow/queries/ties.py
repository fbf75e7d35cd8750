"""Ties between structures: one legal person, parents and federations, partners that were declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Date, String, bindparam, literal_column, null, or_, select, union_all
from sqlalchemy import cast as as_type
from sqlalchemy.orm import aliased, joinedload

from labelflow.db import db
from labelflow.domain.conflicts import Tie
from labelflow.models.structure import Structure, StructureTie
from labelflow.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import BindParameter, ColumnElement, Select

_HERE: Final[BindParameter[Any]] = bindparam("structures", expanding=True)
_MINE, _OTHER = aliased(Structure), aliased(Structure)
_NO_DAY: Final = as_type(null(), Date)
_ABOVE: Final = ("parent", "federation")


def _rows(kind: str, *columns: Any) -> Select[Any]:  # noqa: ANN401 - any columns
    return select(literal_column(f"'{kind}'", String), *columns)


def _kin(of: ColumnElement[Any], to: ColumnElement[Any]) -> Select[Any]:
    return _rows("kin", of, to, _NO_DAY, _NO_DAY).where(of.in_(_HERE), to.is_not(None))


def _declared(kind: str, of: ColumnElement[Any], to: ColumnElement[Any], kinds: Sequence[str]) -> Select[Any]:
    named = or_(*(StructureTie.kind == literal_column(f"'{one}'") for one in kinds))
    return _rows(kind, of, to, StructureTie.starts_on, StructureTie.ends_on).where(of.in_(_HERE), named)


_TIES: Final = Prepared(
    union_all(
        _rows("kin", _MINE.id, _OTHER.id, _NO_DAY, _NO_DAY)
        .join(_OTHER, (_OTHER.siren == _MINE.siren) & (_OTHER.id != _MINE.id))
        .where(_MINE.id.in_(_HERE)),
        _kin(cast("Any", Structure.id), cast("Any", Structure.merged_into_id)),
        _kin(cast("Any", Structure.merged_into_id), cast("Any", Structure.id)),
        _declared("above", cast("Any", StructureTie.other_id), cast("Any", StructureTie.structure_id), _ABOVE),
        _declared("partner", cast("Any", StructureTie.structure_id), cast("Any", StructureTie.other_id), ("partner",)),
        _declared("partner", cast("Any", StructureTie.other_id), cast("Any", StructureTie.structure_id), ("partner",)),
    )
)


def ties_from(structures: Collection[int]) -> list[Tie]:
    """Every tie that leads from these structures, and on from those that they lead to."""
    found: list[Tie] = []
    seen, waiting = set[int](), set(structures)
    while waiting:
        seen |= waiting
        rows = _TIES.all(db.session.connection(), {"structures": waiting})
        found += [Tie(*row) for row in rows]
        waiting = {to for _kind, _of, to, *_days in rows} - seen
    return found


def kin_of(structures: Collection[int]) -> dict[int, frozenset[int]]:
    """Of each structure, those that are the same legal person, itself included."""
    over: dict[int, set[int]] = {}
    for tie in ties_from(structures):
        if tie.kind == "kin":
            over.setdefault(tie.of, set()).add(tie.to)
    return {structure: _closure(structure, over) for structure in structures}


def _closure(structure: int, over: dict[int, set[int]]) -> frozenset[int]:
    found, waiting = {structure}, [structure]
    while waiting:
        new = over.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)


def ties_declared(structure: Structure) -> Sequence[StructureTie]:
    """What a structure declared of others, those that run first."""
    return db.session.scalars(
        select(StructureTie)
        .where(StructureTie.structure_id == structure.id)
        .options(joinedload(StructureTie.other))
        .order_by(StructureTie.ends_on.is_not(None), StructureTie.starts_on, StructureTie.id)
    ).all()
