"""The signs of the states: each is told by its shape alone, in black and white too. The same as those of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.verification import Answer

_RING: Final = '<circle cx="12" cy="12" r="9.5"/>'

SIGNS: Final[Mapping[Answer, str]] = {
    "valid": f'{_RING}<path d="m7.5 12.5 3 3 6-6.5"/>',
    "not_yet_in_force": f'{_RING}<path d="M12 6.5V12l3.5 2.5"/>',
    "suspended": '<circle cx="12" cy="12" r="9.5" stroke-dasharray="10.5 4.4"/><path d="M9.5 8.5v7M14.5 8.5v7"/>',
    "withdrawn": f'{_RING}<path d="m8.5 8.5 7 7M15.5 8.5l-7 7"/>',
    "expired": _RING,
    "superseded": f'{_RING}<path d="M7 12h9.5M13 8.5l3.5 3.5-3.5 3.5"/>',
    "not_in_force": _RING,
    "annulled": f'{_RING}<path d="m8.5 8.5 7 7M15.5 8.5l-7 7"/>',
    "unknown": (
        '<circle cx="12" cy="12" r="9.5" stroke-dasharray="2 3"/>'
        '<path d="M9.3 9.3a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.6 1.2-1.6 2.1M12 16.8v.1"/>'
    ),
}
"""In a square of 24 units, drawn with a line."""


def sign(
    answer: Answer, x: float, y: float, size: float, colour: str, *, weight: float = 2.2
) -> str:  # long: a place and a look
    """The sign of an answer in a square of `size`, its corner at (x, y)."""
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size / 24:.4g})" fill="none" stroke="{colour}" '
        f'stroke-width="{weight:g}" stroke-linecap="round" stroke-linejoin="round">{SIGNS[answer]}</g>'
    )
