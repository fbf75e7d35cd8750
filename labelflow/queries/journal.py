"""Read the journal back: recompute every chain, name the first event that is altered, missing or out of order."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import rfc8785
from sqlalchemy import select

from labelflow.db import db
from labelflow.models.application import Application
from labelflow.models.journal import Chain, Event, EventPrivate
from labelflow.models.label import Label, Reservation
from labelflow.models.session import Session
from labelflow.models.subjects import MODELS
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

BATCH = 2000
ROOTS: Final = (Application, Label, Session)
"""What has a chain of its own; the others are told in the chain of their application or label."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong in a chain."""

    chain: str
    number: int
    code: str
    """altered | missing (an event, or the whole chain) | reordered | head | private | state"""


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what is wrong (the first fault of each chain)."""

    chains: int
    events: int
    faults: tuple[Fault, ...]


def canonical(body: Mapping[str, Any]) -> bytes:
    """The RFC 8785 form of a body."""
    return _SORTED.encode(body).encode() if _is_plain(body) else rfc8785.dumps(dict(body))


_SORTED: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False)
"""The standard library's encoder: several times quicker, and the same bytes for what `_is_plain`."""
_EXACT: Final = 2**53 - 1


def _is_plain(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether RFC 8785 asks for no more than sorted ASCII keys here: no float, no number that a float cannot hold."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is dict:
        for key, entry in value.items():
            if type(key) is not str or not key.isascii() or not (type(entry) is str or _is_plain(entry)):
                return False
        return True
    if kind is list or kind is tuple:
        return all(map(_is_plain, value))
    return kind is int and -_EXACT <= value <= _EXACT


def link_hash(previous: str, body: Mapping[str, Any]) -> str:
    """The hash of an event that follows `previous` ("" for the first one)."""
    return hashlib.sha256(previous.encode() + canonical(body)).hexdigest()


def private_hash(salt: str, content: Mapping[str, Any]) -> str:
    """The salted hash that stands in a body for personal data kept beside it."""
    return hashlib.sha256(salt.encode() + canonical(content)).hexdigest()


def check(progress: Callable[[int], None] = lambda _done: None) -> Report:
    """Recompute every chain, compare its head, its personal data, and the states that it tells with the record."""
    faults: dict[str, Fault] = {}
    told: dict[str, tuple[str, str]] = {}
    lengths: dict[str, int] = {}
    events = 0
    for chain in db.session.scalars(select(Chain).order_by(Chain.id)).all():
        name = f"{chain.kind}/{chain.subject}"
        fault, lengths[name] = _walk(chain, name, told)
        events += lengths[name]
        if fault is not None:
            faults[name] = fault
        progress(1)
    for name in _with_another_state(told, lengths):
        code = "state" if name in lengths else "missing"
        faults.setdefault(name, Fault(name, lengths.get(name, 1), code))
    return Report(len(lengths), events, tuple(faults.values()))


def fault_in(chain: Chain) -> Fault | None:
    """Recompute one chain: the first event that is altered, missing or out of order."""
    return _walk(chain, f"{chain.kind}/{chain.subject}", {})[0]


def _walk(chain: Chain, name: str, told: dict[str, tuple[str, str]]) -> tuple[Fault | None, int]:
    """The first fault of a chain, and how many events were read. `told` gathers subject → (state, chain)."""
    previous, expected = "", 1
    for event, private in _events(chain):
        code = _fault_of(event, private, name, previous, expected)
        if code is not None:
            return Fault(name, expected, code), expected
        previous, expected = event.hash, expected + 1
        data = event.body.get("data", {})
        if "subject" in data and "after" in data:
            told[data["subject"]] = (data["after"], name)
    if (chain.head, chain.length) != (previous, expected - 1):
        return Fault(name, expected, "head"), expected - 1
    return None, expected - 1


def _events(chain: Chain) -> Iterator[tuple[Event, EventPrivate | None]]:
    statement = (
        select(Event, EventPrivate)
        .outerjoin(EventPrivate, EventPrivate.event_id == Event.id)
        .where(Event.chain_id == chain.id)
        .order_by(Event.number)
        .execution_options(yield_per=BATCH)
    )
    with db.session.execute(statement) as rows:  # closed too when the walk stops at a fault
        yield from rows


def _fault_of(event: Event, private: EventPrivate | None, name: str, previous: str, expected: int) -> str | None:
    body = event.body
    if event.number != expected:
        return "missing" if event.number > expected else "reordered"
    if body.get("number") != event.number or body.get("chain") != name or body.get("code") != event.code:
        return "altered"
    if body.get("at") != event.at.isoformat() or link_hash(previous, body) != event.hash:
        return "altered"
    # Erased personal data leaves its salted hash: absence is lawful, alteration is not.
    if private is not None and body.get("private") != private_hash(private.salt, private.content):
        return "private"
    return None


def _with_another_state(told: Mapping[str, tuple[str, str]], chains: Collection[str]) -> Iterator[str]:
    """The chains one of whose subjects is not in the state that they tell, or one of which has no chain or no row.

    A subject of which nothing is told yet is where its machine begins.
    """
    left = dict(told)
    for kind, model in MODELS.items():
        root: Any = model if model in ROOTS else Label if model is Reservation else Application
        rows = select(model.public_id, model.state, model.programme_version_id, root.public_id)
        if root is not model:
            key: Any = Reservation.label_id if model is Reservation else model.application_id  # type: ignore[union-attr]
            rows = rows.join(root, root.id == key)
        for public_id, state, version, owner in db.session.execute(rows.execution_options(yield_per=BATCH)):
            expected, _ = left.pop(f"{kind}/{public_id}", (programme_of(version).machines[kind].initial, ""))
            if state != expected or f"{root.KIND}/{owner}" not in chains:
                yield f"{root.KIND}/{owner}"
    yield from (chain for _state, chain in left.values())


def proof(kind: str, subject: str) -> dict[str, Any]:
    """One chain, whole, as anybody can recompute it: bodies, hashes, and how they link."""
    chain = db.session.scalars(select(Chain).where(Chain.kind == kind, Chain.subject == subject)).one_or_none()
    if chain is None:
        return {}
    return {
        "chain": f"{kind}/{subject}",
        "rule": "hash = SHA-256(previous hash in hexadecimal ‖ RFC 8785 canonical JSON of the body)",
        "length": chain.length,
        "head": chain.head,
        "events": [{"number": e.number, "hash": e.hash, "body": e.body} for e, _ in _events(chain)],
    }
