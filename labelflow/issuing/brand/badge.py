"""The live badge of a label: what it is, whose it is, and whether it holds today.

Told by words, by a sign and by a colour. A label that is not in force shows the sign of its state in the place of
the seal: nobody has to read to see that something is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final, Literal

from labelflow.issuing.brand.looks import TONES, Look
from labelflow.issuing.brand.outlines import Style, line, width_of, wrapped
from labelflow.issuing.brand.signs import sign
from labelflow.issuing.seal import constellation_svg, seal_svg

if TYPE_CHECKING:
    from labelflow.domain.verification import Answer
    from labelflow.issuing.seal import Place

Model = Literal["large", "compact"]

SIZES: Final[dict[Model, tuple[int, int]]] = {"large": (360, 132), "compact": (276, 52)}
"""Width and height, in pixels of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBadge:
    """What a badge says. `title` and `description` are what is read aloud in its place."""

    model: Model
    look: Look
    places: tuple[Place, ...]
    programme: str
    holder: str
    number: str
    answer: Answer
    word: str
    dated: str
    """The day that the word speaks of (« jusqu’au 6 avril 2030 »)."""
    title: str
    description: str
    language: str


@lru_cache(maxsize=512)
def live_badge(shown: LiveBadge) -> str:
    """The badge as SVG: no style, no script, no font, no outside file."""
    width, height = SIZES[shown.model]
    look = shown.look
    edge = look.edge if shown.answer == "valid" else look.tone(TONES[shown.answer])
    dashes = "" if shown.answer == "valid" else ' stroke-dasharray="6 4"'
    frame = (
        f'<rect x="0.75" y="0.75" width="{width - 1.5}" height="{height - 1.5}" rx="6" fill="{look.paper}" '
        f'stroke="{edge}" stroke-width="1.5"{dashes}/>'
    )
    inside = _large(shown) if shown.model == "large" else _compact(shown)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" lang="{shown.language}" xml:lang="{shown.language}" aria-label="{escape(shown.title)}">'
        f"<title>{escape(shown.title)}</title><desc>{escape(shown.description)}</desc>{frame}{inside}</svg>"
    )


def _large(shown: LiveBadge) -> str:
    look, left, room = shown.look, 130.0, 218.0
    small = Style(face="sans", size=12, colour=look.muted)
    state, after = _state(shown, left, 15, 20)
    beside = after + width_of(shown.dated, "sans", 12) <= left + room
    joined = shown.number if beside or not shown.dated else f"{shown.dated} · {shown.number}"
    feet = [joined] if width_of(joined, "sans", 12) <= room else [shown.dated, shown.number]
    holder = wrapped(shown.holder, "sans", 13, room, 3 - len(feet))
    size = _size(shown.programme, room, 20)
    y = 66.0 - (len(holder) * 16 + len(feet) * 15 + 17) / 2 + 2
    lines = [line(shown.programme, left, y, Style(face="serif", size=size, colour=look.primary))]
    for text in holder:
        lines.append(line(text, left, y + 19, Style(face="sans", size=13, colour=look.ink)))
        y += 16
    lines.append(f'<g transform="translate(0 {y + 29:g})">{state}</g>')
    if beside:
        lines.append(line(shown.dated, after, y + 29, small))
    lines += (line(text, left, y + 47 + 15 * place, small) for place, text in enumerate(feet))
    mark = placed(seal_svg(shown.places, palette=look.seal), 14, 16, 100, 100) if _holds(shown) else ""
    return (mark or _large_sign(shown, 20, 22, 88)) + "".join(lines)


def _compact(shown: LiveBadge) -> str:
    look, left, room = shown.look, 58.0, 212.0
    state, after = _state(shown, left, 12.5, 14)
    size = _size(shown.programme, room, 15)
    lines = [line(shown.programme, left, 22, Style(face="serif", size=size, colour=look.primary))]
    lines.append(f'<g transform="translate(0 40.5)">{state}</g>')
    if after + width_of(shown.dated, "sans", 11.5) <= left + room:
        lines.append(line(shown.dated, after, 40.5, Style(face="sans", size=11.5, colour=look.muted)))
    drawn = constellation_svg(shown.places, palette=look.seal, weight=2.6)
    mark = placed(drawn, 6, 6, 46, 40) if _holds(shown) else _large_sign(shown, 11, 8, 36)
    return mark + "".join(lines)


def _holds(shown: LiveBadge) -> bool:
    return shown.answer == "valid"


def _large_sign(shown: LiveBadge, x: float, y: float, size: float) -> str:
    colour = shown.look.tone(TONES[shown.answer])
    return sign(shown.answer, x, y, size, colour, weight=1.6 if size > 40 else 2)  # noqa: PLR2004 - small needs ink


def _state(shown: LiveBadge, left: float, size: float, square: float) -> tuple[str, float]:
    """The word of the state on a line of height zero, after its sign when nothing larger shows it; and its end."""
    colour = shown.look.tone(TONES[shown.answer])
    drawn, start = "", left
    if _holds(shown):
        drawn = sign(shown.answer, left, -0.5 * (square + size * 0.7), square, colour, weight=2.8)
        start = left + square + 5
    word = line(shown.word, start, 0, Style(face="bold", size=size, colour=colour))
    return drawn + word, start + width_of(shown.word, "bold", size) + 5


def _size(text: str, room: float, most: float) -> float:
    """The size at which a name takes the room that it has: never above `most`."""
    return round(min(most, most * room / max(width_of(text, "serif", most), 1)), 2)


def placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """A drawing of ours inside another one, in the middle of the room it is given."""
    start = svg.index('viewBox="') + len('viewBox="')
    view = svg[start : svg.index('"', start)]
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" viewBox="{view}">{inside}</svg>'
