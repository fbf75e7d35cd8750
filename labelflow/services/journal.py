"""Append-only chains of facts: hash = SHA-256(previous hash ‖ RFC 8785 canonical JSON of the body)."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from labelflow.errors import Outdated
from labelflow.models.journal import Chain, Event, EventPrivate
from labelflow.queries.journal import link_hash, private_hash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

_CHAINS, _EVENTS, _PRIVATE = Chain.__table__, Event.__table__, EventPrivate.__table__

# Written once: building a statement costs as much as running it, and every act of the product appends.
_FIND_CHAIN = (
    select(_CHAINS.c.id, _CHAINS.c.length, _CHAINS.c.head)
    .where(_CHAINS.c.kind == bindparam("of_kind"), _CHAINS.c.subject == bindparam("of_subject"))
    .with_for_update(key_share=True)  # writers of one chain take turns, and each reads what the one before wrote
)
_NEW_CHAIN = insert(_CHAINS).values(kind=bindparam("kind"), subject=bindparam("subject"), length=0, head="")  # type: ignore[arg-type]  # a table, as for every mapped class
_NEW_EVENT = insert(_EVENTS).returning(_EVENTS.c.id)  # type: ignore[arg-type]  # same
_NEW_PRIVATE = insert(_PRIVATE)  # type: ignore[arg-type]  # same
_MOVE_CHAIN = (
    update(_CHAINS)  # type: ignore[arg-type]  # same
    .where(_CHAINS.c.id == bindparam("of_id"), _CHAINS.c.length == bindparam("of_length"))
    .values(length=bindparam("new_length"), head=bindparam("new_head"))
)


def append(
    session: Session,
    chain: tuple[str, str],
    code: str,
    *,
    at: datetime,
    body: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
) -> str:
    """Append one event to a chain, in the caller's transaction; the chain is locked until it ends. Returns its hash."""
    kind, subject = chain
    chain_id, length, head = _locked(session, kind, subject)
    full = {**body, "chain": f"{kind}/{subject}", "number": length + 1, "at": at.isoformat(), "code": code}
    salt = secrets.token_hex(16)
    if private:
        full["private"] = private_hash(salt, private)
    digest = link_hash(head, full)
    event = session.execute(
        _NEW_EVENT,
        {"chain_id": chain_id, "number": length + 1, "at": at, "code": code, "body": full, "hash": digest},
    ).scalar_one()
    if private:
        session.execute(_NEW_PRIVATE, {"event_id": event, "salt": salt, "content": dict(private)})
    moved = session.execute(
        _MOVE_CHAIN, {"of_id": chain_id, "of_length": length, "new_length": length + 1, "new_head": digest}
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]  # a cursor result, as for every DML
        raise Outdated
    return digest


def _locked(session: Session, kind: str, subject: str) -> tuple[int, int, str]:
    """The chain's key, length and head; a chain that two writers open at once is opened by the first."""
    wanted = {"of_kind": kind, "of_subject": subject}
    row = session.execute(_FIND_CHAIN, wanted).one_or_none()
    if row is None:
        with suppress(IntegrityError), session.begin_nested():
            session.execute(_NEW_CHAIN, {"kind": kind, "subject": subject})
        row = session.execute(_FIND_CHAIN, wanted).one()
    return row.id, row.length, row.head
