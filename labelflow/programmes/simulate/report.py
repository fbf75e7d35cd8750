"""What a simulation found: where applications end, how long stages take, which deadlines fire, who gets stuck."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from labelflow.programmes.schema import Programme
    from labelflow.programmes.simulate.life import Life

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Durations:
    """How long something took, in days: number of times, median, nine tenths are below `p90`."""

    count: int
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A state in which applications get stuck: how many, why not, and the path of the first."""

    state: str
    refusals: tuple[tuple[str, tuple[str, ...]], ...]
    """Step → codes of what refused it at the end."""
    count: int
    path: tuple[str, ...]
    """`machine.step` taken by the first one, in order."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one simulation. Equal for equal programme, number and seed."""

    programme: str
    version: str
    count: int
    seed: int
    ends: Counter[str]
    labels: Counter[str]
    """States in which labels ended."""
    stages: dict[str, Durations]
    """Stays in each state of the application."""
    total: Durations
    """From the creation to the end, for applications that ended."""
    steps: Counter[str]
    """`machine.step` → number of times."""
    fired: Counter[str]
    """Deadlines that fired a step."""
    passed: Counter[str]
    """Deadlines that passed without a step: somebody was late."""
    dead_ends: tuple[DeadEnd, ...]
    unanswered: tuple[str, ...] = field(default=())
    """Guards that ask what the simulated world does not know; they were taken as holding."""

    def as_json(self) -> dict[str, Any]:
        """The report for a script."""

        def durations(found: Durations) -> dict[str, float]:
            return {"count": found.count, "median_days": found.median, "p90_days": found.p90}

        return {
            "programme": self.programme,
            "version": self.version,
            "count": self.count,
            "seed": self.seed,
            "ends": dict(self.ends.most_common()),
            "labels": dict(self.labels.most_common()),
            "stages": {state: durations(found) for state, found in self.stages.items()},
            "total": durations(self.total),
            "steps": dict(self.steps.most_common()),
            "deadlines_fired": dict(self.fired.most_common()),
            "deadlines_passed": dict(self.passed.most_common()),
            "dead_ends": [
                {
                    "state": end.state,
                    "count": end.count,
                    "refusals": {step: list(codes) for step, codes in end.refusals},
                    "path": list(end.path),
                }
                for end in self.dead_ends
            ],
            "unanswered_guards": list(self.unanswered),
        }


class Gathering:
    """Lives, gathered one by one."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self.fired: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.totals: list[float] = []
        self.stays: dict[str, list[float]] = {}
        self.stuck: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], list[tuple[str, ...]]] = {}
        self.unanswered: set[str] = set()

    def add(self, life: Life, stuck_in: str | None) -> None:
        """One more life that has been lived."""
        for state, entered, left in life.visits:
            self.stays.setdefault(state, []).append(_days(entered, left))
        if stuck_in is None:
            self.ends[life.application.state] += 1
            self.totals.append(_days(life.started, life.application.since))
        else:
            path = tuple(f"{trail.kind}.{trail.step}" for trail in life.trail)
            self.stuck.setdefault((stuck_in, life.reasons()), []).append(path)
        self.labels.update(label.state for label in life.all("label"))
        self.steps.update(f"{trail.kind}.{trail.step}" for trail in life.trail)
        self.fired.update(life.fired)
        self.passed.update(life.passed)
        self.unanswered |= life.unanswered

    def report(self, programme: Programme, count: int, seed: int) -> Report:
        """The whole, in the order of the declared states."""
        declared = programme.machines["application"].by_code
        return Report(
            programme=programme.code,
            version=programme.version,
            count=count,
            seed=seed,
            ends=self.ends,
            labels=self.labels,
            stages={state: _durations(self.stays[state]) for state in declared if state in self.stays},
            total=_durations(self.totals),
            steps=self.steps,
            fired=self.fired,
            passed=self.passed,
            dead_ends=tuple(
                DeadEnd(state, why, len(paths), min(paths, key=len)) for (state, why), paths in self.stuck.items()
            ),
            unanswered=tuple(sorted(self.unanswered)),
        )


def _days(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / SECONDS_A_DAY


def _durations(days: Sequence[float]) -> Durations:
    if not days:
        return Durations(0, 0.0, 0.0)
    ordered = sorted(days)
    return Durations(len(ordered), round(median(ordered), 1), round(ordered[int(0.9 * (len(ordered) - 1))], 1))
