"""The fixture `world`: see `tests/world.py`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.world import World


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """The programme installed, at ten on the first of March 2027; people and structures come when named."""
    from labelflow import clock  # noqa: PLC0415 - tests of the rules alone load none of this
    from tests.world import World  # noqa: PLC0415 - same

    yield World(app)
    clock.shift(timedelta(0))
