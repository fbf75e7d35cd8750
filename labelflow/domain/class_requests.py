"""What a teacher asks of a holder by the site: its limits, how long it is kept, what may be answered afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

YES: Final = "yes"
NO: Final = "no"
NOT_YET: Final = "not_yet"
ANSWERS: Final = (YES, NO, NOT_YET)
"""Whether the holder answered the teacher."""

CONFIRMED_WITHIN: Final = timedelta(hours=48)
"""A request whose address was not confirmed by then is deleted, and nobody but its author ever heard of it."""
MOST_IN_AN_HOUR: Final = 5
"""Requests of one address within an hour."""
KEPT_ONCE_ANSWERED: Final = timedelta(days=30)
"""Who asked is forgotten by then, once the teacher said that the holder answered, or did not."""

LONGEST_NAME: Final = 100
LONGEST_LINE: Final = 200
LONGEST_MESSAGE: Final = 2000
