"""Requests of teachers: those that a holder received, and how many were answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.class_requests import ANSWERS
from labelflow.models.action import Action
from labelflow.models.class_request import ClassRequest
from labelflow.queries.audiences import Stranger, members_told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from labelflow.domain.actor import Actor
    from labelflow.queries.audiences import Addressee

PAGE_LENGTH: Final = 30


@dataclass(frozen=True, slots=True)
class Received:
    """One page of the requests that somebody's structures received, with how many there are in all."""

    requests: Sequence[ClassRequest]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_LENGTH))


def received(actor: Actor, now: datetime, page: int = 1) -> Received:
    """What was sent to the structures that the person acts for, newest first."""
    today = local_day(now)
    own = [one.structure_id for one in actor.memberships if one.holds(today)]
    found = _sent().where(Action.structure_id.in_(own))
    total = db.session.scalar(found.with_only_columns(func.count())) or 0
    page = max(1, min(page, -(-total // PAGE_LENGTH) or 1))
    shown = (
        found.options(joinedload(ClassRequest.action).joinedload(Action.structure))
        .order_by(ClassRequest.confirmed_at.desc(), ClassRequest.id.desc())
        .offset((page - 1) * PAGE_LENGTH)
        .limit(PAGE_LENGTH)
    )
    return Received(db.session.scalars(shown).all(), total, page)


def answers_to(structure_id: int) -> dict[str, int]:
    """How many requests a holder received ("sent"), and what teachers said of its answer. For the coordination alone."""
    found = _sent().where(Action.structure_id == structure_id).with_only_columns(ClassRequest.answer, func.count())
    counts = {row[0]: int(row[1]) for row in db.session.execute(found.group_by(ClassRequest.answer))}
    return {"sent": sum(counts.values()), **{one: counts.get(one, 0) for one in ANSWERS}}


def _sent() -> Select[ClassRequest]:
    return select(ClassRequest).join(Action).where(ClassRequest.confirmed_at.is_not(None))


def contacts_of(action: Action, now: datetime, *, session: Session) -> Sequence[Addressee | Stranger]:
    """Whom a request for an action goes to: the address that its sheet names, else whoever acts for the holder."""
    if action.contact_email:
        return [Stranger(action.contact_email, "fr", action.contact_name)]
    return members_told(action.structure_id, now, session=session)
