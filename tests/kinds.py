"""On which databases a test runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sqlite": ("sqlite",),
    "postgresql": ("postgresql",),
    "both": ("sqlite", "postgresql"),
}
"""What `--db` may say → the databases of a test."""


PAGES: Final = Path(__file__).parent / "web"
"""What pages show depends on what the services and the queries gave them, which their own tests hold on both; and each
page is opened on both (`tests/house/test_roles_routes.py`)."""


def kinds_for(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    """The databases that were asked for; the first of them where the test does not depend on it."""
    kinds = KINDS[metafunc.config.getoption("db")]
    marked = metafunc.definition.get_closest_marker("one_database") is not None
    return kinds[:1] if marked or PAGES in metafunc.definition.path.parents else kinds
