"""One line of a slot: how wide it is, and the operator of PDF that shows it, as WeasyPrint writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from labelflow.issuing.compiled.shaping import Shaper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.issuing.compiled.shaping import Glyph

UNITS: Final = 1024
"""Pango's units in a pixel."""
_KEPT: Final = 512
"""Lines that a style remembers: dates, owners and signatories come back."""


class Unsettable(Exception):
    """A text that a template cannot show for sure as WeasyPrint would."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown: `shown` the operator, `width` in pixels, the numbers of its glyphs."""

    shown: bytes
    width: float
    glyphs: frozenset[int] = frozenset()


@dataclass(slots=True, kw_only=True)
class Style:
    """A face, its size and its spacing. `widths` are the glyphs that the file holds, in thousandths of an em."""

    file: str
    scale: int
    features: tuple[tuple[str, int], ...]
    language: str
    spacing: float
    widths: Mapping[int, int]
    _shaper: Shaper | None = field(default=None, compare=False, repr=False)
    _shaped: tuple[str, list[Glyph]] = field(default=("", []), compare=False, repr=False)
    _lines: dict[str, Line] = field(default_factory=dict, compare=False, repr=False)

    @property
    def size(self) -> float:
        """In pixels."""
        return self.scale / UNITS

    def glyphs(self, text: str) -> list[Glyph]:
        """The glyphs of a text on one line, without letter spacing."""
        if self._shaped[0] != text:
            if self._shaper is None:
                self._shaper = Shaper(Path(self.file), self.scale, self.features, self.language)
            self._shaped = text, self._shaper(text)
        return self._shaped[1]

    def line(self, text: str) -> Line:
        """A line of text. Raises Unsettable for a glyph that the file does not hold."""
        found = self._lines.get(text)
        if found is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            found = self._lines[text] = self._set(self.glyphs(text))
        return found

    def _set(self, glyphs: list[Glyph]) -> Line:
        """Write glyphs as weasyprint.draw.text.draw_first_line does, its rounding included."""
        left, right = _halves(int(self.spacing * UNITS))
        size, last, total, shown = self.size, len(glyphs) - 1, 0, ["<"]
        for index, glyph in enumerate(glyphs):
            if glyph.id not in self.widths or glyph.y_offset:
                raise Unsettable(f"glyph {glyph.id} of {self.file}")
            width = glyph.width + (left if index else 0) + (right if index < last else 0)
            offset = (glyph.x_offset + (left if index else 0)) / size
            if offset:
                shown.append(f">{-offset}<")
            shown.append(f"{glyph.id:04x}")
            kerning = self.widths[glyph.id] + offset - width * 1000 * (1 / UNITS) / size
            if kerning:
                shown.append(f">{int(kerning)}<")
            total += width
        text = "".join(shown)
        text = text[:-1] if text[-1] == "<" else f"{text}>"
        used = frozenset(glyph.id for glyph in glyphs)
        return Line(f"[{text}] TJ".encode(), total / UNITS + self.spacing, used)


def _halves(spacing: int) -> tuple[int, int]:
    """How Pango shares letter spacing between the two sides of a boundary."""
    left = int(spacing / 2)
    if spacing % UNITS == 0:
        left = (left + UNITS // 2) // UNITS * UNITS
    return left, spacing - left
