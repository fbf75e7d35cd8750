"""One demonstration for the whole run; its pages show the day on which it was made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.demo.town import Town

CLOCKS_CHANGE = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
"""Half past two in Paris, for the first time of two: no day is harder."""


@pytest.fixture(scope="session")
def town_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    from tests.demo.town import built  # noqa: PLC0415 - only where a demonstration is asked for

    town = built(tmp_path_factory.mktemp("demo") / "instance", CLOCKS_CHANGE)
    yield town
    town.close()


@pytest.fixture
def town(town_of_the_run: Town) -> Iterator[Town]:
    from labelflow import clock  # noqa: PLC0415 - same

    town_of_the_run.turn_the_clock()
    yield town_of_the_run
    clock.shift(timedelta(0))
