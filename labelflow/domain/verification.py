"""What the public is told of a label: a pure function of its state and of the instant.

The meaning of a state is what its programme declares (the flag ``publicly_valid`` and the
public answer), never its name. Whatever is missing or contradictory answers "not valid".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from labelflow.domain.calendar import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.workflow import State

Answer = Literal[
    "valid",
    "not_yet_in_force",
    "suspended",
    "withdrawn",
    "expired",
    "superseded",
    "not_in_force",
    "annulled",
    "unknown",
]
"""The public answers of a programme's states, with the two that no state declares."""

ENDED_FOR_GOOD: Final = frozenset({"withdrawn", "superseded", "not_in_force", "annulled"})
"""Answers that a status list tells as « revoked »; the end of the term is in the credential itself."""

_ENDED_BY_THE_CALENDAR: Final = frozenset({"valid", "suspended", "expired"})


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What verification needs to know of a label.

    ``ends_on`` is the last day of validity, included. ``state_since`` is the instant at which
    the present state took effect.
    """

    state: State
    starts_on: date
    ends_on: date
    state_since: datetime
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """The answer, and the day it speaks of.

    ``day`` is the last day of validity for ``valid`` and ``expired``, the first one for
    ``not_yet_in_force``, the day of the change for the others, nothing for ``unknown``.
    """

    answer: Answer
    day: date | None = None
    successor: str = ""

    @property
    def counts_as_valid(self) -> bool:
        """Whether the holder may be presented as labelled at that instant."""
        return self.answer == "valid"


UNKNOWN: Final = PublicStatus("unknown")
"""The answer for a number that was never allotted. It says nothing of applications."""


def public_status(label: LabelFacts, now: datetime) -> PublicStatus:
    """What to answer, at ``now``, to somebody who verifies the label (invariant 11).

    Valid only in a state flagged ``publicly_valid`` whose declared answer is ``valid``, from
    the first to the last day included, in Paris. A label that nothing ended before its last day
    is expired after it, whether or not the timed step has fired yet.
    """
    today = local_day(now)
    declared = _declared_answer(label.state)
    if today > label.ends_on and declared in _ENDED_BY_THE_CALENDAR:
        return PublicStatus("expired", label.ends_on)
    if declared == "valid" and today < label.starts_on:
        return PublicStatus("not_yet_in_force", label.starts_on)
    if declared in {"valid", "expired"}:
        return PublicStatus(declared, label.ends_on)
    successor = label.superseded_by if declared == "superseded" else ""
    return PublicStatus(declared, local_day(label.state_since), successor)


def is_revoked(state: State) -> bool:
    """Whether credentials of labels in this state are revoked: for good, whatever the day."""
    return _declared_answer(state) in ENDED_FOR_GOOD


def is_suspended(state: State) -> bool:
    """Whether credentials of labels in this state are suspended, for a time."""
    return _declared_answer(state) == "suspended"


def _declared_answer(state: State) -> Answer:
    """The state's own answer; one that says "valid" without the flag, or says nothing, is not in force."""
    answer = state.public_answer or ("valid" if state.has("publicly_valid") else None)
    if answer is None or (answer == "valid" and not state.has("publicly_valid")):
        return "not_in_force"
    return answer
