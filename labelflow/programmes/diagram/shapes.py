"""The shapes of a diagram as SVG: boxes, pills, arrows, signs. Colours are attributes: no style sheet is needed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from labelflow.programmes.diagram.measure import width_of, wrapped
from labelflow.programmes.diagram.routes import bent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.programmes.diagram.routes import Point
    from labelflow.programmes.diagram.words import Firing, Tone

INK, MUTED, PAPER, SURFACE, LINE, RULE, BACK = (
    "#1b2130",
    "#566075",
    "#fbf8f3",
    "#ffffff",
    "#858a97",
    "#ddd8ce",
    "#a8432a",
)
FONT: Final = "system-ui, 'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Noto Sans', Arial, sans-serif"
TONES: Final[dict[Tone, tuple[str, str]]] = {
    "start": ("#1d3a6b", "#eaf0f8"),
    "applicant": ("#1d3a6b", "#eaf0f8"),
    "reviewer": ("#5b3f86", "#f1ecf8"),
    "coordination": ("#7a5200", "#fbf0d9"),
    "committee": ("#a8432a", "#fbece7"),
    "good": ("#1e6b4a", "#e6f2ec"),
    "bad": ("#9b1c31", "#fae9eb"),
    "end": ("#566075", "#eef0f4"),
    "plain": ("#566075", "#ffffff"),
}
"""Edge and fill of each colour role, all readable with ink on the fill."""

TITLE, NOTE, LABEL = 14.0, 11.5, 12.0
BOX_PAD, PILL_PAD, SIGN = 12.0, 7.0, 14.0
LEADING: Final = 1.3
WIDEST_BOX, WIDEST_PILL = 190.0, 150.0


@dataclass(frozen=True, slots=True)
class Box:
    """A state: its name, a note below, the steps that leave it as it is."""

    title: str
    note: str
    stays: tuple[str, ...]
    tone: Tone
    final: bool

    @property
    def lines(self) -> list[tuple[str, float, str, str]]:
        """Text, size, weight and colour of each line."""
        found = [(line, TITLE, "600", INK) for line in wrapped(self.title, TITLE, WIDEST_BOX, bold=True)]
        found += [(self.note, NOTE, "400", TONES[self.tone][0])] if self.note else []
        for stay in self.stays:
            for place, line in enumerate(wrapped(stay, NOTE, WIDEST_BOX)):
                found.append((f"↻ {line}" if place == 0 else line, NOTE, "400", MUTED))
        return found

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        width = max(width_of(text, size, bold=weight == "600") for text, size, weight, _colour in self.lines)
        return max(width + 2 * BOX_PAD + 6, 96.0), sum(size * LEADING for _t, size, _w, _c in self.lines) + 14

    def draw(self, code: str, centre: Point) -> str:
        """The box around `centre`; a final state has a double edge."""
        (width, height), (edge, fill) = self.size, TONES[self.tone]
        x, y = centre[0] - width / 2, centre[1] - height / 2
        parts = [_rect(x, y, width, height, 6, fill, edge, 1.4)]
        if self.final:
            parts.append(_rect(x + 3, y + 3, width - 6, height - 6, 4, "none", edge, 0.8))
        else:
            parts.append(f'<path d="M{x + 6:.1f} {y + 7:.1f}V{y + height - 7:.1f}" stroke="{edge}" stroke-width="3"/>')
        top = y + 7
        for text, size, weight, colour in self.lines:
            top += size * LEADING
            parts.append(text_at(centre[0] + 2, top - size * 0.32, text, size, weight=weight, colour=colour))
        return f'<g class="state" data-state={quoteattr(code)}>{"".join(parts)}</g>'


@dataclass(frozen=True, slots=True)
class Pill:
    """The label of a step on its arrow."""

    text: str
    firing: Firing
    back: bool

    @property
    def lines(self) -> list[str]:
        """The label, wrapped."""
        return wrapped(self.text, LABEL, WIDEST_PILL)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        width = max(width_of(line, LABEL) for line in self.lines)
        return width + 2 * PILL_PAD + (SIGN + 4 if self.firing != "person" else 0), len(
            self.lines
        ) * LABEL * LEADING + 8

    def draw(self, centre: Point) -> str:
        """The pill around `centre`, with the sign of what fires the step."""
        width, height = self.size
        x, y = centre[0] - width / 2, centre[1] - height / 2
        parts = [_rect(x, y, width, height, min(height / 2, 11), SURFACE, BACK if self.back else RULE, 1)]
        middle = centre[0]
        if self.firing != "person":
            parts.append(sign(self.firing, x + PILL_PAD + SIGN / 2, centre[1]))
            middle += (SIGN + 4) / 2
        top = y + 4
        for line in self.lines:
            top += LABEL * LEADING
            parts.append(text_at(middle, top - LABEL * 0.34, line, LABEL))
        return f'<g class="step">{"".join(parts)}</g>'


def text_at(  # noqa: PLR0913 - a text is all of this
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    weight: str = "400",
    colour: str = INK,
    anchor: str = "middle",
) -> str:
    """A line of text on its baseline."""
    attributes = f'font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"'
    bold = f' font-weight="{weight}"' if weight != "400" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" {attributes}{bold}>{escape(text)}</text>'


def sign(firing: Firing, x: float, y: float) -> str:
    """A clock, a bolt or a door: fired by time, by itself, by another procedure."""
    pen = f'fill="none" stroke="{MUTED}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"'
    match firing:
        case "timer":
            return (
                f'<g {pen}><circle cx="{x:.1f}" cy="{y:.1f}" r="6"/><path d="M{x:.1f} {y - 3.4:.1f}v3.6l2.4 1.8"/></g>'
            )
        case "automatic":
            return f'<path {pen} d="M{x + 1.5:.1f} {y - 6:.1f}l-5 7h3.6l-1.6 5 5-7h-3.6z"/>'
        case "internal":
            return f'<path {pen} d="M{x - 5.5:.1f} {y:.1f}h8m-3 -3l3 3l-3 3M{x + 5.5:.1f} {y - 5:.1f}v10"/>'
        case "person":
            return f'<g {pen}><circle cx="{x:.1f}" cy="{y - 3:.1f}" r="2.6"/><path d="M{x - 5:.1f} {y + 5.5:.1f}c0 -6 10 -6 10 0"/></g>'


def curve(points: Sequence[Point], *, back: bool, head_last: bool, head_first: bool) -> str:
    """A smooth line through the points, upright at each; an arrow head where it ends."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for start, end in itertools.pairwise(points):
        (x0, y0), (x1, y1) = bent(start, end)
        path += f"C{x0:.1f} {y0:.1f} {x1:.1f} {y1:.1f} {end[0]:.1f} {end[1]:.1f}"
    heads = (' marker-end="url(#{0})"' if head_last else "") + (' marker-start="url(#{0})"' if head_first else "")
    colour, marker = (BACK, "back") if back else (LINE, "head")
    dashes = ' stroke-dasharray="5 3"' if back else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}{heads.format(marker)}/>'


def markers() -> str:
    """The arrow heads that `curve` refers to."""
    shape = '<path d="M0 0L8 4L0 8z" fill="{1}"/>'
    frame = '<marker id="{0}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">'
    return "".join(
        (frame + shape + "</marker>").format(name, colour) for name, colour in (("head", LINE), ("back", BACK))
    )


def _rect(x: float, y: float, width: float, height: float, radius: float, fill: str, stroke: str, pen: float) -> str:  # noqa: PLR0913, PLR0917 # long: a rectangle is all of this
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:g}"'
    return f'<rect {place} fill="{fill}" stroke="{stroke}" stroke-width="{pen:g}"/>'
