"""Four processes for the whole run, and a way to set them off."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.concurrency.racers import Act, Outcome, Racers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stage import Stage


@pytest.fixture(scope="session")
def racers() -> Iterator[Racers]:
    made = Racers(4)
    yield made
    made.stop()


class Track:
    """A world and the racers that act in it."""

    def __init__(self, stage: Stage, racers: Racers) -> None:
        self.crowd = stage.crowd
        self._racers = racers
        self._settings = stage.settings

    def act(self, service: str, *arguments: Any, by: str, **options: Any) -> Act:
        person = by if by in {"nobody", "system"} else self.crowd.person(by).public_id
        return Act(service, person, arguments, options)

    def step(self, kind: str, public_id: str, step: str, *, by: str, **fields: Any) -> Act:
        return self.act("labelflow.services.steps:take", kind, public_id, step, by=by, fields=fields)

    def race(self, *acts: Act) -> list[Outcome]:
        """Start all together. A fault in any of them fails the test, with its trace."""
        outcomes = self._racers.race(self._settings, self.crowd.now, *acts)
        faults = [outcome.trace for outcome in outcomes if outcome.kind == "fault"]
        assert faults == [], "\n".join(faults)
        return outcomes


def kinds(outcomes: list[Outcome]) -> Counter[str]:
    return Counter(outcome.kind for outcome in outcomes)


@pytest.fixture
def track(stage: Stage, racers: Racers) -> Track:
    return Track(stage, racers)
