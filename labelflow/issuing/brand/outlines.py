"""Lines of text as shapes: a picture looks the same everywhere, and never asks for a font."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from labelflow.issuing.brand.fonts import Font

Face = Literal["serif", "sans", "bold"]

_FILES: Final[dict[Face, tuple[str, str]]] = {
    "serif": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    "sans": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "bold": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
}
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a line is set; `size` is in units of the drawing."""

    face: Face
    size: float
    colour: str


def width_of(text: str, face: Face, size: float) -> float:
    """The width of a line."""
    font = _font(face)
    return sum(font.glyph(character).advance for character in _composed(text)) * size / font.units


def line(text: str, x: float, y: float, style: Style) -> str:
    """The line as one shape that begins at `x`, its foot at `y`."""
    font = _font(style.face)
    parts: list[str] = []
    pending = 0
    for character in _composed(text):
        glyph = font.glyph(character)
        if glyph.path:
            parts.append(f"M{pending} 0{glyph.path}")
        pending += glyph.advance
    if not parts:
        return ""
    scale = style.size / font.units
    return (
        f'<path transform="translate({x:g} {y:g}) scale({scale:.5f} {-scale:.5f})" fill="{style.colour}" '
        f'd="{"".join(parts)}"/>'
    )


def fitted(text: str, face: Face, size: float, room: float) -> str:
    """The text, cut at its end when it is wider than `room`."""
    if width_of(text, face, size) <= room:
        return text
    kept = text
    while kept and width_of(kept.rstrip() + _ELLIPSIS, face, size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:-–—") + _ELLIPSIS


def wrapped(text: str, face: Face, size: float, room: float, most: int) -> list[str]:
    """The text over `most` lines; the last one is cut when there is more."""
    lines: list[str] = []
    words = [word for word in re.split(r"[ \n]+", text) if word]
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), face, size) <= room:
            taken += 1
        lines.append(fitted(" ".join(words[:taken]), face, size, room))
        words = words[taken:]
    return [*lines, fitted(" ".join(words), face, size, room)] if words else lines


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@cache
def _font(face: Face) -> Font:
    from labelflow.issuing.brand.fonts import opened  # noqa: PLC0415 - fontTools is slow to load, and few pages draw

    package, name = _FILES[face]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    return opened(Path(spec.origin).parent / "files" / name)
