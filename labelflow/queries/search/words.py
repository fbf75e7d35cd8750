"""From what was typed to the roots that are looked for, slips of the keyboard mended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import case, literal, select

from labelflow.domain.findable import PREFIXED_FROM, SLIP_FROM, best_slips, roots, shortened
from labelflow.models.search import SearchEntry, SearchSlip, SearchWord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

MOST_WORDS = 12
"""Of a text that somebody pasted, the first ones are enough."""
MOST_MENDED = 3


@dataclass(frozen=True, slots=True)
class Understood:
    """The roots that must all be found, each in one of its spellings."""

    groups: tuple[tuple[str, ...], ...] = ()
    mended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Roots that nothing contains, with those that are looked for in their place."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every root that is looked for."""
        return tuple(word for group in self.groups for word in group)


def understood(session: Session, text: str) -> Understood:
    """What a text asks for."""
    typed = roots(text)[:MOST_WORDS]
    unknown = [one for one in typed if len(one) >= SLIP_FROM and not _is_known(session, one)]
    near = {one: tuple(_near(session, one)[:MOST_MENDED]) for one in unknown}
    mended = {one: found for one, found in near.items() if found}
    return Understood(tuple(mended.get(one, (one,)) for one in typed), mended)


def _is_known(session: Session, one: str) -> bool:
    """Whether a known root is this one or begins with it."""
    known = select(SearchWord.word).where(SearchWord.word.startswith(one)).limit(1)
    return session.scalar(known) is not None


def _near(session: Session, one: str) -> list[str]:
    found = select(SearchSlip.word).where(SearchSlip.slip.in_(shortened(one))).distinct()
    return best_slips(one, session.scalars(found))


def saying(session: Session, asked: Understood) -> list[int]:
    """The entries that hold all that is asked for. They may be most of those there are: the driver gives bare rows."""
    if session.get_bind().dialect.name == "postgresql":
        statement, query = "SELECT id FROM search_entry WHERE words @@ %s::tsquery", _vector_query(asked)
    else:
        statement, query = "SELECT rowid FROM search_text WHERE search_text MATCH ?", _text_query(asked)
    return [row[0] for row in session.connection().exec_driver_sql(statement, (query,)).cursor.fetchall()]


def _vector_query(asked: Understood) -> str:
    """For PostgreSQL: « 'lumier':* & ('volcan':* | 'volant':*) »."""
    groups = ([f"'{one}'{':*' if _begins(one) else ''}" for one in group] for group in asked.groups)
    return " & ".join(f"({' | '.join(group)})" for group in groups)


def _text_query(asked: Understood) -> str:
    """For FTS5: « ("lumier"*) AND ("volcan"* OR "volant"*) »."""
    groups = ([f'"{one}"{"*" if _begins(one) else ""}' for one in group] for group in asked.groups)
    return " AND ".join(f"({' OR '.join(group)})" for group in groups)


def _begins(one: str) -> bool:
    return len(one) >= PREFIXED_FROM


def hits_in_title(asked: Understood) -> ColumnElement[int]:
    """How many of the groups have a spelling in the title."""
    told: ColumnElement[int] = literal(0)
    for group in asked.groups:
        ends = ("%" if _begins(one) else " %" for one in group)
        spelt = [SearchEntry.title_words.like(f"% {one}{end}") for one, end in zip(group, ends, strict=True)]
        told = told + case(*((one, 1) for one in spelt), else_=0)
    return told
