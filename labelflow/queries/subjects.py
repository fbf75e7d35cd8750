"""A subject by its kind and public identifier, what to call it, and what was already done to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.catalogue import Case
from labelflow.domain.permissions import role_granting
from labelflow.errors import NotFound
from labelflow.models.file import Document
from labelflow.models.journal import Chain, Event, EventPrivate
from labelflow.models.label import Label, Reservation
from labelflow.models.session import Session
from labelflow.models.subjects import MODELS, Subject, chain_of, root_of
from labelflow.queries.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import MachineKind


def subject_called(kind: str, public_id: str) -> Subject:
    """The subject that addresses call so. Raises NotFound. Says nothing of who may know of it."""
    model = MODELS.get(cast("MachineKind", kind))
    found = db.session.scalars(select(model).where(model.public_id == public_id)).one_or_none() if model else None
    if found is None:
        raise NotFound
    return cast("Subject", found)


def role_on(subject: Subject, permission: str, actor: Actor, now: datetime) -> str | None:
    """The role by which somebody holds a permission on a subject now."""
    return role_granting(permission, Case(facts_of(subject, now), actor, now))


def name_of(subject: Subject) -> str:
    """What people call the subject: a structure, a session, a label's number."""
    root = root_of(subject)
    if isinstance(root, Session):
        return root.title
    if isinstance(root, Label):
        name = f"{root.holder_name}, {root.number}"
        return f"{name}, {subject.criterion}" if isinstance(subject, Reservation) else name
    return root.structure.name


def was_taken(
    subject: Subject, step: str, actor: Actor, seen: int | None, typed: Mapping[str, object] | None = None
) -> bool:
    """Whether this very act is already in the journal: the same step, by the same person, on the version they saw.

    A button pressed twice is one act; the same page sent again with other words (`typed`) is another one.
    """
    if seen is None:
        return False
    kind, public_id = chain_of(subject)
    events = db.session.scalars(
        select(Event)
        .join(Chain, Chain.id == Event.chain_id)
        .where(Chain.kind == kind, Chain.subject == public_id, Event.code == f"{subject.KIND}.{step}")
    )
    here = f"{subject.KIND}/{subject.public_id}"
    return any(
        event.body.get("actor") == actor.public_id
        and event.body.get("data", {}).get("subject") == here
        and event.body.get("data", {}).get("version") == seen + 1
        and (typed is None or _says(event, typed))
        for event in events
    )


def _says(event: Event, typed: Mapping[str, object]) -> bool:
    """Whether an event kept these very words."""
    kept = db.session.scalars(select(EventPrivate.content).where(EventPrivate.event_id == event.id)).one_or_none() or {}
    plain: dict[str, object] = json.loads(json.dumps(dict(typed), default=str))
    return all(kept.get(name) == value for name, value in plain.items())


def document_numbered(key: int | None) -> Document | None:
    """An issued document by the key that another row holds."""
    return db.session.get(Document, key) if key is not None else None
