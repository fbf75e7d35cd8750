"""What somebody looks for among actions, and the arithmetic of places."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, Self

from labelflow.domain.territory import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from collections.abc import Iterator

FREE: Final = 1
COMES: Final = 2
RECEIVES: Final = 4

Sort = Literal["", "relevance", "distance", "newest"]
DISTANCES: Final = (10, 20, 50, 100)
"""In km: how far a class goes."""
_METRES: Final = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """From where somebody looks."""

    name: str
    insee: str
    department: str
    lat: float
    lon: float
    school: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A search; what is empty filters nothing."""

    text: str = ""
    place: Place | None = None
    travel: str = ""
    """"comes", or within so many km: "10", "20"…"""
    level: str = ""
    """A level, or a group of levels."""
    subject: str = ""
    format: str = ""
    month: int = 0
    language: str = ""
    access: tuple[str, ...] = ()
    free: bool = False
    department: str = ""
    sort: Sort = ""
    after: tuple[int, int] | None = None
    """Where the page before ended: the key by which it was sorted, and its last row."""

    FILTERS = ("travel", "level", "subject", "format", "month", "language", "access", "free", "department")

    @property
    def order(self) -> Sort:
        """How results are sorted when nobody says: by what was typed, else by distance, else the newest first."""
        if self.sort == "distance" and self.place is None:
            return "newest"
        if self.sort == "relevance" and not self.text:
            return "newest"
        return self.sort or ("relevance" if self.text else "distance" if self.place else "newest")

    def active(self) -> Iterator[str]:
        """The filters that are set."""
        yield from (name for name in self.FILTERS if getattr(self, name))

    def without(self, name: str) -> Self:
        """The same search with a filter lifted."""
        empty = {"month": 0, "access": (), "free": False}.get(name, "")
        return replace(self, **{name: empty}, after=None)  # type: ignore[arg-type]  # the empty value of each


def point(lat: float, lon: float) -> tuple[int, int, int]:
    """A place in metres from the centre of the Earth."""
    radius = EARTH_RADIUS_KM * _METRES
    phi, lam = math.radians(lat), math.radians(lon)
    cos = math.cos(phi)
    return round(radius * cos * math.cos(lam)), round(radius * cos * math.sin(lam)), round(radius * math.sin(phi))


def square_of_chord(km: float) -> int:
    """The square, in square metres, of the straight line between two places `km` apart along the ground."""
    return round((2 * EARTH_RADIUS_KM * _METRES * math.sin(km / (2 * EARTH_RADIUS_KM))) ** 2)


def km_of_chord(square: int) -> float:
    """How far apart two places are, by the square of the straight line between them."""
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(square) / (2 * EARTH_RADIUS_KM * _METRES)))
