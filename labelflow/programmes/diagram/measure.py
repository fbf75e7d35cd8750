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
    """The text on as few lines of at most `widest` pixels as can be, broken at plain spaces, even in length."""
    whole, fewest = width_of(text, size, bold=bold), len(_broken(text, size, widest, bold=bold))
    for step in range(20):
        lines = _broken(text, size, min(widest, whole / fewest * (1 + step / 20)), bold=bold)
        if len(lines) == fewest:
            return lines
    return _broken(text, size, widest, bold=bold)


def _broken(text: str, size: float, widest: float, *, bold: bool) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size, bold=bold) > widest:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
