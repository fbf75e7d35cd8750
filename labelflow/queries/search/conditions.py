"""What each filter asks of an entry, and the values that facets count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, exists, false, literal

from labelflow.domain.actions import MONTHS
from labelflow.domain.searching import COMES, DISTANCES, FREE, RECEIVES, point, square_of_chord
from labelflow.models.label import Label
from labelflow.models.search import SearchEntry
from labelflow.queries.actions import covers, in_force
from labelflow.territory import DEPARTMENTS
from labelflow.territory.vocabulary import ACCESS, FORMATS, GROUPS, LANGUAGES, LEVELS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from labelflow.domain.searching import Place, Wanted
    from labelflow.territory.vocabulary import Value

IMPOSSIBLE: Final = 0
"""A value that nobody offers: nothing has it."""
DEPARTMENT_BITS: Final[Mapping[str, int]] = {code: 1 << place for place, code in enumerate(sorted(DEPARTMENTS))}
MONTH_BITS: Final[Mapping[str, int]] = {str(month): 1 << month for month in MONTHS}


def _bits(values: Mapping[str, Value]) -> dict[str, int]:
    return {code: one.bit for code, one in values.items()}


def _level_bits() -> dict[str, int]:
    groups = {code: sum(one.bit for one in LEVELS.values() if one.group == code) for code in GROUPS}
    return {**groups, **_bits(LEVELS)}


VALUES: Final[Mapping[str, Mapping[str, int]]] = {
    "travel": {"comes": 1, **{str(km): 2 << place for place, km in enumerate(DISTANCES)}},
    "level": _level_bits(),
    "subject": _bits(SUBJECTS),
    "format": _bits(FORMATS),
    "month": MONTH_BITS,
    "language": _bits(LANGUAGES),
    "access": _bits(ACCESS),
    "free": {"1": FREE},
    "department": DEPARTMENT_BITS,
}
"""By filter: its values, each with its bits."""
COLUMNS: Final = {
    "level": SearchEntry.levels,
    "subject": SearchEntry.subjects,
    "format": SearchEntry.formats,
    "month": SearchEntry.months,
    "language": SearchEntry.languages,
    "access": SearchEntry.access,
    "free": SearchEntry.traits,
    "department": SearchEntry.areas,
}
PLACES_OF_FAILURE: Final[Mapping[str, int]] = {name: 1 << place for place, name in enumerate(VALUES)}
"""One bit for each filter: an entry that fails no other one is what lifting it would add."""


def bits_of(values: Iterable[str], known: Mapping[str, int]) -> int:
    """Several values as one number."""
    return sum(known[one] for one in set(values) if one in known)


def is_public(today: date) -> ColumnElement[bool]:
    """That the holder of an entry has a label in force that covers it, at this instant."""
    return exists().where(
        Label.structure_id == SearchEntry.structure_id,
        Label.programme_code == SearchEntry.programme_code,
        in_force(today),
        covers(SearchEntry.scope),
    )


def has(column: InstrumentedAttribute[int], bits: int) -> ColumnElement[bool]:
    """That a number has one of some bits."""
    return column.op("&")(literal(bits)) != 0


def square_to(place: Place) -> ColumnElement[int]:
    """The square of the straight line between an entry and a place, in square metres."""
    x, y, z = point(place.lat, place.lon)
    east, north, up = SearchEntry.x - x, SearchEntry.y - y, SearchEntry.z - z
    return east * east + north * north + up * up


def comes_to(place: Place | None) -> ColumnElement[bool]:
    """That the holder comes: to the department of the place, when there is one."""
    if place is None:
        return has(SearchEntry.traits, COMES)
    return has(SearchEntry.covered, DEPARTMENT_BITS.get(place.department, IMPOSSIBLE))


def within(place: Place, km: int) -> ColumnElement[bool]:
    """That classes are received at most `km` away."""
    return and_(has(SearchEntry.traits, RECEIVES), square_to(place) <= square_of_chord(km))


def reach(place: Place | None) -> ColumnElement[int]:
    """The bits of `travel` that an entry has."""
    comes: ColumnElement[int] = case((comes_to(place), 1), else_=0)
    if place is None:
        return comes
    # The nearest ring tells all those around it.
    rings: list[tuple[ColumnElement[bool], int]] = []
    bits = 0
    for km, bit in reversed([(km, VALUES["travel"][str(km)]) for km in DISTANCES]):
        bits += bit
        rings.insert(0, (within(place, km), bits))
    return comes + case(*rings, else_=0)


def conditions(wanted: Wanted) -> dict[str, ColumnElement[bool]]:
    """What each filter that is set asks."""
    found = {name: _condition(name, wanted) for name in wanted.active()}
    if "travel" in found and wanted.travel != "comes" and wanted.place is None:
        del found["travel"]  # a distance from nowhere filters nothing
    return found


def _condition(name: str, wanted: Wanted) -> ColumnElement[bool]:
    match name:
        case "travel":
            return _travel(wanted)
        case "access":
            return and_(*(has(SearchEntry.access, VALUES["access"].get(one, IMPOSSIBLE)) for one in wanted.access))
        case "free":
            return has(SearchEntry.traits, FREE)
        case _:
            return has(COLUMNS[name], VALUES[name].get(str(getattr(wanted, name)), IMPOSSIBLE))


def _travel(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.travel == "comes":
        return comes_to(wanted.place)
    if wanted.place is None or not wanted.travel.isdigit():
        return false()
    return within(wanted.place, int(wanted.travel))
