"""Stores described rows: finds the record or the structure they speak of, then adds, fills or updates it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select, text, tuple_

from labelflow.domain.same_structure import Card, apart_km, why_same
from labelflow.domain.structure_words import MEASURED, PLAIN_KINDS
from labelflow.models.base import new_public_id
from labelflow.models.structure import Structure, StructureSource
from labelflow.services.structure_import.describing import MOST_THEMES, card_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

RULES: Final = ("same-siret", "same-name", "same-point")
"""The surest first."""
ANONYMOUS_ID: Final = "sha256:"
"""Begins the identifier of a record that its source did not number."""
NAME: Final = ("name", "name_key")
LEGAL: Final = ("siret", "siren")
PLACE: Final = ("commune", "code_insee", "department", "postal_code")
POINT: Final = ("lat", "lon", "geo_precision")
SINGLE: Final = ("acronym", "rna", "uai", "address", "url", "email", "phone", "description")
GROUPS: Final = (NAME, LEGAL, PLACE, POINT, ("kind",), ("themes",), *((column,) for column in SINGLE))
"""Columns that change together or not at all."""
IDENTITY: Final = ("siret", "name_key", "code_insee")
"""No two structures share them."""
COLUMNS: Final = tuple(column for group in GROUPS for column in group)

Key = tuple[str, str]


@dataclass(slots=True, eq=False)
class Known:
    """A structure that a row may turn out to be, and how it looks when compared."""

    structure: Structure
    card: Card


def values_of(structure: Structure) -> dict[str, Any]:
    """The columns that an import may write."""
    return {column: getattr(structure, column) for column in COLUMNS}


def lock_structures(session: Session) -> None:
    """Let nobody else write structures until the end of the transaction (SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE structure IN SHARE ROW EXCLUSIVE MODE"))


def records_of(session: Session, keys: Iterable[Key]) -> dict[Key, StructureSource]:
    """The records already read, by (source, identifier)."""
    wanted = select(StructureSource).where(tuple_(StructureSource.source, StructureSource.source_id).in_(list(keys)))
    return {(record.source, record.source_id): record for record in session.scalars(wanted)}


class Neighbours:
    """The structures that the rows of one batch may turn out to be: those of their communes and postal codes."""

    def __init__(self, session: Session, descriptions: Iterable[Mapping[str, Any]]) -> None:
        self.session = session
        self._by_place: dict[str, list[Known]] = {}
        self._known: dict[int, Known] = {}
        self._places: set[str] = set()
        self.look_around(descriptions)

    def look_around(self, descriptions: Iterable[Mapping[str, Any]]) -> None:
        """Know the structures near these descriptions too."""
        places = {values[column] for values in descriptions for column in ("code_insee", "postal_code")}
        places -= {"", *self._places}
        if not places:
            return
        self._places |= places
        near = select(Structure).where(
            Structure.merged_into_id.is_(None),
            or_(Structure.code_insee.in_(places), Structure.postal_code.in_(places)),
        )
        structures = [one for one in self.session.scalars(near) if id(one) not in self._known]
        sources: dict[int, set[str]] = {structure.id: set() for structure in structures}
        described_by = select(StructureSource.structure_id, StructureSource.source).where(
            StructureSource.structure_id.in_(sources),
            StructureSource.source_id.not_like(f"{ANONYMOUS_ID}%"),
        )
        for structure_id, source in self.session.execute(described_by):
            sources[structure_id].add(source)
        for structure in structures:
            self.add(structure, frozenset(sources[structure.id]))

    def add(self, structure: Structure, sources: frozenset[str]) -> None:
        """Know one more structure."""
        self._known[id(structure)] = known = Known(structure, card_of(values_of(structure), sources))
        self._index(known)

    def _index(self, known: Known) -> None:
        for place in {known.card.insee, known.card.postal_code} - {""}:
            near = self._by_place.setdefault(place, [])
            if known not in near:
                near.append(known)

    def find(self, card: Card) -> tuple[Structure, str] | None:
        """The structure that a card speaks of and the rule that says so: the surest rule, then the nearest."""
        found: list[tuple[int, float, int, Known]] = []
        seen: set[int] = set()
        for place in (card.insee, card.postal_code):
            for known in self._by_place.get(place, ()):
                if id(known) not in seen and (rule := why_same(card, known.card)):
                    apart = apart_km(card, known.card)
                    found.append((RULES.index(rule), 0.0 if apart is None else apart, len(found), known))
                seen.add(id(known))
        if not found:
            return None
        rule_number, _apart, _order, known = min(found, key=lambda candidate: candidate[:3])
        return known.structure, RULES[rule_number]

    def refresh(self, structure: Structure, numbered_by: frozenset[str] = frozenset()) -> None:
        """Look at a structure again after a change; `numbered_by`: one more source that describes it."""
        if known := self._known.get(id(structure)):
            known.card = card_of(values_of(structure), known.card.sources | numbered_by)
            self._index(known)

    def are_taken(self, structure: Structure, identity: Mapping[str, Any]) -> bool:
        """Whether another structure has this SIRET, name and commune."""
        if identity["siret"] is None or not identity["code_insee"]:
            return False
        self.look_around([{"code_insee": identity["code_insee"], "postal_code": ""}])
        return any(
            all(getattr(known.structure, column) == value for column, value in identity.items())
            for known in self._by_place.get(identity["code_insee"], ())
            if known.structure is not structure
        )


def create(values: Mapping[str, Any], now: datetime) -> Structure:
    """A new structure, not yet in a session."""
    return Structure(public_id=new_public_id(), created_at=now, updated_at=now, version=1, **values)


def fill(neighbours: Neighbours, structure: Structure, values: Mapping[str, Any], now: datetime) -> None:
    """Complete a structure with what another record knows; nothing that a source measured is overwritten."""
    changes = {column: values[column] for column in SINGLE if not getattr(structure, column)}
    changes["themes"] = list(dict.fromkeys([*structure.themes, *values["themes"]]))[:MOST_THEMES]
    if structure.kind in PLAIN_KINDS and values["kind"] not in PLAIN_KINDS:
        changes["kind"] = values["kind"]
    if not structure.code_insee and values["code_insee"]:
        changes |= {column: values[column] for column in PLACE}
    if structure.geo_precision not in MEASURED and values["geo_precision"] in MEASURED:
        changes |= {column: values[column] for column in POINT}
    if structure.siret is None and structure.siren in {None, values["siren"]}:
        changes |= {column: values[column] for column in LEGAL}
    _apply(neighbours, structure, changes, now)


def update(
    neighbours: Neighbours, structure: Structure, old: Mapping[str, Any], new: Mapping[str, Any], now: datetime
) -> None:
    """Bring what changed in a record to its structure, except where a person or another source wrote since."""
    changes: dict[str, Any] = {}
    for group in GROUPS:
        as_read = [old.get(column) for column in group]
        if as_read == [getattr(structure, column) for column in group]:
            changes |= {column: new[column] for column in group}
    _apply(neighbours, structure, changes, now)


def _apply(neighbours: Neighbours, structure: Structure, changes: dict[str, Any], now: datetime) -> None:
    """Write the changes that are some; those that would make two structures one are left out."""
    identity = {column: changes.get(column, getattr(structure, column)) for column in IDENTITY}
    if neighbours.are_taken(structure, identity):
        changes = {column: value for column, value in changes.items() if column not in {*NAME, *LEGAL, *PLACE}}
    changed = {column: value for column, value in changes.items() if value != getattr(structure, column)}
    frees_identity = bool(structure.siret and structure.code_insee and changed.keys() & set(IDENTITY))
    for column, value in changed.items():
        setattr(structure, column, value)
    if changed:
        structure.updated_at = now
        structure.version += 1
    if frees_identity:
        neighbours.session.flush()  # before a new structure takes it: inserts go before updates
