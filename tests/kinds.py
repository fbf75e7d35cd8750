"""On which databases a test runs."""

from __future__ import annotations

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


def kinds_for(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    """The databases that were asked for; the first of them where the test does not depend on it."""
    kinds = KINDS[metafunc.config.getoption("db")]
    return kinds[:1] if metafunc.definition.get_closest_marker("one_database") else kinds
