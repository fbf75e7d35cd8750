"""A programme lived through by random applications, before any real one is received.

Each application lives on a clock of its own, among random people: each acts after a random time, or is
late, and timed steps fire by the programme's own deadlines. The guards and permissions are the real
ones; a small world answers them (readings, declarations, sessions, attendance, votes, gates). How
often people do what is invented (`people`, `life.Habits`) and the same for every programme: the figures
compare rules, they predict nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from labelflow.programmes.simulate.life import Life
from labelflow.programmes.simulate.report import DeadEnd, Durations, Gathering, Report
from labelflow.programmes.simulate.scheme import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.programmes.schema import Programme

__all__ = ["DeadEnd", "Durations", "Report", "simulate"]

OPENING: Final = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
"""When the first applications begin: a fixed day, so that a seed gives the same report on every machine."""
SPREAD: Final = timedelta(days=365)


def simulate(programme: Programme, count: int, seed: int, progress: Callable[[int], None] | None = None) -> Report:
    """Live `count` applications of the programme. `progress` is told the number of lives after each one."""
    scheme = Scheme(programme, (OPENING - timedelta(days=365)).date())
    gathering = Gathering()
    for number in range(count):
        rng = Random(f"{seed}/{number}")  # noqa: S311 - a simulation, nothing secret
        life = Life(scheme, rng, OPENING + SPREAD * rng.random())
        gathering.add(life, life.live())
        if progress is not None:
            progress(number + 1)
    return gathering.report(programme, count, seed)
