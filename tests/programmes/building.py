"""Machines written in one line each, for tests of what can be found in them."""

from __future__ import annotations

from typing import Any

from labelflow.domain.deadlines import Delay
from labelflow.domain.workflow import Machine


def state(code: str, *flags: str) -> dict[str, Any]:
    return {"code": code, "labels": {"staff": {"fr": code}}, "flags": flags}


def step(code: str, sources: str, target: str = "=", **rest: Any) -> dict[str, Any]:
    """A step from the space-separated `sources`; by a coordinator unless `rest` says otherwise."""
    by_somebody = rest.keys() & {"permission", "timer", "automatic", "internal", "nobody"}
    by = {} if by_somebody else {"permission": "application:check"}
    rest.pop("nobody", None)
    return {"code": code, "label": {"fr": code}, "from": sources.split(), "to": target, **by, **rest}


def machine(states: list[dict[str, Any]], steps: list[dict[str, Any]]) -> Machine:
    """The machine that begins in the first state."""
    return Machine.model_validate({"initial": states[0]["code"], "state": states, "step": steps})


def days(**amounts: int) -> dict[str, Delay]:
    """Delays in days that do not move to a working day."""
    return {code: Delay(amount=amount, rolls=False) for code, amount in amounts.items()}


def replay(declared: Machine, steps: tuple[str, ...]) -> str:
    """The state that the steps lead to, taken one by one on the declared machine itself."""
    here = declared.initial
    for code in steps:
        after = declared.target_of(code, here)
        assert after is not None, f"{code} does not leave {here}"
        here = after
    return here
