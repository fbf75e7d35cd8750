"""The logo of a label in its forms and colours, drawn from the places and the colours of its programme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final, Literal

from labelflow.issuing.brand.badge import placed
from labelflow.issuing.brand.looks import look_of
from labelflow.issuing.brand.outlines import Style, line, width_of
from labelflow.issuing.seal import Palette, seal_svg

if TYPE_CHECKING:
    from labelflow.issuing.seal import Place
    from labelflow.programmes.schema.brand import Brand

Form = Literal["horizontal", "stacked", "seal"]
Ink = Literal["colour", "dark", "black", "white"]
"""In colour on a light or a dark ground; in one ink, black or white."""

FORMS: Final[tuple[Form, ...]] = ("horizontal", "stacked", "seal")
INKS: Final[tuple[Ink, ...]] = ("colour", "dark", "black", "white")
ON_A_DARK_GROUND: Final[frozenset[Ink]] = frozenset({"dark", "white"})

_SEAL: Final = 200.0
_TEXT: Final = 62.0
_LEADING: Final = 70.0
_TILE: Final = (640.0, 360.0)
_AROUND: Final = 60.0
_SHORT: Final = 3
"""Letters of a word that does not end a line: « en », « de », « du »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What every logo of a label is drawn from."""

    name: str
    places: tuple[Place, ...]
    brand: Brand

    def __hash__(self) -> int:
        """The colours that count; what is allowed and forbidden is not drawn."""
        return hash((self.name, self.places, self.brand.primary, self.brand.accent))


@dataclass(frozen=True, slots=True)
class Logo:
    """A drawing with its size, in its own units: the seal is 200 high."""

    svg: str
    width: float
    height: float


@lru_cache(maxsize=64)
def logo(of: Identity, form: Form, ink: Ink) -> Logo:
    """The logo on a clear ground, without style, script, font or outside file."""
    seal, words = _inks(of, ink)
    mark = seal_svg(of.places, palette=seal)
    if form == "seal":
        return _framed(of.name, placed(mark, 0, 0, _SEAL, _SEAL), _SEAL, _SEAL)
    lines = _lines(of.name)
    style = Style(face="serif", size=_TEXT, colour=words)
    width = max(width_of(text, "serif", _TEXT) for text in lines)
    high = len(lines) * _LEADING
    if form == "horizontal":
        top = max(0.0, (high - _SEAL) / 2)
        foot = top + _SEAL / 2 - high / 2 + 0.72 * _LEADING
        body = placed(mark, 0, top, _SEAL, _SEAL) + "".join(
            line(text, _SEAL + 40, round(foot + place * _LEADING, 1), style) for place, text in enumerate(lines)
        )
        return _framed(of.name, body, _SEAL + 40 + width, max(_SEAL, high))
    across = max(_SEAL, width)
    body = placed(mark, (across - _SEAL) / 2, 0, _SEAL, _SEAL) + "".join(
        line(
            text,
            round((across - width_of(text, "serif", _TEXT)) / 2, 1),
            round(_SEAL + 0.95 * _LEADING + place * _LEADING, 1),
            style,
        )
        for place, text in enumerate(lines)
    )
    return _framed(of.name, body, across, _SEAL + high + 0.2 * _LEADING)


@lru_cache(maxsize=64)
def on_its_ground(of: Identity, form: Form, ink: Ink) -> str:
    """The logo as it is shown to choose from: with room around it, on a ground that it is made for."""
    drawn = logo(of, form, ink)
    ground = look_of(of.brand, "dark" if ink in ON_A_DARK_GROUND else "light").paper
    width, height = _TILE
    scale = min((width - 2 * _AROUND) / drawn.width, (height - 2 * _AROUND) / drawn.height)
    wide, high = round(drawn.width * scale, 1), round(drawn.height * scale, 1)
    inside = placed(drawn.svg, round((width - wide) / 2, 1), round((height - high) / 2, 1), wide, high)
    return _framed(of.name, f'<rect width="{width:g}" height="{height:g}" fill="{ground}"/>{inside}', width, height).svg


@lru_cache(maxsize=16)
def clear_space(of: Identity) -> str:
    """A figure: the logo, and around it the frame into which nothing else may come."""
    drawn = logo(of, "horizontal", "colour")
    room = round(of.brand.clear_space * drawn.height, 1)
    margin = 20
    width, height = drawn.width + 2 * room, drawn.height + 2 * room
    look = look_of(of.brand, "light")
    body = (
        f'<rect width="{width + 2 * margin:g}" height="{height + 2 * margin:g}" fill="{look.paper}"/>'
        f'<rect x="{margin}" y="{margin}" width="{width:g}" height="{height:g}" fill="none" '
        f'stroke="{look.accent}" stroke-width="3" stroke-dasharray="12 8"/>'
        f'<rect x="{margin + room:g}" y="{margin + room:g}" width="{drawn.width:g}" height="{drawn.height:g}" '
        f'fill="none" stroke="{look.edge}" stroke-width="1.5" stroke-dasharray="3 6"/>'
        f"{placed(drawn.svg, margin + room, margin + room, drawn.width, drawn.height)}"
    )
    return _framed(of.name, body, width + 2 * margin, height + 2 * margin).svg


def _lines(name: str) -> list[str]:
    """The name on two lines as even as can be; a short word goes with the one that follows it."""
    words = name.split()
    splits = [[" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words))]
    whole = [split for split in splits if len(split[0].split()[-1]) > _SHORT] or splits or [[name]]
    return min(whole, key=lambda split: max(width_of(text, "serif", _TEXT) for text in split))


def _inks(of: Identity, ink: Ink) -> tuple[Palette, str]:
    """The colours of the seal, and that of the words."""
    if ink in {"black", "white"}:
        one = "#000000" if ink == "black" else "#FFFFFF"
        return Palette(line=one, star=one, bright=one, paper="none"), one
    look = look_of(of.brand, "dark" if ink == "dark" else "light")
    return Palette(line=look.primary, star=look.primary, bright=look.accent, paper="none"), look.primary


def _framed(title: str, body: str, width: float, height: float) -> Logo:
    width, height = round(width, 1), round(height, 1)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>{body}</svg>'
    )
    return Logo(svg, width, height)
