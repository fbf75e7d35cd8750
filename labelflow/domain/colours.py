"""Colours as programmes declare them, and the contrast between two of them (WCAG 2.2)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]

TEXT: Final = 4.5
"""The least contrast of words with what is behind them (1.4.3)."""
SHAPE: Final = 3.0
"""The least contrast of a shape that has to be seen (1.4.11)."""

_DARKEST_LINEAR: Final = 0.04045


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white), whichever comes first."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _DARKEST_LINEAR else ((channel + 0.055) / 1.055) ** 2.4
