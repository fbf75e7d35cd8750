"""Named scenes: an application at each moment of its life, brought there by the services.

    scene = scenes.in_review(world)

Each scene goes through all those before it, in a few days of the world's clock.
"""

from tests.scenes.committee import (
    convened,
    decided,
    in_committee,
    labelled,
    labelled_with_reservations,
    open_session,
    refused,
    session_open,
    signed,
    vote_open,
    voted,
)
from tests.scenes.filing import check_again, complete_draft, draft, incomplete, submitted
from tests.scenes.reviewing import all_reviews_in, assigned, awaiting_complement, in_review, ready, replied
from tests.scenes.scene import Scene

__all__ = [
    "Scene",
    "all_reviews_in",
    "assigned",
    "awaiting_complement",
    "check_again",
    "complete_draft",
    "convened",
    "decided",
    "draft",
    "in_committee",
    "in_review",
    "incomplete",
    "labelled",
    "labelled_with_reservations",
    "open_session",
    "ready",
    "refused",
    "replied",
    "session_open",
    "signed",
    "submitted",
    "vote_open",
    "voted",
]
