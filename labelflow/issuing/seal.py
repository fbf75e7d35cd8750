"""The mark of a programme: its towns at their true places, joined by their minimum spanning tree.

Peers who read one another, drawn as a constellation. Everything is a function of points, so that a
programme of another region brings its own. SVG only, without style or script: presentation
attributes carry the colours (a PDF needs no more) and classes let a style sheet change them.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import cos, dist, hypot, radians, sin
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Point(Protocol):
    """What can be drawn: a place below, or a seal point of a programme."""

    @property
    def longitude(self) -> float: ...
    @property
    def latitude(self) -> float: ...
    @property
    def bright(self) -> bool: ...


class Place(NamedTuple):
    """A town of the constellation, in degrees (WGS 84); the bright ones are drawn as stars."""

    name: str
    longitude: float
    latitude: float
    bright: bool = False


OCCITANIE = (
    Place("Foix", 1.6078, 42.9653),
    Place("Carcassonne", 2.3491, 43.2130),
    Place("Rodez", 2.5750, 44.3506),
    Place("Nîmes", 4.3601, 43.8367),
    Place("Toulouse", 1.4440, 43.6045, bright=True),
    Place("Auch", 0.5855, 43.6465),
    Place("Montpellier", 3.8772, 43.6109, bright=True),
    Place("Cahors", 1.4409, 44.4475),
    Place("Mende", 3.5010, 44.5180),
    Place("Tarbes", 0.0781, 43.2328),
    Place("Perpignan", 2.8948, 42.6887),
    Place("Albi", 2.1464, 43.9289),
    Place("Montauban", 1.3550, 44.0176),
)
"""The thirteen préfectures; the seats of the two académies are the bright ones."""


PLAIN = tuple(Place("", 1.3 * turn * cos(0.9 * turn), turn * sin(0.9 * turn)) for turn in range(1, 10))
"""For a programme that names no place: nine points on a spiral."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a drawing; the defaults are the light roles of the visual identity."""

    line: str = "#1D3A6B"
    star: str = "#1D3A6B"
    bright: str = "#A8432A"
    paper: str = "#FFFFFF"


INK_ONLY = Palette(line="#1B2130", star="#1B2130", bright="#1B2130")
"""For black and white: the bright stars still differ by size and shape."""


class Spot(NamedTuple):
    x: float
    y: float
    bright: bool


def spanning_tree(spots: Sequence[tuple[float, float]]) -> tuple[tuple[int, int], ...]:
    """Pairs of indices that join all the spots with the least total length (Prim)."""
    if not spots:
        return ()
    joined, edges = [0], []
    waiting = set(range(1, len(spots)))
    while waiting:
        near, far = min(
            ((a, b) for a in joined for b in waiting), key=lambda pair: (dist(spots[pair[0]], spots[pair[1]]), pair)
        )
        edges.append((near, far))
        joined.append(far)
        waiting.remove(far)
    return tuple(edges)


def _flat(places: Iterable[Point]) -> list[Spot]:
    """Places on a plane (equirectangular at their mean latitude), y downwards, around (0, 0)."""
    places = list(places)
    if not places:
        return []
    shrink = cos(radians(sum(place.latitude for place in places) / len(places)))
    spots = [Spot(place.longitude * shrink, -place.latitude, place.bright) for place in places]
    middle_x = (min(spot.x for spot in spots) + max(spot.x for spot in spots)) / 2
    middle_y = (min(spot.y for spot in spots) + max(spot.y for spot in spots)) / 2
    return [Spot(spot.x - middle_x, spot.y - middle_y, spot.bright) for spot in spots]


def _placed(places: Iterable[Point], centre: float, radius: float) -> list[Spot]:
    """Spots whose farthest lies at `radius` from the centre."""
    spots = _flat(places)
    scale = radius / (max((hypot(spot.x, spot.y) for spot in spots), default=0) or 1)
    return [Spot(centre + spot.x * scale, centre + spot.y * scale, spot.bright) for spot in spots]


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _sparkle(spot: Spot, reach: float) -> str:
    """A four-pointed star with hollow sides."""
    waist = reach * 0.26
    turns = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))
    corners = (
        (spot.x + dx * (reach if 0 in (dx, dy) else waist), spot.y + dy * (reach if 0 in (dx, dy) else waist))
        for dx, dy in turns
    )
    return "M" + "L".join(f"{_figure(x)} {_figure(y)}" for x, y in corners) + "Z"


def _drawing(spots: Sequence[Spot], palette: Palette, *, star: float, line: float, lines: bool = True) -> str:
    """The tree and its stars; `star` and `line` are the radius and the width, in drawing units."""
    parts = []
    if lines:
        tree = spanning_tree([(spot.x, spot.y) for spot in spots])
        path = "".join(
            f"M{_figure(spots[a].x)} {_figure(spots[a].y)}L{_figure(spots[b].x)} {_figure(spots[b].y)}" for a, b in tree
        )
        parts.append(
            f'<path class="seal__line" d="{path}" fill="none" stroke="{palette.line}" '
            f'stroke-width="{line}" stroke-linecap="round"/>'
        )
    parts += (
        f'<circle class="seal__star" cx="{_figure(spot.x)}" cy="{_figure(spot.y)}" r="{_figure(star)}" '
        f'fill="{palette.star}" stroke="{palette.paper}" stroke-width="{_figure(star * 0.4)}"/>'
        for spot in spots
        if not spot.bright
    )
    parts += (
        f'<path class="seal__bright" d="{_sparkle(spot, star * 2.7)}" fill="{palette.bright}"/>'
        for spot in spots
        if spot.bright
    )
    return "".join(parts)


def _svg(body: str, view: str, *, title: str, css_class: str) -> str:
    label = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true" focusable="false"'
    name = f"<title>{escape(title)}</title>" if title else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="{css_class}" viewBox="{view}" {label}>{name}{body}</svg>'


def seal_svg(places: Iterable[Point] = OCCITANIE, *, palette: Palette | None = None, title: str = "") -> str:
    """The seal: the constellation in two rings, in a square of 200 units; hidden from readers without `title`."""
    palette = palette or Palette()
    rings = "".join(
        f'<circle class="seal__ring" cx="100" cy="100" r="{radius}" fill="none" stroke="{palette.line}" '
        f'stroke-width="{width}"/>'
        for radius, width in ((97, 3), (91, 1))
    )
    spots = _placed(places, 100, 78)
    return _svg(rings + _drawing(spots, palette, star=5.2, line=2.2), "0 0 200 200", title=title, css_class="seal")


def constellation_svg(
    places: Iterable[Point] = OCCITANIE,
    *,
    palette: Palette | None = None,
    weight: float = 1,
    css_class: str = "constellation",
) -> str:
    """The constellation alone, cut to its own bounds: header, empty states, background of a page.

    `weight` thickens stars and lines, for small sizes.
    """
    spots = _placed(places, 100, 84)
    margin = 14 * weight
    left = min((spot.x for spot in spots), default=100) - margin
    top = min((spot.y for spot in spots), default=100) - margin
    width = max((spot.x for spot in spots), default=100) + margin - left
    height = max((spot.y for spot in spots), default=100) + margin - top
    view = " ".join(_figure(value) for value in (left, top, width, height))
    body = _drawing(spots, palette or Palette(), star=4.6 * weight, line=round(1.6 * weight, 1))
    return _svg(body, view, title="", css_class=css_class)


def favicon_svg(places: Iterable[Point] = OCCITANIE) -> str:
    """Points only on a night square: readable at 16 pixels on a light or a dark bar."""
    palette = Palette(star="#FBF8F3", bright="#F0A58E", paper="none")
    square = '<rect width="64" height="64" rx="12" fill="#1D3A6B"/>'
    body = square + _drawing(_placed(places, 32, 26), palette, star=2.6, line=0, lines=False)
    return _svg(body, "0 0 64 64", title="", css_class="favicon")
