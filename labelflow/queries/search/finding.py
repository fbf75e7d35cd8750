"""One page of results, with the counts of every facet and what lifting each filter would give."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.searching import km_of_chord
from labelflow.models.action import Action
from labelflow.models.search import SearchEntry
from labelflow.models.structure import Structure
from labelflow.queries.search.bits import below, bits_from, largest_first
from labelflow.queries.search.shelf import Shelf, shelf
from labelflow.queries.search.travelling import Around
from labelflow.queries.search.vocabulary import COLUMNS, TRAVELS, VALUES
from labelflow.queries.search.words import Understood, hits_in_title, saying, understood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from labelflow.domain.searching import Wanted

PAGE_LENGTH: Final = 20
RANKED: Final = 2000
"""Past this many results to a text, those whose titles say it are not looked for: the newest come first."""
KEPT_TEXTS: Final = 64
ALL_AT_ONCE: Final = "access"
"""The filter whose values must all hold: another one narrows what is found, instead of replacing the one chosen."""

Keyed = tuple[int, int]
"""By what a result is sorted, and its number."""


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
    return _Search(wanted, today).found(length)


class _Search:
    """One search, from sets of entries to a page."""

    def __init__(self, wanted: Wanted, today: date) -> None:
        self.wanted = wanted
        self.shelf: Shelf = shelf()
        self.asked = understood(db.session, wanted.text)
        self.open = self.shelf.public(today)
        self.around = Around(self.shelf, wanted.place)
        self.travels = self.around.travels()
        self.filters = {name: self._having(name) for name in wanted.active() if self._filters(name)}

    def _filters(self, name: str) -> bool:
        """Whether a filter asks anything: a distance from nowhere does not."""
        return name != "travel" or self.wanted.place is not None or self.wanted.travel == "comes"

    def _having(self, name: str) -> int:
        """The entries that a filter lets through."""
        if name == ALL_AT_ONCE:
            kept = -1
            for one in self.wanted.access:
                kept &= self.shelf.having("access", VALUES["access"].get(one, 0))
            return kept
        if name == "travel":
            return self.travels.get(self.wanted.travel, 0)
        value = "1" if name == "free" else str(getattr(self.wanted, name))
        return self.shelf.having(COLUMNS[name], VALUES[name].get(value, 0))

    def _through(self, base: int, without: str = "") -> int:
        for name, kept in self.filters.items():
            if name != without:
                base &= kept
        return base

    def found(self, length: int) -> Found:
        base = self.open & self._said() if self.asked.groups else self.open
        whole = self._through(base)
        but_for = {name: self._through(base, name) for name in self.filters}
        total = whole.bit_count()
        lifts = {name: kept.bit_count() for name, kept in but_for.items()}
        if not total and self.asked.groups:
            lifts["text"] = self._through(self.open).bit_count()
        rows = list(islice(self._sorted(whole, total), length + 1))
        after = f"{rows[length - 1][0]}.{rows[length - 1][1]}" if len(rows) > length else ""
        hits = self._hits([number for _key, number in rows[:length]])
        return Found(hits, total, self._counts(whole, but_for), lifts, self.asked, after)

    def _said(self) -> int:
        """The entries that say what is asked for; what was asked of this shelf lately is remembered."""
        key = repr(self.asked.groups)
        texts = self.shelf.texts
        if key not in texts:
            if len(texts) >= KEPT_TEXTS:
                texts.clear()
            texts[key] = bits_from(saying(db.session, self.asked))
        return texts[key]

    def _counts(self, whole: int, but_for: Mapping[str, int]) -> dict[str, dict[str, int]]:
        found = {
            name: {
                value: (but_for.get(name, whole) & self.shelf.having(COLUMNS[name], bits)).bit_count()
                for value, bits in values.items()
            }
            for name, values in VALUES.items()
            if name != ALL_AT_ONCE
        }
        for_all = {value: self.shelf.having("access", bits) for value, bits in VALUES[ALL_AT_ONCE].items()}
        found[ALL_AT_ONCE] = {value: (whole & kept).bit_count() for value, kept in for_all.items()}
        free_to_go = but_for.get("travel", whole)
        found["travel"] = {value: (free_to_go & self.travels.get(value, 0)).bit_count() for value in TRAVELS}
        return found

    def _sorted(self, whole: int, total: int) -> Iterator[Keyed]:
        """The results from where the page before ended. None is skipped or shown twice."""
        order, after = self.wanted.order, self.wanted.after
        if order == "distance":
            return self.around.nearest_first(whole, after)
        if order == "relevance" and self.asked.groups and total <= RANKED:
            return self._ranked(whole, after)
        if after is not None and after[1] < whole.bit_length():  # an address may name any number, however large
            whole &= below(after[1])
        return ((0, number) for number in largest_first(whole))

    def _ranked(self, whole: int, after: Keyed | None) -> Iterator[Keyed]:
        """Those whose titles say most of it first, then the newest."""
        told = select(SearchEntry.id, hits_in_title(self.asked)).where(SearchEntry.id.in_(list(largest_first(whole))))
        rows = sorted(((told, number) for number, told in db.session.execute(told)), reverse=True)
        return (row for row in rows if after is None or row < after)

    def _hits(self, ids: list[int]) -> tuple[Hit, ...]:
        rows = db.session.execute(
            select(Action, Structure).join(Structure, Structure.id == Action.structure_id).where(Action.id.in_(ids))
        )
        found = {action.id: Hit(action, place, self._km(action.id)) for action, place in rows}
        return tuple(found[one] for one in ids if one in found)

    def _km(self, number: int) -> float | None:
        if self.wanted.place is None:
            return None
        entry = self.shelf.entries[number]
        return km_of_chord(self.around.squares[entry.x, entry.y, entry.z])
