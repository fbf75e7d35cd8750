"""The values of each filter, each with the bits by which entries hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.actions import MONTHS
from labelflow.domain.searching import DISTANCES, FREE
from labelflow.territory import DEPARTMENTS
from labelflow.territory.vocabulary import ACCESS, FORMATS, GROUPS, LANGUAGES, LEVELS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelflow.territory.vocabulary import Value

DEPARTMENT_BITS: Final[Mapping[str, int]] = {code: 1 << place for place, code in enumerate(sorted(DEPARTMENTS))}
MONTH_BITS: Final[Mapping[str, int]] = {str(month): 1 << month for month in MONTHS}


def _bits(values: Mapping[str, Value]) -> dict[str, int]:
    return {code: one.bit for code, one in values.items()}


def _level_bits() -> dict[str, int]:
    groups = {code: sum(one.bit for one in LEVELS.values() if one.group == code) for code in GROUPS}
    return {**groups, **_bits(LEVELS)}


VALUES: Final[Mapping[str, Mapping[str, int]]] = {
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
TRAVELS: Final = ("comes", *map(str, DISTANCES))
COLUMNS: Final[Mapping[str, str]] = {
    "level": "levels",
    "subject": "subjects",
    "format": "formats",
    "month": "months",
    "language": "languages",
    "access": "access",
    "free": "traits",
    "department": "areas",
    "travel": "covered",
}
"""By filter, the column of the entry that holds it."""


def bits_of(values: Iterable[str], known: Mapping[str, int]) -> int:
    """Several values as one number."""
    return sum(known[one] for one in set(values) if one in known)
