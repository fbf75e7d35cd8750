"""How simulated people behave: what they choose, how long they take, what they type. All numbers are invented."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from labelflow.domain.workflow import Ask, Step

WEIGHTS: Final = {"primary": 10.0, "neutral": 2.0, "danger": 0.15}
"""How likely a step of each tone is chosen among the others."""
NOTHING: Final = 60.0
"""The same for doing nothing, where nobody waits for it."""
NOTHING_WHEN_NUDGED: Final = 2.0

USUAL_DAYS: Final = {
    "applicant": 12.0,
    "holder": 20.0,
    "reviewer": 14.0,
    "coordinator": 4.0,
    "signatory": 3.0,
    "chair": 1.0,
}
"""Median days before somebody who is awaited acts."""
SPREAD: Final = 0.6
SHARE_OF_DEADLINE: Final = 0.5
"""Median share of a running deadline that is used; with `SPREAD`, one in eight is late."""
LOOKS_AGAIN_DAYS: Final = {"label": 120.0, "reservation": 40.0}
LOOKS_AGAIN_USUALLY: Final = 20.0

TEXT: Final = "Exposé précis de ce qui est demandé, constaté ou répondu, avec ses raisons en fait et en droit. "


def in_order(rng: Random, steps: Sequence[Step]) -> list[Step]:
    """The steps in the order in which somebody will try them."""
    # Efraimidis and Spirakis (2006): a weighted shuffle
    keyed = [(rng.random() ** (1.0 / WEIGHTS[step.tone]), step) for step in steps]
    return [step for _key, step in sorted(keyed, key=lambda pair: -pair[0])]


def stays_idle(rng: Random, steps: Sequence[Step]) -> bool:
    """Whether somebody who was nudged, but is not awaited, lets it pass."""
    return rng.random() < NOTHING_WHEN_NUDGED / (NOTHING_WHEN_NUDGED + _urge(steps))


def time_to_act(rng: Random, role: str, due_at: datetime | None, now: datetime) -> timedelta:
    """How long somebody who is awaited takes: a share of the running deadline, or what is usual for the role."""
    if due_at is not None and due_at > now:
        median = (due_at - now).total_seconds() / 86_400 * SHARE_OF_DEADLINE
        median = min(median, 3 * USUAL_DAYS.get(role, 4.0))
    else:
        median = USUAL_DAYS.get(role, 4.0)
    return timedelta(days=rng.lognormvariate(math.log(max(median, 0.05)), SPREAD))


def time_to_volunteer(rng: Random, steps: Sequence[Step], kind: str) -> timedelta:
    """How long before somebody whom nobody awaits takes one of the steps: they look now and then, and rarely act."""
    share = _urge(steps) / (NOTHING + _urge(steps))
    looks = 1 + int(math.log(1.0 - rng.random()) / math.log(1.0 - share))
    return timedelta(days=(looks - 1 + rng.random()) * LOOKS_AGAIN_DAYS.get(kind, LOOKS_AGAIN_USUALLY))


def time_to_try_again(rng: Random) -> timedelta:
    """How long before somebody who was refused tries again."""
    return timedelta(days=rng.uniform(1.5, 4.5))


def _urge(steps: Sequence[Step]) -> float:
    return sum(WEIGHTS[step.tone] for step in steps)


def typed(step: Step, now: datetime, choices: dict[str, Any]) -> dict[str, Any]:
    """What a person types into the fields of a step. `choices` gives what the world decides by field code."""
    fields: dict[str, Any] = {"declared": True, "links": ()}
    for ask in step.asks:
        fields[ask.code] = choices[ask.code] if ask.code in choices else _typed(ask, now)
    return fields


def _typed(ask: Ask, now: datetime) -> Any:  # noqa: ANN401 - a value of the field's own kind
    first = ask.options[0][0] if ask.options else "1"
    match ask.kind:
        case "text" | "long_text":
            return (TEXT * (ask.min_length // len(TEXT) + 1))[: max(ask.min_length, 40)]
        case "choices" | "criteria":
            return (first,)
        case "choice" | "person":
            return first
        case _:
            return {"date": now.date(), "yes_no": True, "number": 1}[ask.kind]
