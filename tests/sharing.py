"""How two workers share the tests: what needs a world, a browser or the processor to itself stays on one of them.

pytest-xdist's own groups are written into the names of tests, which pytest 9 no longer allows; it says nothing of it.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from xdist.scheduler import LoadScopeScheduling

TOGETHER: Final = frozenset({"concurrency", "demo", "journeys"})
"""Folders whose tests stay together. They are dealt first, so that no worker ends long after the other."""


class Shared(LoadScopeScheduling):
    """Deals single tests, and folders that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        folder = PurePosixPath(nodeid.partition("::")[0]).parts[1]
        return folder if folder in TOGETHER else nodeid
