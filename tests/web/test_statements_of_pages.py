"""What the heavy pages ask of the database: few statements, and no more when there is more to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests.counting import statements
from tests.crowd import READERS, admitted, open_together, ready
from tests.scenes import reviewing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.crowd import Crowd
    from tests.stage import Stage

MOST: Final[Mapping[tuple[str, str], int]] = {
    ("coordinator", "/coordination"): 8,
    ("coordinator", "/coordination/dossiers/{read}"): 23,
    ("coordinator", "/coordination/dossiers/{read}/affectations"): 22,
    ("coordinator", "/coordination/dossiers/{voted}/evaluations"): 17,
    ("coordinator", "/mon-espace"): 14,
    ("chair", "/mon-espace"): 15,
    ("member1", "/commission"): 15,
    ("member1", "/commission/seances/{session}"): 18,
    ("chair", "/commission/points/{item}"): 27,
    ("outsider", "/candidatures/{voted}"): 14,
    ("outsider", "/mon-espace"): 8,
    ("auditor", "/journal/{voted}"): 21,
}
"""Who opens which page → the most statements."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are, for the addresses above."""

    read: str
    voted: str
    session: str
    item: str


def few(crowd: Crowd) -> Places:
    """One application being read by one person; two on the agenda, whose votes are open."""
    return laid(crowd, ("peer1",), ("neighbour", "applicant"))


def many(crowd: Crowd) -> Places:
    """The same with three readers, and with three applications on the agenda."""
    return laid(crowd, tuple(READERS), ("neighbour", "applicant", "club"))


def laid(crowd: Crowd, readers: tuple[str, ...], applicants: tuple[str, ...]) -> Places:
    listed = [ready(crowd, place, READERS) for place in applicants]
    session = open_together(crowd, listed)
    for scene in listed:
        crowd.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    read = admitted(crowd, "library")
    for person in readers:
        reviewing.invite(crowd, read, person, READERS[person])
        reviewing.accept(crowd, read, person)
    return Places(read.application, listed[0].application, session, listed[0].item)


def counted(crowd: Crowd, places: Places) -> dict[tuple[str, str], int]:
    """Statements of each page, once its templates and its programme are known."""
    found = {}
    for key, address in MOST:
        browser = crowd.browser(key)
        path = address.format(read=places.read, voted=places.voted, session=places.session, item=places.item)
        looks = []
        for _ in range(3):  # an instant that changes between two questions makes them two
            with statements(crowd) as seen:
                browser.get(path)
            looks.append(len(seen))
        found[key, address] = min(looks)
    return found


@pytest.mark.one_database
def test_heavy_pages_send_few_statements_whatever_they_show(stage: Stage) -> None:
    for_few = counted(stage.crowd, few(stage.crowd))
    stage.reset()
    for_many = counted(stage.crowd, many(stage.crowd))

    assert {page: sent for page, sent in for_many.items() if sent > MOST[page]} == {}
    assert {page: (for_few[page], sent) for page, sent in for_many.items() if sent > for_few[page]} == {}
