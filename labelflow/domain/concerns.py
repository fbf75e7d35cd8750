"""What anybody tells the coordination about a label: a concern, or a misuse. Its few states, its limits, how long it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MISUSE: Final = "misuse"
"""Somebody shows the label without holding it, or for something else than what it covers."""
CONCERN: Final = "concern"
"""A holder does not do what the label promises."""
KINDS: Final = (MISUSE, CONCERN)

NEW: Final = "new"
IN_HAND: Final = "in_hand"
CLOSED: Final = "closed"
STATES: Final = (NEW, IN_HAND, CLOSED)

TAKE: Final = "take"
CLOSE: Final = "close"
STEPS: Final[Mapping[str, tuple[frozenset[str], str]]] = {
    TAKE: (frozenset({NEW}), IN_HAND),
    CLOSE: (frozenset({NEW, IN_HAND}), CLOSED),
}
"""Step → the states that it leaves from, and the one that it leads to."""

OUTCOMES: Final = ("founded", "unfounded", "elsewhere")
"""How a report is closed: it was right, it was not, or somebody else is to answer."""
PERMISSION: Final = "concern:handle"

CONFIRMED_WITHIN: Final = timedelta(hours=48)
"""An address that was not confirmed by then is forgotten; what was told stays."""
ADDRESS_KEPT: Final = timedelta(days=30)
"""How long the address is kept once its owner was told the outcome."""
MOST_IN_AN_HOUR: Final = 3
"""Reports that name one address within an hour."""

LONGEST_PLACE: Final = 300
LONGEST_MESSAGE: Final = 2000
LONGEST_REASON: Final = 2000
SHORTEST_REASON: Final = 20
