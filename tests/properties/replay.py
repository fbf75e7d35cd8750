"""The journal recomputed by hand: chains, seals of private data, and the states that they tell."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import rfc8785

from tests.properties.seen import KINDS, WORKFLOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.properties.seen import Seen


def digest(content: Any) -> str:
    """SHA-256 of the canonical JSON of a value."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def initial_state(kind: str) -> str:
    return str(WORKFLOW[kind]["initial"])


def journal_faults(seen: Seen) -> Iterator[str]:
    """What does not hold in the chains of the journal."""
    private = {row.event_id: row for row in seen.all("event_private")}
    for chain in seen.all("chain"):
        head = ""
        events = sorted(seen.all("event", chain_id=chain.id), key=lambda event: event.number)
        if [event.number for event in events] != list(range(1, chain.length + 1)):
            yield f"{chain.kind}/{chain.subject} has the events {[event.number for event in events]}"
        for event in events:
            head = hashlib.sha256(head.encode() + rfc8785.dumps(event.body)).hexdigest()
            if head != event.hash:
                yield f"{chain.kind}/{chain.subject} breaks at {event.number}"
            beside = private.get(event.id)
            if beside is not None:
                seal = hashlib.sha256(beside.salt.encode() + rfc8785.dumps(beside.content)).hexdigest()
                if event.body.get("private") != seal:
                    yield f"{chain.kind}/{chain.subject} has other private data at {event.number}"
        if chain.head != head:
            yield f"{chain.kind}/{chain.subject} has another head"


def state_faults(seen: Seen) -> Iterator[str]:
    """Where the states told by the journal are not those of the rows."""
    told: dict[str, str] = {}
    for event in seen.all("event"):
        data = event.body["data"]
        if "subject" in data and "after" in data:
            told[data["subject"]] = data["after"]
    for kind, table in KINDS.items():
        for row in seen.all(table):
            expected = told.get(f"{kind}/{row.public_id}", initial_state(kind))
            if row.state != expected:
                yield f"{kind}/{row.public_id} is {row.state}, the journal tells {expected}"
