"""How wide a text will be without a font: classes of letters, as wide as the widest common sans-serif draws them."""

from __future__ import annotations

from typing import Final

_WIDTHS: Final = {
    **dict.fromkeys("ijlıíìîïI.,:;’'|!·", 0.33),
    **dict.fromkeys("frt()[]-/ \u00a0", 0.4),
    **dict.fromkeys("mwMWœŒ—…%", 0.92),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÀÂÇÉÈÊËÎÏÔÛÙ«»", 0.7),
}
_OTHER: Final = 0.615


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels of `text` at `size` pixels."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size * (1.1 if bold else 1.0)


def wrapped(text: str, size: float, widest: float, *, bold: bool = False) -> list[str]:
    """The text on lines of at most `widest` pixels, broken at plain spaces and as even as can be."""
    words, lines = text.split(" "), [""]
    count = max(1, -int(-width_of(text, size, bold=bold) // widest))
    target = max([width_of(text, size, bold=bold) / count * 1.08, *(width_of(word, size, bold=bold) for word in words)])
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size, bold=bold) > min(target, widest):
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
