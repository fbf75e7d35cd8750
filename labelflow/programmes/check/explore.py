"""Every situation that a declared machine can reach, with its running deadlines.

Method. A situation is a state and the deadlines that run in it. Those with a timed step are kept as
groups ordered by the moment of their start: deadlines of one group were started by one step, groups
stand oldest first. The others only remind, and are kept as a set. From there:

- a person, another use case or the engine may fire a step at any time (guards are taken as able to hold);
- a timed step may fire only while its deadline runs, and not while another deadline runs that surely falls
  due before it (started no later, longest length below the other's shortest) and that no guard can hold back;
- a deadline may pass without effect in a state that has no step for it;
- an unguarded automatic step fires before anything else.

So what is reported as impossible is impossible, whatever the guards answer and however time passes.
A breadth-first search gives a shortest path to each situation.

Cost. With Q states, S steps, d deadlines with a timed step and r without there are at most
Q x B(d) x 2^r situations, B(d) counting the ordered partitions of the subsets of d deadlines (26 for 3,
1 082 for 5), each looked at once: time O(situations x S). A real programme reaches some hundreds. Above
`MOST_SITUATIONS` the search starts again with every deadline free to run or not, which reports less
and nothing wrong.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from labelflow.domain.workflow import SAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.workflow import Machine, Step

MOST_SITUATIONS = 20_000

EVERY = "*"
"""In `stops`: every running deadline."""

Groups = tuple[frozenset[str], ...]
By = Literal["person", "timer", "automatic", "internal", "nothing"]


@dataclass(frozen=True, slots=True)
class Span:
    """Shortest and longest length of a delay, in days."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Situation:
    """A state and the deadlines that run in it: those with a timed step, oldest group first, and the others."""

    state: str
    groups: Groups = ()
    reminding: frozenset[str] = frozenset()

    @property
    def running(self) -> frozenset[str]:
        """Every deadline that runs."""
        return self.reminding.union(*self.groups)

    def age_of(self, deadline: str) -> int:
        """Rank of the group of a running deadline: 0 is the oldest."""
        return next(rank for rank, group in enumerate(self.groups) if deadline in group)


@dataclass(frozen=True, slots=True)
class Hop:
    """One move: who made it, the step (or the deadline that passed without effect), where it led."""

    by: By
    code: str
    state: str


Move = tuple[Hop, Situation]
"""A hop and the situation that follows."""


@dataclass(frozen=True)
class Rules:
    """How a machine moves. `spans` gives the length of each deadline, where it is known.

    Deadlines in `free` are started elsewhere: they may run at any time.
    Deadlines in `at_start` run from the creation on.
    """

    machine: Machine
    spans: Mapping[str, Span] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    at_start: frozenset[str] = frozenset()

    @cached_property
    def timed(self) -> frozenset[str]:
        """The deadlines that fire a step of this machine and whose running is known."""
        return frozenset(step.timer for step in self.machine.steps if step.timer) - self.free

    @cached_property
    def reminding(self) -> frozenset[str]:
        """The deadlines that this machine starts and that fire none of its steps."""
        return frozenset(code for step in self.machine.steps for code in step.starts) - self.timed - self.free

    @cached_property
    def start(self) -> Situation:
        """Where everything begins."""
        timed = self.at_start & self.timed
        return Situation(self.machine.initial, (timed,) if timed else (), self.at_start & self.reminding)

    def moves(self, situation: Situation) -> Iterator[Move]:
        """What may happen next, and the situation that follows."""
        steps = self.machine.steps_from[situation.state]
        urgent = tuple(step for step in steps if step.automatic and not step.guards)
        for step in urgent or steps:
            by = fired_by(step)
            if by is not None:
                yield self._take(step, situation, by)
            if step.timer and self._may_fall_due(step.timer, situation):
                yield self._take(step, situation, "timer")
        if not urgent:
            yield from self._passing(situation, {step.timer for step in steps})

    def _passing(self, situation: Situation, heeded: set[str | None]) -> Iterator[Move]:
        """The deadlines that may pass here without effect."""
        for deadline in sorted(situation.running & self.timed - heeded):
            if self._may_fall_due(deadline, situation):
                after = Situation(situation.state, _without(situation.groups, {deadline}), situation.reminding)
                yield Hop("nothing", deadline, situation.state), after

    def _may_fall_due(self, deadline: str, situation: Situation) -> bool:
        if deadline not in self.timed:
            return True
        return deadline in situation.running and self.overtaken_by(deadline, situation) is None

    def overtaken_by(self, deadline: str, situation: Situation) -> str | None:
        """The deadline that surely falls due before `deadline` does, if there is one.

        One with a guarded step never counts: refused, it may wait, and both be due at once later.
        """
        span = self.spans.get(deadline)
        if span is None:
            return None
        for other in sorted(situation.running & self._surely_heeded):
            other_span = self.spans.get(other)
            if other_span and other_span.high < span.low and situation.age_of(other) <= situation.age_of(deadline):
                return other
        return None

    @cached_property
    def _surely_heeded(self) -> frozenset[str]:
        """The deadlines that, once due, fire or pass at once, whatever the state."""
        return self.timed - {step.timer for step in self.machine.steps if step.guards}

    def _take(self, step: Step, situation: Situation, by: By) -> Move:
        state = situation.state if step.target == SAME else step.target
        started = frozenset(step.starts)
        ended = {*step.stops, *started} | ({step.timer} if by == "timer" and step.timer else set())
        if EVERY in ended:
            ended |= situation.running
        groups, new = _without(situation.groups, ended), started & self.timed
        reminding = situation.reminding - ended | started & self.reminding
        return Hop(by, step.code, state), Situation(state, (*groups, new) if new else groups, reminding)


def fired_by(step: Step) -> By | None:
    """Who fires the step at any time; None for a step that only a timer fires, or nobody."""
    if step.automatic:
        return "automatic"
    if step.by_person and not step.internal:
        return "person"
    return "internal" if step.internal else None


def _without(groups: Groups, deadlines: set[str]) -> Groups:
    return tuple(left for group in groups if (left := group - deadlines))


Moves = Mapping[Situation, tuple[Move, ...]]


@dataclass(frozen=True)
class Exploration:
    """What `explore` found: each situation with its moves, in the order of discovery."""

    rules: Rules
    moves: Moves
    came_from: Mapping[Situation, tuple[Situation, Hop]]
    coarse: bool = False
    """Whether deadlines had to be left out of account."""

    @cached_property
    def by_state(self) -> Mapping[str, tuple[Situation, ...]]:
        """The situations of each reached state, nearest first."""
        found: dict[str, list[Situation]] = {}
        for situation in self.moves:
            found.setdefault(situation.state, []).append(situation)
        return {state: tuple(situations) for state, situations in found.items()}

    @cached_property
    def fired(self) -> frozenset[str]:
        """Codes of the steps that may fire."""
        return frozenset(hop.code for moves in self.moves.values() for hop, _ in moves if hop.by != "nothing")

    def path_to(self, situation: Situation) -> tuple[Hop, ...]:
        """A shortest path from the start to `situation`."""
        hops: list[Hop] = []
        while situation in self.came_from:
            situation, hop = self.came_from[situation]
            hops.append(hop)
        return tuple(reversed(hops))


def explore(rules: Rules, *, most: int = MOST_SITUATIONS) -> Exploration:
    """Explore breadth first; above `most` situations, again with every deadline free."""
    moves: dict[Situation, tuple[Move, ...]] = {}
    came_from: dict[Situation, tuple[Situation, Hop]] = {}
    waiting = deque([rules.start])
    while waiting:
        situation = waiting.popleft()
        if situation in moves:
            continue
        moves[situation] = tuple(rules.moves(situation))
        for hop, after in moves[situation]:
            if after not in moves and after not in came_from:
                came_from[after] = (situation, hop)
                waiting.append(after)
        if len(moves) > most and (deadlines := rules.timed | rules.reminding):
            coarse = explore(Rules(rules.machine, free=rules.free | deadlines), most=most)
            return replace(coarse, coarse=True)
    return Exploration(rules, moves, came_from)
