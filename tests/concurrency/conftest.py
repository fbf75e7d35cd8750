"""Four processes for the whole run, and a way to set them off."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.concurrency.racers import Act, Outcome, Racers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from labelflow.config import Settings
    from tests.crowd import Crowd


@pytest.fixture(scope="session")
def racers() -> Iterator[Racers]:
    made = Racers(4)
    yield made
    made.stop()


class Track:
    """A world and the racers that act in it."""

    def __init__(self, crowd: Crowd, racers: Racers, settings: Settings) -> None:
        self.crowd = crowd
        self._racers = racers
        self._settings = settings

    def act(self, service: str, *arguments: Any, by: str, **options: Any) -> Act:
        person = by if by in {"", "system"} else self.crowd.person(by).public_id
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
def crowd(app: Flask) -> Iterator[Crowd]:
    from labelflow import clock  # noqa: PLC0415 - the racers start without it
    from tests.crowd import Crowd  # noqa: PLC0415 - same

    yield Crowd(app)
    clock.shift(timedelta(0))


@pytest.fixture
def track(crowd: Crowd, racers: Racers, settings: Settings) -> Iterator[Track]:
    yield Track(crowd, racers, settings)
    racers.leave(settings)
