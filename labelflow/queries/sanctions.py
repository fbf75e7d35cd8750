"""The labels that the committee may sanction: those in the life of which it may have to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from labelflow.db import db
from labelflow.domain.permissions import may
from labelflow.errors import NotFound
from labelflow.models.label import Label
from labelflow.queries.conflicts import blocking_table
from labelflow.queries.programmes import installed_codes, programme_of
from labelflow.queries.subjects import role_on

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import State

ACTS: Final = ("label:sanction", "label:annul")
MOST: Final = 100
"""Labels of one page; beyond, one searches."""


def label_called(number: str, actor: Actor, now: datetime) -> Label:
    """A label that the person may sanction or annul. Raises NotFound for any other."""
    found = db.session.scalars(select(Label).where(Label.number == number)).one_or_none()
    if found is None or not any(role_on(found, permission, actor, now) for permission in ACTS):
        raise NotFound
    return found


def sanctionable(actor: Actor, words: str, now: datetime) -> list[tuple[Label, State]]:
    """The labels that exist and that the person may act on: those that wait for something first."""
    codes = [code for code in installed_codes() if any(may(act, actor, code, now) for act in ACTS)]
    statement = (
        select(Label)
        .where(Label.programme_code.in_(codes), Label.held.is_(True))
        .options(joinedload(Label.structure), selectinload(Label.reservations))
        .order_by(Label.ends_on, Label.number)
    )
    if words:
        like = f"%{words}%"
        statement = statement.where(or_(Label.holder_name.ilike(like), Label.number.ilike(like)))
    rows = db.session.scalars(statement.limit(MOST)).all()
    blocked = blocking_table([actor.id or 0], list(rows), "decision", now)
    found = [
        (row, programme_of(row.programme_version_id).machines["label"].by_code[row.state])
        for row in rows
        if actor.id not in blocked[row.id]
    ]
    return sorted(
        found, key=lambda pair: pair[1].code == programme_of(pair[0].programme_version_id).machines["label"].initial
    )
