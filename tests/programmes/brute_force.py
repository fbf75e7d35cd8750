"""Machines lived day by day, in every possible way: slow, and sharing nothing with the exploration it judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from labelflow.domain.workflow import Machine, Step

Left = dict[str, int]
"""Days left before each running deadline; 0 is due, and stays so while guards refuse."""
Place = tuple[str, frozenset[tuple[str, int]]]


def lived(machine: Machine, lengths: Mapping[str, int]) -> tuple[set[str], set[str]]:
    """Every state and every step that some life meets. Deadlines last exactly `lengths` days."""
    start: Place = (machine.initial, frozenset())
    seen, waiting, fired = {start}, [start], set[str]()
    while waiting:
        for step, place in _nexts(machine, lengths, *waiting.pop()):
            if step is not None:
                fired.add(step.code)
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return {state for state, _clocks in seen}, fired


def _nexts(
    machine: Machine, lengths: Mapping[str, int], here: str, clocks: frozenset[tuple[str, int]]
) -> Iterator[tuple[Step | None, Place]]:
    left = dict(clocks)
    leaving = [step for step in machine.steps if here in step.sources]
    urgent = [step for step in leaving if step.automatic and not step.guards]
    for step in urgent or leaving:
        is_due = step.timer is not None and left.get(step.timer) == 0
        if step.permission is not None or step.automatic:
            yield step, _after(machine, lengths, step, left)
        if is_due:
            yield step, _after(machine, lengths, step, {code: n for code, n in left.items() if code != step.timer})
    if not urgent:
        passed = _time_passes(left, leaving)
        if passed is not None:
            yield None, (here, frozenset(passed.items()))


def _after(machine: Machine, lengths: Mapping[str, int], step: Step, left: Left) -> Place:
    timed = {other.timer for other in machine.steps}
    kept = {code: days for code, days in left.items() if code not in step.stops}
    return step.target, frozenset((kept | {code: lengths[code] for code in step.starts if code in timed}).items())


def _time_passes(left: Left, leaving: list[Step]) -> Left | None:
    """What is due and concerns no step here is gone; else a day passes, unless something due has to fire first."""
    due = {code for code, days in left.items() if days == 0}
    heeded = {step.timer for step in leaving}
    if due - heeded:
        return {code: days for code, days in left.items() if code not in due - heeded}
    must_fire = due & {step.timer for step in leaving if not step.guards}
    return {code: max(days - 1, 0) for code, days in left.items()} if left and not must_fire else None
