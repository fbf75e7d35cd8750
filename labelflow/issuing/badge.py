"""The badge of a label as a picture: the programme's seal, its name, the label's number.

A picture that anybody may keep says nothing of the day: whether the label is in force is asked of the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from labelflow.issuing.seal import Palette, seal_svg

if TYPE_CHECKING:
    from labelflow.issuing.seal import Point

WIDTH: Final = 240
HEIGHT: Final = 300
_LONGEST_AT_FULL_SIZE: Final = 22
"""Characters of a name that fit in a line at the full size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgePicture:
    """What the picture shows; `title` is read aloud in its place."""

    programme: str
    number: str
    title: str
    places: tuple[Point, ...]


def badge_svg(shown: BadgePicture) -> str:
    """The picture, without style, script or outside file."""
    palette = Palette()
    size = min(20.0, 20.0 * _LONGEST_AT_FULL_SIZE / max(len(shown.programme), 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(shown.title)}"><title>{escape(shown.title)}</title>'
        f'<rect x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" rx="16" fill="{palette.paper}" '
        f'stroke="{palette.line}" stroke-width="2"/>'
        f'<svg x="20" y="16" width="200" height="200" viewBox="0 0 200 200">{_inside(seal_svg(shown.places))}</svg>'
        f"{_line(shown.programme, 248, size, palette.line, bold=True)}"
        f"{_line(shown.number, 276, 16, palette.star)}</svg>"
    )


def _line(text: str, y: float, size: float, colour: str, *, bold: bool = False) -> str:
    weight = "700" if bold else "400"
    return (
        f'<text x="{WIDTH // 2}" y="{y}" text-anchor="middle" font-family="\'Source Sans Pro\', sans-serif" '
        f'font-size="{size:.1f}" font-weight="{weight}" fill="{colour}">{escape(text)}</text>'
    )


def _inside(svg: str) -> str:
    """What a drawing of ours draws, without its own frame."""
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


@lru_cache(maxsize=64)
def badge_png(svg: str) -> bytes:
    """The same picture in pixels; drawn once while it is asked for again and again."""
    from labelflow.issuing.raster import png_of  # noqa: PLC0415 - loads Pillow

    return png_of(svg, width=2 * WIDTH)
