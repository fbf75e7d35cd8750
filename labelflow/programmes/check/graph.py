"""Reachability over the moves of an exploration."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from labelflow.programmes.check.explore import Moves, Situation


def reachable_from(place: Situation, moves: Moves) -> set[Situation]:
    """Everything that can follow `place`, itself included."""
    seen, waiting = {place}, deque([place])
    while waiting:
        for _hop, after in moves[waiting.popleft()]:
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen


def leading_to(ends: Iterable[Situation], before: Mapping[Situation, Collection[Situation]]) -> set[Situation]:
    """Everything from which one of `ends` can follow, themselves included."""
    seen = set(ends)
    waiting = deque(seen)
    while waiting:
        for place in before.get(waiting.popleft(), ()):
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return seen


def predecessors(moves: Moves) -> dict[Situation, list[Situation]]:
    """For each situation, those from which one move leads to it."""
    before: dict[Situation, list[Situation]] = {}
    for place, following in moves.items():
        for _hop, after in following:
            before.setdefault(after, []).append(place)
    return before


def traps(moves: Moves, ends: Iterable[Situation]) -> Iterator[set[Situation]]:
    """The smallest sets of situations that, once entered, are never left and hold none of `ends`.

    Forward and backward search, again inside what does not lead back, until nothing is left outside:
    O(moves) for each turn, and a turn only for each level of nesting.
    """
    before, order = predecessors(moves), {place: rank for rank, place in enumerate(moves)}
    lost = moves.keys() - leading_to(ends, before)
    while lost:
        place = min(lost, key=order.__getitem__)
        while outside := (trap := reachable_from(place, moves)) - leading_to([place], before):
            place = min(outside, key=order.__getitem__)
        yield trap
        lost -= leading_to(trap, before)
