"""A declared machine as a graph to draw: states, steps between them, and steps that leave from many places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from labelflow.domain.workflow import SAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.workflow import Machine, State, Step

MANY: Final = 3
"""A step that leaves from as many states or more is told in words: its arrows would cross everything."""


@dataclass(frozen=True)
class Arrow:
    """One step from one state to another. `back` leads up, to a state drawn higher."""

    step: Step
    source: str
    target: str
    back: bool

    @property
    def chip(self) -> str:
        """Name of the node that carries the step's label."""
        return f"{self.step.code}@{self.source}"


class MachineGraph:
    """What of a machine is drawn where."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    @cached_property
    def widespread(self) -> tuple[Step, ...]:
        """Steps that leave from many states."""
        return tuple(step for step in self.machine.steps if step.target != SAME and len(step.sources) >= MANY)

    @cached_property
    def states(self) -> tuple[State, ...]:
        """The states drawn as boxes: all but those that only widespread steps lead to."""
        touched = {self.machine.initial}
        for step in self.machine.steps:
            if step not in self.widespread:
                touched |= {*step.sources, step.target}
        return tuple(state for state in self.machine.states if state.code in touched)

    def stays(self, state: str) -> tuple[Step, ...]:
        """Steps that leave the state as it is."""
        return tuple(
            step
            for step in self.machine.steps_from[state]
            if step.target in {SAME, state} and step not in self.widespread
        )

    @cached_property
    def arrows(self) -> tuple[Arrow, ...]:
        """The steps drawn as arrows, those that lead back marked."""
        behind = self._behind
        return tuple(
            Arrow(step, source, step.target, (source, step.target) in behind) for step, source in self._drawn()
        )

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Rank of each state and chip: states on even ranks, as high as their arrows allow, chips between."""
        level = {state.code: 0 for state in self.states}
        downward = [self._downward(arrow) for arrow in self.arrows]
        for _turn in level:
            for upper, lower in downward:
                level[lower] = max(level[lower], level[upper] + 1)
        ranks = {code: 2 * rank for code, rank in level.items()}
        for arrow in self.arrows:
            ranks[arrow.chip] = ranks[arrow.source] + (-1 if arrow.back else 1)
        return ranks

    @cached_property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """Downward edges: upper state to chip, chip to lower state."""
        found = []
        for arrow in self.arrows:
            upper, lower = self._downward(arrow)
            found += [(upper, arrow.chip), (arrow.chip, lower)]
        return tuple(found)

    def _downward(self, arrow: Arrow) -> tuple[str, str]:
        return (arrow.target, arrow.source) if arrow.back else (arrow.source, arrow.target)

    def _drawn(self) -> Iterator[tuple[Step, str]]:
        for step in self.machine.steps:
            if step.target != SAME and step not in self.widespread:
                yield from ((step, source) for source in step.sources if source != step.target)

    @cached_property
    def _behind(self) -> set[tuple[str, str]]:
        """Edges that close a circle, met in depth first from the initial state."""
        after: dict[str, list[str]] = {state.code: [] for state in self.states}
        for step, source in self._drawn():
            after[source].append(step.target)
        closed: set[tuple[str, str]] = set()
        done: set[str] = set()
        trail: list[str] = []

        def visit(code: str) -> None:
            trail.append(code)
            for target in after[code]:
                if target in trail:
                    closed.add((code, target))
                elif target not in done:
                    visit(target)
            done.add(trail.pop())

        for code in after:
            if code not in done:
                visit(code)
        return closed
