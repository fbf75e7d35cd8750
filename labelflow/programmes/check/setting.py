"""From a programme to the rules of each of its machines: how long deadlines last, and who starts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.programmes.check.explore import Rules, Span
from labelflow.programmes.check.spans import span_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Machine, MachineKind


def rules_of(kind: MachineKind, machines: Mapping[MachineKind, Machine], delays: Mapping[str, Delay]) -> Rules:
    """How the machine `kind` moves among the others.

    A deadline that only another machine starts, or that another machine's effect names, may run at any
    time. One that nothing starts, and that fires a step from the initial state, runs from the creation on.
    """
    machine = machines[kind]
    own = {code for step in machine.steps for code in step.starts}
    timers = {step.timer for step in machine.steps if step.timer}
    elsewhere = {code for other, found in machines.items() if other != kind for code in _started_by(found)}
    from_creation = {step.timer for step in machine.steps_from[machine.initial] if step.timer}
    return Rules(
        machine,
        spans=_spans(machine, delays),
        free=frozenset((timers - own) & elsewhere),
        at_start=frozenset(from_creation - own - elsewhere),
    )


def _started_by(machine: Machine) -> set[str]:
    """Deadlines that the machine's steps start, or hand to a side object."""
    handed = {
        use.parameters["deadline"]
        for step in machine.steps
        for use in step.effects
        if isinstance(use.parameters.get("deadline"), str) and "by" not in use.parameters
    }
    return handed | {code for step in machine.steps for code in step.starts}


def _spans(machine: Machine, delays: Mapping[str, Delay]) -> dict[str, Span]:
    """The length of each deadline, without those that a step may extend."""
    extended = {
        use.parameters.get("deadline") for step in machine.steps for use in step.effects if "by" in use.parameters
    }
    found = {code: span_of(delay) for code, delay in delays.items() if code not in extended}
    return {code: span for code, span in found.items() if span is not None}
