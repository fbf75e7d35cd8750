"""What a process keeps of the entries: for each value of each filter, the set of those that have it.

A shelf is never changed: a process that finds the stamp of the database newer than its own makes the next one, from the
entries that changed since. Whether the public may see an entry follows from the labels as they are at each search:
labels are never deleted and each act on one raises its version, so their count and the sum of their versions, which
only grow, say whether anything happened to any of them (decision 18).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from sqlalchemy import case, func, select

from labelflow.db import db, memory
from labelflow.models.label import Label
from labelflow.models.search import SearchChange, SearchEntry, SearchState
from labelflow.queries.actions import in_force
from labelflow.queries.search.bits import bits_from
from labelflow.queries.search.vocabulary import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

MANY: Final = 2000
"""Past this many changed entries, all are read again."""

Point = tuple[int, int, int]


class Kept(NamedTuple):
    """An entry, as far as filters go. The order is that of `_COLUMNS`."""

    id: int
    structure_id: int
    programme_code: str
    scope: str
    levels: int
    subjects: int
    formats: int
    months: int
    languages: int
    access: int
    covered: int
    areas: int
    traits: int
    x: int
    y: int
    z: int


_COLUMNS: Final = [getattr(SearchEntry, name) for name in Kept._fields]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries at one stamp."""

    stamp: tuple[int, str]
    entries: Mapping[int, Kept]
    sets: Mapping[str, Mapping[int, int]]
    """By column and single bit: the set of entries that have it."""
    points: Mapping[Point, list[int]]
    """By place, the entries that are there."""
    texts: dict[str, int] = field(default_factory=dict)
    """What was asked of this shelf in words, and found."""
    opened: dict[tuple[Any, ...], int] = field(default_factory=dict)
    """The entries that the public may see, for one state of the labels on one day."""

    def having(self, column: str, bits: int) -> int:
        """The entries that have one of some bits."""
        found = 0
        for bit, entries in self.sets[column].items():
            if bit & bits:
                found |= entries
        return found

    def public(self, today: date) -> int:
        """The entries whose holder has a label in force that covers them."""
        state = (today, *db.session.execute(_LABELS).one())
        if state not in self.opened:
            self.opened.clear()
            self.opened[state] = self._covered(today)
        return self.opened[state]

    def _covered(self, today: date) -> int:
        rows = db.session.execute(
            select(Label.structure_id, Label.programme_code, Label.scopes).where(in_force(today))
        ).all()
        covered = {(structure, programme, scope) for structure, programme, scopes in rows for scope in scopes}
        held = (one for one in self.entries.values() if (one.structure_id, one.programme_code, one.scope) in covered)
        return bits_from([one.id for one in held])


_LABELS: Final = select(
    func.count(), func.sum(Label.version), func.sum(case((Label.listed, Label.id), else_=0))
).select_from(Label)
_STAMP: Final = select(SearchState.stamp, SearchState.token)


def shelf() -> Shelf:
    """The entries as they are now."""
    kept = memory("search")
    row = db.session.execute(_STAMP).first()
    stamp = (row[0], row[1]) if row is not None else (0, "")
    known: Shelf | None = kept.get("shelf")
    if known is None or known.stamp != stamp:
        known = kept["shelf"] = _made(stamp, _entries(known))
    return known


def _entries(known: Shelf | None) -> dict[int, Kept]:
    """Those that are known, with what changed since; all of them, when what is known is not where this came from."""
    touched = _touched(known) if known is not None else None
    if known is None or touched is None:
        return {row[0]: Kept(*row) for row in db.session.execute(_rows())}
    anew = {row[0]: Kept(*row) for row in db.session.execute(_rows().where(SearchEntry.id.in_(touched)))}
    return {**{one: row for one, row in known.entries.items() if one not in touched}, **anew}


def _touched(known: Shelf) -> set[int] | None:
    """The entries that changed since a shelf was made; None when they are many, or when nobody knows."""
    stamp, token = known.stamp
    is_ours = select(SearchChange.entry_id).where(SearchChange.stamp == stamp, SearchChange.token == token).limit(1)
    if db.session.scalar(is_ours) is None:
        return None
    since = select(SearchChange.entry_id).where(SearchChange.stamp > stamp).distinct().limit(MANY + 1)
    touched = set(db.session.scalars(since))
    return touched if len(touched) <= MANY else None


def _rows() -> Any:  # noqa: ANN401 - a statement of sixteen columns
    return select(*_COLUMNS)


def _made(stamp: tuple[int, str], entries: dict[int, Kept]) -> Shelf:
    sets = {column: _by_bit(entries.values(), Kept._fields.index(column)) for column in sorted(set(COLUMNS.values()))}
    points: dict[Point, list[int]] = defaultdict(list)
    for one in entries.values():
        points[one.x, one.y, one.z].append(one.id)
    return Shelf(stamp, entries, sets, dict(points))


def _by_bit(entries: Iterable[Kept], place: int) -> dict[int, int]:
    """By single bit of a column, the set of entries. Entries with the same answers are taken together."""
    alike: dict[int, list[int]] = defaultdict(list)
    for one in entries:
        alike[cast("int", one[place])].append(one.id)
    found: dict[int, int] = defaultdict(int)
    for answer, ids in alike.items():
        bits, rest = bits_from(ids), answer
        while rest:
            lowest = rest & -rest
            found[lowest] |= bits
            rest ^= lowest
    return dict(found)
