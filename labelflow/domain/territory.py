"""A region: its departments, its communes, and how to find one from what people write.

Departments and communes come from the tables of `labelflow.territory`, which builds the `Gazetteer`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelflow.domain.words import Words

EARTH_RADIUS_KM = 6371.0
BORDER_TOLERANCE_KM = 20.0
"""A point this close to a commune of the table counts as inside. The table's own points are a few km off: the
exact centres of all communes lie within 19.8 km of one of its points, 99 % of them within 12.8 km."""

_CELL_DEGREES = 0.25
_SURE_WITHIN_KM = 19.0
"""Nothing outside the eight cells around a point is closer than this (the width of a cell at 46° north)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """One department: seat of the prefecture, académie and administrative court it depends on."""

    code: str
    names: Words
    prefecture: str
    lat: float
    lon: float
    academy: str
    court: str

    @property
    def name(self) -> str:
        """The French name."""
        return self.names["fr"]


class Commune(NamedTuple):
    """A present commune. `precision` says where its point comes from: town, postal, epci or department."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    epci: str
    population: int
    lat: float
    lon: float
    precision: str

    @property
    def department(self) -> str:
        """Code of the department; all communes of the region carry it at the start of their own code."""
        return self.insee[:2]


_NOWHERE = Commune("", "", (), "", 0, math.nan, math.nan, "")


class FormerCommune(NamedTuple):
    """A commune that was merged: its code and name still circulate. The name may be unknown ("")."""

    insee: str
    name: str
    kind: str
    present: str


def plain_words(text: str) -> list[str]:
    """The words of `text` in lower case, without accents; ligatures undone, punctuation taken as spaces."""
    flat = text.casefold().replace("œ", "oe").replace("æ", "ae")
    flat = "".join(letter for letter in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", flat)


_SPELT_OUT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les", "s": "sur"}
_ARTICLES = {"l", "le", "la", "les"}


def commune_key(name: str) -> str:
    """One spelling for all the ways to write a commune: « ST-CHÉLY d'Apcher CEDEX 2 » → `saint chely d apcher`."""
    words: list[str] = []
    for word in plain_words(name):
        if word == "cedex":
            break
        if not word.isdigit():
            words.append(_SPELT_OUT.get(word, word))
    if "(" in name and words[-1:] and words[-1] in _ARTICLES:
        words.insert(0, words.pop())
    return " ".join(words)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) points."""
    (lat_a, lon_a), (lat_b, lon_b) = a, b
    half_chord = (
        math.sin(math.radians(lat_b - lat_a) / 2) ** 2
        + math.cos(math.radians(lat_a)) * math.cos(math.radians(lat_b)) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half_chord)))


class Gazetteer:
    """Finds communes by code, postal code, name or point. Indexes are built when first needed."""

    def __init__(self, communes: Iterable[Commune], former: Iterable[FormerCommune] = ()) -> None:
        self.communes: dict[str, Commune] = {commune.insee: commune for commune in communes}
        self.former: tuple[FormerCommune, ...] = tuple(former)

    @cached_property
    def _present(self) -> dict[str, str]:
        return {gone.insee: gone.present for gone in self.former if gone.insee not in self.communes}

    @cached_property
    def _by_postal_code(self) -> dict[str, list[Commune]]:
        index: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            for code in commune.postal_codes:
                index[code].append(commune)
        return dict(index)

    @cached_property
    def _by_name(self) -> dict[str, list[Commune]]:
        """Present names first, then names without their article, then names of merged communes."""
        index: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            index[commune_key(commune.name)].append(commune)
        named = [(commune.name, commune) for commune in self.communes.values()]
        named += [(gone.name, self.communes[gone.present]) for gone in self.former if gone.name]
        for name, commune in named:
            key = commune_key(name)
            first, _, rest = key.partition(" ")
            for spelling in (key, rest if first in _ARTICLES else ""):
                if spelling and all(known.department != commune.department for known in index[spelling]):
                    index[spelling].append(commune)
        return dict(index)

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[Commune]]:
        cells: dict[tuple[int, int], list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            cells[_cell(commune.lat, commune.lon)].append(commune)
        return dict(cells)

    def by_insee(self, code: str) -> Commune | None:
        """The present commune of a code; the code of a merged commune gives the one it merged into."""
        return self.communes.get(code) or self.communes.get(self._present.get(code, ""))

    def by_postal_code(self, code: str) -> Sequence[Commune]:
        """The communes that a postal code serves, the most populous first."""
        return sorted(self._by_postal_code.get(code, ()), key=lambda commune: -commune.population)

    def by_name(self, name: str, department: str = "") -> Sequence[Commune]:
        """The communes of that name, present or former; accents, CEDEX, St/Ste and articles do not matter."""
        found = self._by_name.get(commune_key(name), ())
        return [commune for commune in found if department in {"", commune.department}]

    def nearest(self, lat: float, lon: float) -> tuple[Commune, float]:
        """The commune whose point is nearest, and its distance in km (coordinates of the table: a few km off)."""
        row, column = _cell(lat, lon)
        ring = [
            commune
            for north in (-1, 0, 1)
            for east in (-1, 0, 1)
            for commune in self._cells.get((row + north, column + east), ())
        ]
        commune, distance = _closest(lat, lon, ring)
        return (commune, distance) if distance < _SURE_WITHIN_KM else _closest(lat, lon, self.communes.values())

    def is_inside_region(self, lat: float, lon: float, tolerance_km: float = BORDER_TOLERANCE_KM) -> bool:
        """Whether a point lies in the region, give or take `tolerance_km` at the border."""
        return self.nearest(lat, lon)[1] <= tolerance_km


def _closest(lat: float, lon: float, communes: Iterable[Commune]) -> tuple[Commune, float]:
    measured = ((distance_km((lat, lon), (commune.lat, commune.lon)), commune) for commune in communes)
    distance, commune = min(measured, default=(math.inf, _NOWHERE))
    return commune, distance


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES)
