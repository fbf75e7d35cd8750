"""The shapes of a font's characters, drawn once each."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from pathlib import Path

_one_at_a_time: Final = Lock()
"""The library reads a font's tables when they are first needed."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shape with relative steps, from its origin, and how far the next one is."""

    path: str
    advance: int


@dataclass(slots=True)
class Font:
    file: TTFont
    units: int
    drawings: Any
    names: dict[int, str]
    known: dict[str, Glyph] = field(default_factory=dict)

    def glyph(self, character: str) -> Glyph:
        """The shape of a character; the font's empty box for one that it does not have."""
        found = self.known.get(character)
        if found is None:
            with _one_at_a_time:
                found = self.known[character] = self.drawn(self.names.get(ord(character), ".notdef"))
        return found

    def drawn(self, name: str) -> Glyph:
        pen = _Pen(self.drawings)
        self.drawings[name].draw(pen)
        return Glyph("".join(pen.steps), int(self.drawings[name].width))


def opened(path: Path) -> Font:
    """A font, by its file."""
    file = TTFont(path, lazy=True)
    return Font(file, int(file["head"].unitsPerEm), file.getGlyphSet(), file.getBestCmap())


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
