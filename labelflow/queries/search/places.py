"""From where somebody looks: a school by its name or UAI, a commune, a postal code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.searching import Place
from labelflow.domain.territory import plain_words
from labelflow.models.search import School
from labelflow.models.structure import Structure
from labelflow.territory import DEPARTMENTS, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelflow.domain.territory import Commune

UAI: Final = re.compile(r"(\d{7})([a-z])", re.IGNORECASE)
UAI_LETTERS: Final = "abcdefghjklmnprstuvwxyz"
POSTAL: Final = re.compile(r"\b(\d{5})\b")
MOST_CHOICES: Final = 8
SHORTEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text names: a place, or none; and others that it may mean."""

    place: Place | None = None
    choices: tuple[Place, ...] = ()


def place_called(text: str) -> Asked:
    """The place that a text names."""
    typed = " ".join(text.split())
    if not typed:
        return Asked()
    uai = UAI.fullmatch(typed.replace(" ", ""))
    if uai:
        return _one_of(_schools_numbered(uai[0].upper()) or _seat(uai[0]))
    if POSTAL.fullmatch(typed):
        found = _communes(typed)  # the most populous first: that is where most schools are
        return Asked(found[0], tuple(found[1 : MOST_CHOICES + 1])) if found else Asked()
    return _one_of(_communes(typed) or _schools(typed))


def _one_of(found: Iterable[Place]) -> Asked:
    every = tuple(dict.fromkeys(found))
    return Asked(every[0]) if len(every) == 1 else Asked(choices=every[:MOST_CHOICES])


def _communes(typed: str) -> list[Place]:
    """By postal code, by name, or by both; of communes that share a postal code, all are offered."""
    postal = POSTAL.search(typed)
    name = POSTAL.sub(" ", typed).strip(" ,()")
    if not plain_words(name):
        return [_place(one) for one in gazetteer().by_postal_code(postal[1])] if postal else []
    named: Sequence[Commune] = gazetteer().by_name(name)
    if postal:
        named = [one for one in named if postal[1] in one.postal_codes] or gazetteer().by_postal_code(postal[1])
    return [_place(one) for one in named]


def _place(commune: Commune) -> Place:
    postal = f" ({commune.postal_codes[0]})" if commune.postal_codes else ""
    return Place(f"{commune.name}{postal}", commune.insee, commune.department, commune.lat, commune.lon)


def _schools_numbered(uai: str) -> list[Place]:
    known = [_of_school(one) for one in db.session.scalars(select(School).where(School.uai == uai))]
    if known:
        return known
    held = db.session.scalars(select(Structure).where(Structure.uai == uai, Structure.merged_into_id.is_(None)))
    places = ((one.name, gazetteer().by_insee(one.code_insee)) for one in held)
    return [
        Place(name, commune.insee, commune.department, commune.lat, commune.lon, uai)
        for name, commune in places
        if commune
    ]


def _seat(uai: str) -> list[Place]:
    """A school that is not listed is at least in the department that its number begins with."""
    department = DEPARTMENTS.get(uai[1:3]) if uai[0] == "0" and is_uai(uai) else None
    if department is None:
        return []
    name = f"{uai.upper()}, {department.name}"
    return [Place(name, "", department.code, department.lat, department.lon, uai.upper())]


def is_uai(text: str) -> bool:
    """Whether the letter of a school's number is the one that its figures call for."""
    found = UAI.fullmatch(text)
    return found is not None and UAI_LETTERS[int(found[1]) % len(UAI_LETTERS)] == found[2].lower()


def _schools(typed: str) -> list[Place]:
    words = [word for word in plain_words(typed) if len(word) >= SHORTEST_NAME]
    if not words:
        return []
    named = select(School).where(*(School.name_key.contains(word, autoescape=True) for word in words))
    return [
        _of_school(one) for one in db.session.scalars(named.order_by(School.name_key, School.uai).limit(MOST_CHOICES))
    ]


def _of_school(school: School) -> Place:
    commune = gazetteer().by_insee(school.code_insee)
    lat, lon = (school.lat, school.lon) if school.lat is not None and school.lon is not None else (0.0, 0.0)
    if (not lat and not lon) and commune is not None:
        lat, lon = commune.lat, commune.lon
    name = f"{school.name}, {commune.name}" if commune else school.name
    return Place(name, school.code_insee, school.code_insee[:2], lat, lon, school.uai)
