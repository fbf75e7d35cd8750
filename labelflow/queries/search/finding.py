"""One page of results, with the counts of every facet and what lifting each filter would give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, desc, false, func, literal, or_, select, union_all

from labelflow.db import db
from labelflow.domain.searching import km_of_chord
from labelflow.models.action import Action
from labelflow.models.search import SearchEntry
from labelflow.models.structure import Structure
from labelflow.queries.search.conditions import (
    COLUMNS,
    PLACES_OF_FAILURE,
    VALUES,
    conditions,
    is_public,
    reach,
    square_to,
)
from labelflow.queries.search.words import Understood, hits_in_title, says, understood

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import ColumnElement

    from labelflow.domain.searching import Wanted

PAGE_LENGTH: Final = 20
ALL_AT_ONCE: Final = frozenset({"access"})
"""Filters whose values must all hold: another one narrows what is found, instead of replacing the one chosen."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    action: Action
    structure: Structure
    km: float | None
    """To where classes are received or, when the holder only comes, to the holder."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives."""

    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    """By filter and value: how many results there would be with this value in the place of the one chosen."""
    lifts: Mapping[str, int] = field(default_factory=dict)
    """By filter that is set, and "text": how many results there would be without it."""
    asked: Understood = field(default_factory=Understood)
    after: str = ""
    """Where the next page begins; nothing on the last one."""


def find(wanted: Wanted, today: date, *, length: int = PAGE_LENGTH) -> Found:
    """The actions that the public may read and that answer a search."""
    asked = understood(db.session, wanted.text)
    base = [is_public(today), *([says(db.session, asked)] if asked.groups else [])]
    counted = _count(wanted, base)
    lifts = counted.lifts
    if not counted.total and asked.groups:
        lifts = {**lifts, "text": _total(wanted, [is_public(today)])}
    hits, after = _page(wanted, asked, base, length) if counted.total else ((), "")
    return Found(hits, counted.total, counted.values, lifts, asked, after)


@dataclass(slots=True)
class _Counts:
    total: int
    values: dict[str, dict[str, int]]
    lifts: dict[str, int]


def _count(wanted: Wanted, base: list[ColumnElement[bool]]) -> _Counts:
    """All in one scan: of each entry, which filters it fails; no facet counts one that fails two."""
    filters = conditions(wanted)
    failed = sum(
        (case((condition, 0), else_=PLACES_OF_FAILURE[name]) for name, condition in filters.items()), literal(0)
    )
    columns = {name: COLUMNS[name] if name in COLUMNS else reach(wanted.place) for name in VALUES}
    scan = select(failed.label("failed"), *(one.label(name) for name, one in columns.items())).where(*base).cte("scan")
    single = scan.c.failed.in_([0, *(PLACES_OF_FAILURE[name] for name in filters)])
    parts = [
        select(literal(name).label("of"), scan.c.failed, scan.c[name].label("bits"), func.count().label("times"))
        .where(scan.c.failed.in_([0, PLACES_OF_FAILURE[name]]) if name in filters else scan.c.failed == 0)
        .group_by(scan.c.failed, scan.c[name])
        for name in VALUES
    ]
    totals = select(literal("").label("of"), scan.c.failed, literal(0).label("bits"), func.count().label("times"))
    rows = db.session.execute(union_all(*parts, totals.where(single).group_by(scan.c.failed))).all()
    return _folded(rows, list(filters))


def _folded(rows: Any, filters: list[str]) -> _Counts:  # noqa: ANN401 - rows of four columns
    totals = {failed: times for of, failed, _bits, times in rows if not of}
    whole = totals.get(0, 0)
    values: dict[str, dict[str, int]] = {name: dict.fromkeys(known, 0) for name, known in VALUES.items()}
    for of, failed, bits, times in rows:
        if of and (not failed or of not in ALL_AT_ONCE):
            for value, wanted in VALUES[of].items():
                if bits & wanted:
                    values[of][value] += times
    lifts = {name: whole + totals.get(PLACES_OF_FAILURE[name], 0) for name in filters}
    return _Counts(whole, values, lifts)


def _total(wanted: Wanted, base: list[ColumnElement[bool]]) -> int:
    counted = select(func.count()).select_from(SearchEntry).where(*base, *conditions(wanted).values())
    return int(db.session.scalar(counted) or 0)


def _page(
    wanted: Wanted, asked: Understood, base: list[ColumnElement[bool]], length: int
) -> tuple[tuple[Hit, ...], str]:
    """A page by its keys: none is skipped or shown twice, and the last costs what the first does."""
    key, descending = _key(wanted, asked)
    found = select(SearchEntry.id, key.label("key")).where(*base, *conditions(wanted).values())
    order = (desc(key), SearchEntry.id.desc()) if descending else (key, SearchEntry.id.asc())
    found = found.where(_after(wanted, key, descending=descending)).order_by(*order).limit(length + 1)
    rows = db.session.execute(found).all()
    shown = rows[:length]
    last = shown[-1] if len(rows) > length else None
    return _hits(wanted, [row.id for row in shown]), f"{last.key}.{last.id}" if last is not None else ""


def _key(wanted: Wanted, asked: Understood) -> tuple[ColumnElement[int], bool]:
    """By what results are sorted, before their own number; and whether the largest comes first."""
    match wanted.order:
        case "relevance" if asked.groups:
            return hits_in_title(asked), True
        case "distance" if wanted.place is not None:
            return square_to(wanted.place), False
        case _:
            return literal(0), True


def _after(wanted: Wanted, key: ColumnElement[int], *, descending: bool) -> ColumnElement[bool]:
    if wanted.after is None:
        return ~false()
    value, last = wanted.after
    if descending:
        return or_(key < value, and_(key == value, SearchEntry.id < last))
    return or_(key > value, and_(key == value, SearchEntry.id > last))


def _hits(wanted: Wanted, ids: list[int]) -> tuple[Hit, ...]:
    square = square_to(wanted.place) if wanted.place else literal(None)
    rows = db.session.execute(
        select(Action, Structure, square)
        .join(Structure, Structure.id == Action.structure_id)
        .join(SearchEntry, SearchEntry.id == Action.id)
        .where(Action.id.in_(ids))
    )
    found = {action.id: Hit(action, place, None if far is None else km_of_chord(far)) for action, place, far in rows}
    return tuple(found[one] for one in ids)
