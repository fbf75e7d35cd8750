"""What an auditor reads: every application that was filed, and the chains that tell its life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, or_, select, tuple_
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.same_structure import name_key
from labelflow.errors import NotFound
from labelflow.models.application import Application
from labelflow.models.decision import Decision
from labelflow.models.journal import Chain
from labelflow.models.label import Label
from labelflow.models.session import Item, Session
from labelflow.models.structure import Structure
from labelflow.queries.journal import fault_in
from labelflow.queries.reach import may_instruct
from labelflow.queries.subjects import role_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from labelflow.domain.actor import Actor
    from labelflow.queries.journal import Fault

ROWS = 50
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One page of the applications that were filed, the latest first."""

    rows: tuple[Application, ...]
    labels: Mapping[int, Label]
    """By application, the label that it was granted."""
    following: str
    """Public identifier after which the next page begins; "" on the last one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A chain of the journal, recomputed."""

    chain: Chain
    fault: Fault | None


def filed(actor: Actor, now: datetime, words: str = "", after: str = "") -> Filed:
    """The filed applications that the person may audit, by words of the structure's name or by the label's number."""
    named = [Structure.name_key.contains(word, autoescape=True) for word in name_key(words).split()]
    found = db.session.scalars(
        select(Application)
        .join(Application.structure)
        .options(joinedload(Application.structure))
        .where(
            may_instruct(Application, actor, now, "journal:read"),
            Application.submitted_at.is_not(None),
            *(_before(after) if after else ()),
            *([or_(and_(*named), _labelled(words))] if named else [_labelled(words)] if words.strip() else ()),
        )
        .order_by(Application.submitted_at.desc(), Application.id.desc())
        .limit(ROWS + 1)
    ).all()
    rows = tuple(found[:ROWS])
    granted = db.session.scalars(select(Label).where(Label.application_id.in_([row.id for row in rows])))
    labels = {label.application_id: label for label in granted if label.application_id is not None}
    return Filed(rows, labels, rows[-1].public_id if len(found) > ROWS else "")


def _before(public_id: str) -> list[ColumnElement[bool]]:
    last = db.session.execute(
        select(Application.submitted_at, Application.id).where(Application.public_id == public_id)
    ).one_or_none()
    return [tuple_(Application.submitted_at, Application.id) < tuple_(*last)] if last else [false()]


def _labelled(words: str) -> ColumnElement[bool]:
    number = Label.number.contains(words.strip().upper(), autoescape=True)
    return Application.id.in_(select(Label.application_id).where(number))


def audited(public_id: str, actor: Actor, now: datetime) -> Application:
    """A filed application that the person may audit: not one of a structure of theirs. Raises NotFound for any other."""
    found = db.session.scalars(
        select(Application).where(Application.public_id == public_id).options(joinedload(Application.structure))
    ).one_or_none()
    if found is None or role_on(found, "application:audit", actor, now) is None:
        raise NotFound
    return found


def chains_of(application: Application) -> list[Kept]:
    """The chains that tell of an application: its own, its sessions', its label's. Each is recomputed."""
    sessions = select(Session.public_id).join(Item).where(Item.application_id == application.id)
    labels = select(Label.public_id).where(Label.application_id == application.id)
    about = or_(
        and_(Chain.kind == "application", Chain.subject == application.public_id),
        and_(Chain.kind == "session", Chain.subject.in_(sessions)),
        and_(Chain.kind == "label", Chain.subject.in_(labels)),
    )
    return [Kept(chain, fault_in(chain)) for chain in db.session.scalars(select(Chain).where(about).order_by(Chain.id))]


def decisions_on(application: Application) -> Sequence[Decision]:
    """Every decision that was drafted on an application, the latest first."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.application_id == application.id)
        .options(joinedload(Decision.signatory), joinedload(Decision.item))
        .order_by(Decision.id.desc())
    ).all()
