"""Lines of text as shapes: a picture looks the same everywhere, and never asks for a font."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from typing import Any

Face = Literal["serif", "sans", "bold"]

_FILES: Final[dict[Face, tuple[str, str]]] = {
    "serif": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    "sans": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "bold": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
}
_ELLIPSIS: Final = "…"
_one_at_a_time: Final = Lock()
"""The library reads a font's tables when they are first needed."""


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
    words = text.split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), face, size) <= room:
            taken += 1
        lines.append(fitted(" ".join(words[:taken]), face, size, room))
        words = words[taken:]
    return [*lines, fitted(" ".join(words), face, size, room)] if words else lines


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A shape with relative steps, from its origin, and how far the next one is."""

    path: str
    advance: int


@dataclass(slots=True)
class _Font:
    file: TTFont
    units: int
    drawings: Any
    names: dict[int, str]
    known: dict[str, _Glyph] = field(default_factory=dict)

    def glyph(self, character: str) -> _Glyph:
        """The shape of a character; the font's empty box for one that it does not have."""
        found = self.known.get(character)
        if found is None:
            with _one_at_a_time:
                found = self.known[character] = self.drawn(self.names.get(ord(character), ".notdef"))
        return found

    def drawn(self, name: str) -> _Glyph:
        pen = _Pen(self.drawings)
        self.drawings[name].draw(pen)
        return _Glyph("".join(pen.steps), int(self.drawings[name].width))


@cache
def _font(face: Face) -> _Font:
    package, name = _FILES[face]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    file = TTFont(Path(spec.origin).parent / "files" / name, lazy=True)
    return _Font(file, int(file["head"].unitsPerEm), file.getGlyphSet(), file.getBestCmap())


class _Pen(BasePen):  # type: ignore[misc]  # fontTools states no types
    """Writes relative steps in whole units of the font: short, and exact."""

    def __init__(self, glyphs: Any) -> None:  # noqa: ANN401 - same
        super().__init__(glyphs)
        self.steps: list[str] = []
        self.at = self.start = (0, 0)

    def _step(self, letter: str, *points: tuple[float, float]) -> None:
        figures = [value for x, y in points for value in (round(x) - self.at[0], round(y) - self.at[1])]
        written = "".join(f"{value:d}" if value < 0 or not n else f" {value:d}" for n, value in enumerate(figures))
        self.steps.append(letter + written)
        self.at = (round(points[-1][0]), round(points[-1][1]))

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the library's name
        self._step("m", point)
        self.start = self.at

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - same
        self._step("l", point)

    def _qCurveToOne(self, middle: tuple[float, float], point: tuple[float, float]) -> None:  # noqa: N802 - same
        self._step("q", middle, point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802 - same
        self._step("c", *points)

    def _closePath(self) -> None:  # noqa: N802 - same
        self.steps.append("z")
        self.at = self.start

    def _endPath(self) -> None:  # noqa: N802 - same
        self._closePath()
