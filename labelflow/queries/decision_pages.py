"""Decisions as those who write and sign them read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.permissions import may
from labelflow.errors import NotFound
from labelflow.models.application import Application
from labelflow.models.decision import Decision
from labelflow.models.queue import Deadline
from labelflow.models.session import Item, Session
from labelflow.queries.programmes import installed_codes
from labelflow.queries.session_duties import awaits_signature
from labelflow.queries.session_pages import readable_items
from labelflow.queries.subjects import role_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from labelflow.domain.actor import Actor

WRITES = ("decision:draft", "decision:sign")
"""Permissions of those who have a decision to write or to sign."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The drafted decisions of one session that the person may write or sign."""

    session: Session
    decisions: tuple[Decision, ...]


def decision_called(public_id: str, actor: Actor, now: datetime) -> Decision:
    """A decision that the person may write or sign. Raises NotFound for any other."""
    found = db.session.scalars(select(Decision).where(Decision.public_id == public_id)).one_or_none()
    if found is None or not any(role_on(found, permission, actor, now) for permission in WRITES):
        raise NotFound
    return found


def decisions_of(session: Session, actor: Actor, now: datetime) -> Sequence[Decision]:
    """The decisions of a session that the person may read, in the order of its agenda."""
    return _ordered(_statement().where(Item.session_id == session.id), actor, now)


def waiting_for(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """The decisions to write or to sign, session by session, the oldest first."""
    codes = [code for code in installed_codes() if any(may(one, actor, code, now) for one in WRITES)]
    rows = _ordered(_statement().where(Session.programme_code.in_(codes), Decision.signed_at.is_(None)), actor, now)
    found: dict[int, list[Decision]] = {}
    for decision in rows:
        if decision.item is not None and awaits_signature(decision):
            found.setdefault(decision.item.session_id, []).append(decision)
    return tuple(
        Waiting(decisions[0].item.session, tuple(decisions)) for decisions in found.values() if decisions[0].item
    )


def _statement() -> Select[Decision]:
    return (
        select(Decision)
        .join(Item, Item.id == Decision.item_id)
        .join(Session, Session.id == Item.session_id)
        .options(
            joinedload(Decision.application).joinedload(Application.structure),
            joinedload(Decision.item).joinedload(Item.session),
        )
        .order_by(Session.held_at, Item.position, Decision.id)
    )


def _ordered(statement: Select[Decision], actor: Actor, now: datetime) -> Sequence[Decision]:
    rows = db.session.scalars(statement).all()
    open_items = readable_items(actor, [row.item for row in rows if row.item is not None], now)
    return [row for row in rows if row.item_id in open_items]


def signing_due(decision: Decision) -> datetime | None:
    """Until when it should be signed."""
    return db.session.scalars(
        select(Deadline.due_at).where(
            Deadline.subject_kind == "decision",
            Deadline.subject_id == decision.id,
            Deadline.code == "sign",
            Deadline.state.in_(("pending", "overdue")),
        )
    ).first()
