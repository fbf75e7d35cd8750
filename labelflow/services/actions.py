"""What a holder does with its actions: write, publish, withdraw, copy, put away, and say that they are still true."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.domain.actions import (
    ARCHIVED,
    CONTENT,
    DRAFT,
    LARGEST_GROUP,
    LONGEST_MINUTES,
    MODES,
    MONTHS,
    PRICES,
    PUBLISHED,
    content_of,
    contradictions,
    lacking,
    not_covered,
    outside,
)
from labelflow.domain.actions import FREE as FREE_OF_CHARGE
from labelflow.domain.calendar import local_day
from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import Forbidden, NotFound, Outdated, Refused
from labelflow.models.action import Action
from labelflow.models.base import new_public_id
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries.actions import PERMISSION, label_of, role_on_action
from labelflow.services import search_index
from labelflow.services.transaction import Transaction, transaction
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.territory.vocabulary import ACCESS, FORMATS, LANGUAGES, LEVELS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor

CHOICES: Final[Mapping[str, Iterable[Any]]] = {
    "formats": FORMATS,
    "subjects": SUBJECTS,
    "levels": LEVELS,
    "languages": LANGUAGES,
    "access": ACCESS,
    "departments": DEPARTMENTS,
    "mode": MODES,
    "price": PRICES,
    "months": MONTHS,
    "duration_minutes": range(1, LONGEST_MINUTES + 1),
    "sessions": range(1, 61),
    "group_least": range(1, LARGEST_GROUP + 1),
    "group_most": range(1, LARGEST_GROUP + 1),
}
"""By name, what an answer may be."""


def start(number: str, *, actor: Actor, now: datetime, content: Mapping[str, Any] | None = None) -> Action:
    """Begin the sheet of an action under a label. Raises NotFound, Forbidden, or Refused without a label in force."""
    with transaction(actor=actor, now=now) as tx:
        label = tx.session.scalars(select(Label).where(Label.number == number)).one_or_none()
        if label is None:
            raise NotFound
        action = _begun(tx, label.structure_id, label.programme_code)
        role = _role(tx, action)
        scopes = _scopes_in_force(tx, action)
        _refuse(not_covered("", scopes), "start-action")
        _write(action, content or {}, scopes or (), intent="start-action")
        _add(tx, action)
        _record(tx, action, "started", role)
    return action


def save(public_id: str, content: Mapping[str, Any], *, actor: Actor, now: datetime, seen: int | None = None) -> Action:
    """Write some of the answers. What is published stays whole: what it cannot do without is never emptied."""
    with transaction(actor=actor, now=now) as tx:
        action, role = _opened(tx, public_id, seen)
        _refuse([Refusal("action-archived")] if action.state == ARCHIVED else [], "save-action")
        before, scopes = deepcopy(content_of(action)), _scopes_in_force(tx, action)
        _write(action, content, scopes or (), intent="save-action")
        if action.state == PUBLISHED:
            _refuse([*incomplete(action), *not_covered(action.scope, scopes)], "save-action")
        if content_of(action) != before:
            action.edited_at = action.confirmed_at = now
            _moved(tx, action, "saved", role)
    return action


def publish(public_id: str, *, actor: Actor, now: datetime, seen: int | None = None) -> Action:
    """Let teachers read it. Raises Refused with all that is missing, or without a label that covers it."""
    with transaction(actor=actor, now=now) as tx:
        action, role = _opened(tx, public_id, seen)
        refusals = gather(
            Refusal("action-published") if action.state == PUBLISHED else None,
            incomplete(action),
            not_covered(action.scope, _scopes_in_force(tx, action)),
        )
        _refuse(refusals, "publish-action")
        action.state, action.published_at, action.confirmed_at = PUBLISHED, now, now
        _moved(tx, action, "published", role)
    return action


def unpublish(public_id: str, *, actor: Actor, now: datetime, seen: int | None = None) -> Action:
    """Take it back to a draft: nobody else reads it from this commit on."""
    with transaction(actor=actor, now=now) as tx:
        action, role = _opened(tx, public_id, seen)
        _refuse([] if action.state == PUBLISHED else [Refusal("action-not-published")], "unpublish-action")
        action.state, action.published_at = DRAFT, None
        _moved(tx, action, "unpublished", role)
    return action


def archive(public_id: str, *, actor: Actor, now: datetime, seen: int | None = None) -> Action:
    """Put it away; a copy can still be made of it."""
    with transaction(actor=actor, now=now) as tx:
        action, role = _opened(tx, public_id, seen)
        _refuse([Refusal("action-archived")] if action.state == ARCHIVED else [], "archive-action")
        action.state, action.published_at = ARCHIVED, None
        _moved(tx, action, "archived", role)
    return action


def confirm(public_id: str, *, actor: Actor, now: datetime, seen: int | None = None) -> Action:
    """Say that it is still true: no reminder for a year."""
    with transaction(actor=actor, now=now) as tx:
        action, role = _opened(tx, public_id, seen)
        _refuse([] if action.state == PUBLISHED else [Refusal("action-not-published")], "confirm-action")
        action.confirmed_at = now
        _moved(tx, action, "confirmed", role)
    return action


def duplicate(public_id: str, *, actor: Actor, now: datetime) -> Action:
    """Begin another one with the same words, whatever became of the first."""
    with transaction(actor=actor, now=now) as tx:
        former, role = _opened(tx, public_id, None)
        _refuse(not_covered("", _scopes_in_force(tx, former)), "start-action")
        action = _begun(tx, former.structure_id, former.programme_code)
        for name, value in content_of(former).items():
            setattr(action, name, deepcopy(value))
        _add(tx, action)
        _record(tx, action, "started", role, copied_from=former.public_id)
    return action


def _begun(tx: Transaction, structure_id: int, programme: str) -> Action:
    """A draft in which nothing is written."""
    return Action(
        public_id=new_public_id(),
        programme_code=programme,
        structure_id=structure_id,
        state=DRAFT,
        version=1,
        created_by_id=tx.actor.id,
        created_at=tx.now,
        edited_at=tx.now,
        confirmed_at=tx.now,
        **deepcopy(dict(CONTENT)),
    )


def _add(tx: Transaction, action: Action) -> None:
    tx.session.add(action)
    tx.session.flush()


def _opened(tx: Transaction, public_id: str, seen: int | None) -> tuple[Action, str]:
    """The action, locked, and the role by which the actor changes it."""
    action = tx.session.scalars(
        select(Action).where(Action.public_id == public_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if action is None:
        raise NotFound
    role = _role(tx, action)
    if seen is not None and seen != action.version:
        raise Outdated
    return action, role


def _role(tx: Transaction, action: Action) -> str:
    role = role_on_action(action, tx.actor, tx.now)
    if role is None:
        raise Forbidden(PERMISSION)
    return role


def _scopes_in_force(tx: Transaction, action: Action) -> list[str] | None:
    label = label_of(tx.session, action.structure_id, action.programme_code, local_day(tx.now))
    return None if label is None else label.scopes


def _write(action: Action, content: Mapping[str, Any], scopes: Iterable[str], *, intent: str) -> None:
    """Put answers in their place. Raises Refused for what is none of what can be answered."""
    known = {**CHOICES, "scope": {action.scope, *scopes}}
    unreadable = [*outside(content, known), *(name for name in content if name not in CONTENT)]
    insee = str(content.get("site_insee") or "")
    if insee and gazetteer().by_insee(insee) is None:
        unreadable.append("site_insee")
    whole = {**content_of(action), **content}
    faults = gather([Refusal("field-unreadable", {"field": name}) for name in unreadable], contradictions(whole))
    _refuse(faults, intent)
    for name, value in content.items():
        setattr(action, name, value)
    if action.price == FREE_OF_CHARGE:
        action.price_cents = None


def incomplete(action: Action) -> list[Refusal]:
    """Why it cannot be published as it is written."""
    missing = lacking(content_of(action))
    return [Refusal("action-incomplete", {"fields": missing})] if missing else []


def _refuse(refusals: Iterable[Refusal], intent: str) -> None:
    found = tuple(refusals)
    if found:
        raise Refused(found, intent=intent)


def _moved(tx: Transaction, action: Action, what: str, role: str) -> None:
    """What every change has in common: a new version, and its line in the journal of the holder."""
    action.version += 1
    tx.session.flush()
    search_index.follow(tx.session, action)
    _record(tx, action, what, role)


def _record(tx: Transaction, action: Action, what: str, role: str, **more: Any) -> None:  # noqa: ANN401 - facts
    facts = {"action": action.public_id, "version": action.version, "scope": action.scope, "title": action.title}
    tx.record(("structure", _holder(tx, action)), f"action.{what}", {**facts, **more}, role=role)


def _holder(tx: Transaction, action: Action) -> str:
    return str(tx.session.scalars(select(Structure.public_id).where(Structure.id == action.structure_id)).one())
