"""Who comes, and how far a class would go: sets of entries around a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.searching import COMES, DISTANCES, RECEIVES, point, square_of_chord
from labelflow.queries.search.bits import bits_from
from labelflow.queries.search.vocabulary import DEPARTMENT_BITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.searching import Place
    from labelflow.queries.search.shelf import Point, Shelf


class Around:
    """The entries of a shelf as seen from a place, or from nowhere."""

    def __init__(self, shelf: Shelf, place: Place | None) -> None:
        self.shelf = shelf
        self.place = place
        self.squares = {one: square_between(one, _metres(place)) for one in shelf.points} if place else {}

    def travels(self) -> dict[str, int]:
        """By value of the filter: the entries that have it. From nowhere, nothing is at any distance."""
        return {"comes": self._comes(), **{str(km): self._within(km) for km in DISTANCES if self.place is not None}}

    def _comes(self) -> int:
        if self.place is None:
            return self.shelf.having("traits", COMES)
        return self.shelf.having("covered", DEPARTMENT_BITS.get(self.place.department, 0))

    def _within(self, km: int) -> int:
        limit = square_of_chord(km)
        near = [one for place, square in self.squares.items() if square <= limit for one in self.shelf.points[place]]
        return bits_from(near) & self.shelf.having("traits", RECEIVES)

    def nearest_first(self, among: int, after: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
        """The entries of a set with the square of their distance, the nearest first, from where a page ended."""
        rings: dict[int, list[Point]] = {}
        for one, square in self.squares.items():
            if after is None or square >= after[0]:
                rings.setdefault(square, []).append(one)
        for square in sorted(rings):
            ids = sorted(number for one in rings[square] for number in self.shelf.points[one] if among >> number & 1)
            yield from ((square, number) for number in ids if after is None or (square, number) > after)


def square_between(one: Point, other: Point) -> int:
    """The square of the straight line between two places, in square metres."""
    return sum((a - b) * (a - b) for a, b in zip(one, other, strict=True))


def _metres(place: Place) -> Point:
    return point(place.lat, place.lon)
