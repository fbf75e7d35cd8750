"""Every part of the site, opened by everybody: what they have a right on opens, nothing else does, nothing leaks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from tests.house import ground as places
from tests.house.ground import laid
from tests.house.rights import doors
from tests.rows import changes, fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.test import TestResponse

    from tests.stage import Stage

pytestmark = pytest.mark.slow

EVERYBODY: Final = (
    None, "nobody", "applicant", "colleague", "amateur", "coordinator", "peer1", "peer2", "scientist1", "member1",
    "member2", "chair", "signatory", "auditor", "observer", "operator",
)  # fmt: skip
"""None is somebody who is not signed in."""

OPEN: Final = frozenset({200, 302, 303, 308})
NOT_NOW: Final = frozenset({409, 410})
"""One may, but not now: the page says why."""
CLOSED: Final = frozenset({403, 404})

NOT_ALWAYS: Final[Mapping[str, str]] = {
    "applicant.college": "an application that is admissible",
    "applicant.decision": "a decision that was notified",
    "applicant.filed": "an application that was submitted",
    "applicant.receipt": "same",
    "applicant.reports": "reports that were released",
    "committee.minutes_pdf": "minutes that are approved, for those who do not write them",
    "committee.schedule": "an application that is ready",
    "committee.step_aside": "a seat, and an item that is not over",
    "coordinator.schedule": "an application that is ready",
    "reviewer.conclusion": "interests declared",
    "reviewer.family": "same",
    "reviewer.recuse": "an answer or a review that is still due",
    "reviewer.report": "a review that was submitted",
    "reviewer.submission": "interests declared",
}
"""What stays closed, at times, to those who have a right on it; and what it waits for."""

NEVER_HERE: Final[Mapping[str, str]] = {
    "applicant.edit": "leads on to a part of the form",
    "applicant.new_document": "a later version of a text that holders accept",
    "committee.letter": "a decision to sign",
    "committee.schedule": "an application that is ready",
    "coordinator.clear": "a link that is left to the coordination",
    "coordinator.schedule": "an application that is ready",
    "my_structures.untie": "a tie that was declared",
    "public.erase_request": "a good token",
    "public.inbox": "a demonstration",
    "public.letter": "same",
    "public.own_report": "same",
    "public.own_request": "a good token",
    "security.reset_password": "a good token",
    "sign_in.open_demo_link": "same, in a demonstration",
    "sign_in.open_link": "same",
}
"""What nobody opens in this world, and what it would take."""

TELLS_WHO_READS: Final = frozenset({"applicant.college"})
"""Pages that name the whole college, so that a structure may object to somebody of it."""
APPLICANTS: Final = ("applicant", "colleague", "amateur")
READERS: Final = ("Hugo Peyre", "Inès Marty", "Sofia Ramon", "Théo Abadie")
OFFICE: Final = "contact@exemple.fr"
"""What the applications of this world give as their own public address."""


def test_everybody_opens_what_they_have_a_right_on_and_nothing_else(stage: Stage) -> None:
    ground = stage.at(laid)
    faults: list[str] = []
    opened: Counter[str] = Counter()

    for key in EVERYBODY:
        client = stage.crowd.browser(key).client
        for door in doors(stage.crowd, ground, key, "GET"):
            if stage.kind != "sqlite" and (opened[door.endpoint] or not door.is_open):
                continue  # rights are the same whatever the database; what a page reads is not: once is enough there
            answer = client.get(door.url)
            told = door.endpoint in TELLS_WHO_READS
            wrong = [*wrongs(answer, key, door.endpoint, may=door.is_open), *leaks(answer, key, told=told)]
            faults += [f"{key} {door.endpoint} {door.url}: {one}" for one in wrong]
            opened[door.endpoint] += answer.status_code == 200

    assert "\n".join(faults) == ""
    assert sorted(endpoint for endpoint, times in opened.items() if not times) == sorted(NEVER_HERE)


def wrongs(answer: TestResponse, key: str | None, endpoint: str, *, may: bool) -> list[str]:
    """What is wrong with an answer to somebody who has a right, or has none."""
    status = answer.status_code
    if may:
        expected = OPEN | NOT_NOW | (CLOSED if endpoint in {*NOT_ALWAYS, *NEVER_HERE} else frozenset())
        return [] if status in expected else [f"must open, and answers {status}"]
    if key is None:
        asked = "/connexion" in answer.headers.get("Location", "")
        return [] if asked else [f"must ask to sign in, and answers {status}"]
    return [] if status in CLOSED else [f"must not open, and answers {status}"]


def leaks(answer: TestResponse, key: str | None, *, told: bool) -> list[str]:
    """What this person must never read; `told`: the page lists everybody who may read, whatever they read."""
    if not answer.mimetype.startswith("text/"):
        return []
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
    found = [places.UNREAD] if places.UNREAD in text and key != "peer1" else []
    found += [places.UNTOLD] if places.UNTOLD in text and key != "coordinator" else []
    found += [places.UNSENT] if places.UNSENT in text and key != "amateur" else []
    if key is None or key in APPLICANTS:
        found += [name for name in READERS if name in text and not told]
        found += [one for one in re.findall(r"[a-z]+\d?@exemple\.fr", text) if one not in {f"{key}@exemple.fr", OFFICE}]
    return [f"shows {words!r}" for words in found]


@pytest.mark.one_database
def test_nobody_changes_what_they_have_no_right_on(stage: Stage) -> None:
    ground = stage.at(laid)
    before = fingerprint(stage.engine)
    faults: list[str] = []

    for key in EVERYBODY:
        browser = stage.crowd.browser(key)
        for door in doors(stage.crowd, ground, key, "POST"):
            if not door.is_open:
                answer = browser.client.post(door.url, data={"csrf_token": browser.token(), "seen": "1"})
                wrong = wrongs(answer, key, door.endpoint, may=False)
                faults += [f"{key} {door.endpoint} {door.url}: {one}" for one in wrong]

    assert "\n".join(faults) == ""
    assert changes(before, fingerprint(stage.engine)) == {}
