"""Append-only chains of facts: hash = SHA-256(previous hash ‖ RFC 8785 canonical JSON of the body)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from labelflow.errors import Outdated
from labelflow.models.journal import Chain, Event, EventPrivate
from labelflow.queries.journal import link_hash, private_hash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


def append(
    session: Session,
    chain: tuple[str, str],
    code: str,
    *,
    at: datetime,
    body: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
) -> str:
    """Append one event to a chain, in the caller's transaction. Returns its hash.

    Raises Outdated when somebody else appended to the chain meanwhile.
    """
    kind, subject = chain
    row = session.execute(
        select(Chain.id, Chain.length, Chain.head).where(Chain.kind == kind, Chain.subject == subject)
    ).one_or_none()
    if row is None:
        created = session.execute(
            insert(Chain).values(kind=kind, subject=subject, length=0, head="").returning(Chain.id)
        )
        chain_id, length, head = created.scalar_one(), 0, ""
    else:
        chain_id, length, head = row
    full = {**body, "chain": f"{kind}/{subject}", "number": length + 1, "at": at.isoformat(), "code": code}
    salt = secrets.token_hex(16)
    if private:
        full["private"] = private_hash(salt, private)
    digest = link_hash(head, full)
    event = session.execute(
        insert(Event)
        .values(chain_id=chain_id, number=length + 1, at=at, code=code, body=full, hash=digest)
        .returning(Event.id)
    ).scalar_one()
    if private:
        session.execute(insert(EventPrivate).values(event_id=event, salt=salt, content=dict(private)))
    moved = session.execute(
        update(Chain).where(Chain.id == chain_id, Chain.length == length).values(length=length + 1, head=digest)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]  # a cursor result, as for every DML
        raise Outdated
    return digest
