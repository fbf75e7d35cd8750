"""Actions: those of a holder, for whoever acts for it; those that the public may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import String, and_, cast, exists, func, literal, select

from labelflow.db import db
from labelflow.domain.actions import ARCHIVED, PUBLISHED, ActionFacts
from labelflow.domain.calendar import local_day
from labelflow.domain.catalogue import Case
from labelflow.domain.permissions import role_granting
from labelflow.errors import NotFound
from labelflow.models.action import Action
from labelflow.models.label import Label
from labelflow.models.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from labelflow.domain.actor import Actor

PERMISSION: Final = "action:edit"


def in_force(today: date) -> ColumnElement[bool]:
    """That a label is in force and listed: the state that the register has at this instant, whoever reads it."""
    return and_(Label.listed.is_(True), Label.starts_on <= today, Label.ends_on >= today)


def covers(scope: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """That a label has a scope among its own."""
    written = cast(Label.scopes, String)  # a list of codes, the same text on every database
    return func.replace(written, literal('"') + scope + literal('"'), "") != written


def label_of(session: Session, structure_id: int, programme: str, today: date) -> Label | None:
    """The label in force of a structure in a programme."""
    return session.scalars(
        select(Label)
        .where(Label.structure_id == structure_id, Label.programme_code == programme, in_force(today))
        .order_by(Label.id.desc())
    ).first()


def labels_in_force(actor: Actor, now: datetime) -> Sequence[Label]:
    """The labels in force of the structures that the person acts for."""
    today = local_day(now)
    own = [one.structure_id for one in actor.memberships if one.holds(today)]
    found = select(Label).join(Structure).where(Label.structure_id.in_(own), in_force(today))
    return db.session.scalars(found.order_by(Structure.name_key, Label.id)).all()


def role_on_action(action: Action, actor: Actor, now: datetime) -> str | None:
    """The role by which somebody may change an action now."""
    facts = ActionFacts(action.programme_code, action.structure_id, action.state)
    return role_granting(PERMISSION, Case(facts, actor, now))


def own_action(public_id: str, actor: Actor, now: datetime) -> Action:
    """An action of one of the person's structures. Raises NotFound for any other."""
    found = db.session.scalars(select(Action).where(Action.public_id == public_id)).one_or_none()
    if found is None or role_on_action(found, actor, now) is None:
        raise NotFound
    return found


def own_actions(actor: Actor, now: datetime) -> Sequence[Action]:
    """The actions of the person's structures, those that were put away last."""
    today = local_day(now)
    own = [one.structure_id for one in actor.memberships if one.holds(today)]
    found = select(Action).join(Structure).where(Action.structure_id.in_(own))
    return db.session.scalars(found.order_by(Action.state == ARCHIVED, Structure.name_key, Action.id)).all()


def public_actions(today: date) -> Select[Action]:
    """The published actions whose holder has a label in force that covers them."""
    label = exists().where(
        Label.structure_id == Action.structure_id,
        Label.programme_code == Action.programme_code,
        in_force(today),
        covers(Action.scope),
    )
    return select(Action).where(Action.state == PUBLISHED, label)


def public_action(public_id: str, today: date) -> Action | None:
    """One that the public may read."""
    return db.session.scalars(public_actions(today).where(Action.public_id == public_id)).one_or_none()


def public_actions_of(structure_id: int, today: date) -> Sequence[Action]:
    """Those of one holder, by title."""
    found = public_actions(today).where(Action.structure_id == structure_id)
    return sorted(db.session.scalars(found).all(), key=lambda one: (one.title.casefold(), one.id))
