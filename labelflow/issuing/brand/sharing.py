"""The picture that goes with a shared link: 1200 × 630, the size that social networks and messengers show.

They keep it for weeks. So the picture of a label in force makes no promise about the day: it says what was granted
and where that is verified. One that is not in force says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from labelflow.issuing.brand.badge import placed
from labelflow.issuing.brand.looks import TONES, look_of
from labelflow.issuing.brand.outlines import Style, fitted, line, width_of, wrapped
from labelflow.issuing.brand.signs import sign
from labelflow.issuing.seal import seal_svg

if TYPE_CHECKING:
    from labelflow.domain.verification import Answer
    from labelflow.issuing.brand.logos import Identity

WIDTH: Final = 1200
HEIGHT: Final = 630
_LEFT: Final = 470.0
_ROOM: Final = 650.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage:
    """What the picture says."""

    of: Identity
    above: str
    """A few words over the title: the kind of page."""
    title: str
    text: str
    address: str
    answer: Answer | None = None
    """The state of a label that is not in force."""


@lru_cache(maxsize=128)
def sharing_image(shown: SharedPage) -> str:
    """The picture as SVG; networks want it in pixels."""
    look = look_of(shown.of.brand, "light")
    size, leading = (62, 70) if len(wrapped(shown.title, "serif", 62, _ROOM, 3)) < 3 else (48, 56)  # noqa: PLR2004 - lines
    title = wrapped(shown.title, "serif", size, _ROOM, 3)
    text = wrapped(shown.text, "sans", 30, _ROOM, 3)
    tone = look.tone(TONES[shown.answer]) if shown.answer else look.accent
    y = 280 - (len(title) * leading + len(text) * 40 + 20) / 2 + leading
    lines = [line(shown.above, _LEFT, y - leading - 8, Style(face="bold", size=28, colour=tone))]
    for part in title:
        lines.append(line(part, _LEFT, y, Style(face="serif", size=size, colour=look.primary)))
        y += leading
    for part in text:
        lines.append(line(part, _LEFT, y, Style(face="sans", size=30, colour=look.ink)))
        y += 40
    where = fitted(shown.address, "sans", 26, WIDTH - 160)
    foot = Style(face="sans", size=26, colour=look.paper)
    left = WIDTH - 80 - width_of(where, "sans", 26)
    if shown.answer is None or shown.answer == "valid":
        mark = placed(seal_svg(shown.of.places, palette=look.seal), 80, 118, 320, 320)
    else:
        mark = sign(shown.answer, 100, 138, 280, look.tone(TONES[shown.answer]), weight=1.6)
    name = fitted(shown.of.name, "serif", 28, left - 120)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(shown.title)}"><title>{escape(shown.title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{look.paper}"/>'
        f'<rect y="{HEIGHT - 84}" width="{WIDTH}" height="84" fill="{look.primary}"/>'
        f'<rect y="{HEIGHT - 90}" width="{WIDTH}" height="6" fill="{look.accent}"/>'
        f"{mark}{''.join(lines)}{line(name, 80, HEIGHT - 32, Style(face='serif', size=28, colour=look.paper))}"
        f"{line(where, left, HEIGHT - 33, foot)}</svg>"
    )
