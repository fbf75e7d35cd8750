"""Append-only chains of facts: hash = SHA-256(previous hash ‖ RFC 8785 canonical JSON of the body)."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from labelflow.errors import Outdated
from labelflow.models.journal import Chain, Event, EventPrivate
from labelflow.prepared import Prepared
from labelflow.queries.journal import link_hash, private_hash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, ScalarSelect, Select
    from sqlalchemy.orm import InstrumentedAttribute


class Head(NamedTuple):
    """Where a chain ends."""

    chain_id: int
    length: int
    hash: str


Heads = MutableMapping[tuple[str, str], Head]
"""Where chains end, by kind and subject, as far as a transaction knows."""


def _chain(*columns: InstrumentedAttribute[Any]) -> Select[Any]:
    return select(*columns).where(Chain.kind == bindparam("of_kind"), Chain.subject == bindparam("of_subject"))


def head_columns() -> list[ScalarSelect[Any]]:
    """The head of the chain (`of_kind`, `of_subject`), for a statement that can read it in passing."""
    return [_chain(column).scalar_subquery() for column in (Chain.id, Chain.length, Chain.head)]


def names_of(chain: tuple[str, str]) -> dict[str, str]:
    """The values that name a chain in these statements."""
    return {"of_kind": chain[0], "of_subject": chain[1]}


# Writers of one chain take turns, and each reads what the one before wrote.
_LOCK: Final = Prepared(_chain(Chain.id, Chain.length, Chain.head).with_for_update(key_share=True))
_OPEN: Final = Prepared(
    insert(Chain).values(
        kind=bindparam("of_kind"),
        subject=bindparam("of_subject"),
        length=bindparam("of_length"),
        head=bindparam("of_head"),
    )
)

_MOVE = (
    update(Chain)
    .where(Chain.id == bindparam("of_id"), Chain.length == bindparam("of_length"), Chain.head == bindparam("of_head"))
    .values(length=bindparam("new_number"), head=bindparam("new_hash"))
)
_EVENT = {
    name: bindparam(f"new_{name}", type_=Event.__table__.c[name].type)
    for name in ("number", "at", "code", "body", "hash")
}
_MOVE_ALONE: Final = Prepared(_MOVE)
_EVENT_ALONE: Final = Prepared(insert(Event).values(chain_id=bindparam("of_id"), **_EVENT).returning(Event.id))


def _both() -> Prepared:
    """Both in one statement, where the database has them: no event, when the chain was not moved."""
    moved = _MOVE.returning(Chain.id).cte("moved")
    event = insert(Event).from_select(["chain_id", *_EVENT], select(moved.c.id, *_EVENT.values()))
    return Prepared(event.add_cte(moved).returning(Event.id))


_BOTH: Final = _both()
_PRIVATE: Final = Prepared(
    insert(EventPrivate).values(
        event_id=bindparam("of_event"), salt=bindparam("new_salt"), content=bindparam("new_content")
    )
)


def append(  # noqa: PLR0913 - where, what, when, and what is known of the chain
    connection: Connection,
    chain: tuple[str, str],
    code: str,
    *,
    at: datetime,
    body: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
    heads: Heads | None = None,
) -> str:
    """Append one event to a chain, in the caller's transaction; the chain is locked until it ends. Returns its hash.

    `heads` says where the caller believes that chains end, and is told where this one ends now; the database decides.
    """
    known_heads = {} if heads is None else heads
    full = {**body, "chain": "/".join(chain), "at": at.isoformat(), "code": code}
    salt = secrets.token_hex(16) if private else ""
    if private:
        full["private"] = private_hash(salt, private)
    for known in (known_heads.get(chain), None):
        end = known or _locked(connection, chain)
        full["number"] = end.length + 1
        digest = link_hash(end.hash, full)
        event = _write(connection, end, at=at, code=code, body=full, digest=digest)
        if event is not None:
            break
    else:
        raise Outdated
    known_heads[chain] = Head(end.chain_id, end.length + 1, digest)
    if private:
        _PRIVATE.count(connection, {"of_event": event, "new_salt": salt, "new_content": dict(private)})
    return digest


def _write(
    connection: Connection, end: Head, *, at: datetime, code: str, body: Mapping[str, Any], digest: str
) -> int | None:
    """The key of the new event; None when the chain does not end there."""
    chain = {"of_id": end.chain_id, "new_number": end.length + 1, "new_hash": digest}
    event = {**chain, "new_at": at, "new_code": code, "new_body": body}
    place = {**chain, "of_length": end.length, "of_head": end.hash}
    if connection.dialect.name == "postgresql":
        row = _BOTH.first(connection, {**event, **place})
    else:
        row = _EVENT_ALONE.first(connection, event) if _MOVE_ALONE.count(connection, place) else None
    return None if row is None else int(row[0])


def _locked(connection: Connection, chain: tuple[str, str]) -> Head:
    """The head of a chain, locked; a chain that two writers open at once is opened by the first."""
    wanted = names_of(chain)
    row = _LOCK.first(connection, wanted)
    if row is None:
        with suppress(IntegrityError), connection.begin_nested():
            _OPEN.count(connection, {**wanted, "of_length": 0, "of_head": ""})
        row = _LOCK.first(connection, wanted)
    if row is None:
        raise Outdated
    return Head(*row)
