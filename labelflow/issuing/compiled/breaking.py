"""Breaks a text over lines where Pango would, or says that it is not sure.

Only spaces, and hyphens between letters, are places to break; a text with anything that Unicode treats
otherwise there (quotes, slashes, dashes) and that does not fit on one line takes the plain path. So
does one whose break hangs by less than a twentieth of an em.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from labelflow.issuing.compiled.lines import UNITS, Unsettable

if TYPE_CHECKING:
    from labelflow.issuing.compiled.lines import Style

_DOUBT: Final = 0.05
_PLAIN: Final = re.compile(r"(?:[^\W_]|[ \-'’.,()&·\u00a0])+")
_TRICKY: Final = re.compile(r" [-.,)’'\u00a0]|[-(’'] |\u00a0 |--")
_BREAKS: Final = re.compile(r" |-(?=[^\W\d_])")


def is_sure(width: float, room: float, style: Style) -> bool:
    """Whether no rounding could change if a text of this width fits in this room."""
    return abs(width - room) > _DOUBT * style.size


def broken(text: str, style: Style, room: float) -> tuple[str, ...]:
    """The lines of a text in a room of so many pixels. Raises Unsettable."""
    glyphs = style.glyphs(text)
    whole = sum(glyph.width for glyph in glyphs) / UNITS + style.spacing * len(glyphs)
    if not is_sure(whole, room, style):
        raise Unsettable("nearly a line")
    if whole < room:
        return (text,)
    if not _PLAIN.fullmatch(text) or _TRICKY.search(text):
        raise Unsettable("a place to break that depends on more than spaces")
    reached = _reached(text, style)
    edges = [(found.start(), found.end()) for found in _BREAKS.finditer(text)] + [(len(text), len(text))]
    stops = [(start if text[start:end] == " " else end, end) for start, end in edges]
    return _filled(text, stops, reached, style, room)


def _reached(text: str, style: Style) -> list[float]:
    """How far a line has come before each of its characters, and at its end."""
    reached, place = [0.0] * (len(text) + 1), 0.0
    glyphs = style.glyphs(text)
    for glyph, following in pairwise((*glyphs, None)):
        assert glyph is not None, "only the last one is followed by nothing"
        place += glyph.width / UNITS + style.spacing
        end = following.cluster if following is not None else len(text)
        reached[glyph.cluster + 1 : end + 1] = [place] * (end - glyph.cluster)
    return reached


def _filled(
    text: str, stops: list[tuple[int, int]], reached: list[float], style: Style, room: float
) -> tuple[str, ...]:
    """Put as many words on each line as it takes."""
    lines, start = [], 0
    while start < len(text):
        ahead = [(stop, resume, reached[stop] - reached[start]) for stop, resume in stops if stop > start]
        if not all(is_sure(width, room, style) for _, _, width in ahead):
            raise Unsettable("a word that nearly fits")
        fit = [(stop, resume) for stop, resume, width in ahead if width < room]
        if not fit:
            raise Unsettable("a word longer than a line")
        stop, resume = fit[-1]
        lines.append(text[start:stop])
        start = resume
    return tuple(lines)
