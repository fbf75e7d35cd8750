"""The committee's sessions as pages show them: what each asks of a person, its agenda, who may read which item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.permissions import may
from labelflow.domain.predicates import COMMITTEE_ROLES
from labelflow.errors import NotFound
from labelflow.looks import once_a_look
from labelflow.models.application import Application, Report
from labelflow.models.decision import Decision
from labelflow.models.session import Item, Session
from labelflow.queries.conflicts import blocking_table
from labelflow.queries.facts.committee import items_read
from labelflow.queries.programmes import installed_codes, programme_of
from labelflow.queries.session_duties import Duty, awaits_signature, duties_of
from labelflow.queries.subjects import role_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.conflicts import Purpose
    from labelflow.domain.workflow import State

WHOLE: Final = (
    selectinload(Session.items).options(
        joinedload(Item.application).joinedload(Application.structure),
        joinedload(Item.rapporteur),
        selectinload(Item.recusals),
        selectinload(Item.votes),
    ),
    selectinload(Session.attendances),
)
"""What the pages of a session read of it, whatever the length of its agenda."""


@dataclass(frozen=True, slots=True)
class Line:
    """A session in the list."""

    session: Session
    state: State
    items: int
    sits: bool
    """Whether the person sits on this committee."""
    aside: int
    """Items from which they step aside."""
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An item of an agenda, as far as the person may know of it."""

    item: Item
    state: State
    readable: bool
    recused: frozenset[int]
    """Members who step aside, by key."""
    proposed: str
    """What the figures proposed in the last report: a code; "" where there is none, or nothing to know."""
    total: float | None
    ballot: Mapping[str, Any] | None
    """The last ballot that was counted."""
    decision: Decision | None


def sessions_of(actor: Actor, now: datetime) -> tuple[Line, ...]:
    """The sessions that the person may know of, by date."""
    codes = [code for code in installed_codes() if may("session:read", actor, code, now)]
    rows = db.session.scalars(
        select(Session).where(Session.programme_code.in_(codes)).options(*WHOLE).order_by(Session.held_at, Session.id)
    ).all()
    items = [item for session in rows for item in session.items]
    readable = readable_items(actor, items, now)
    waiting = {
        item_id: decision for item_id, decision in _decisions(tuple(items)).items() if awaits_signature(decision)
    }
    return tuple(_line(session, actor, readable, waiting, now) for session in rows)


def line_of(session: Session, actor: Actor, now: datetime) -> Line:
    """The same for one session."""
    readable = readable_items(actor, session.items, now)
    waiting = {item_id: one for item_id, one in _decisions(tuple(session.items)).items() if awaits_signature(one)}
    return _line(session, actor, readable, waiting, now)


def session_called(public_id: str, actor: Actor, now: datetime) -> Session:
    """A session that the person may know of, with its whole agenda. Raises NotFound."""
    found = db.session.scalars(select(Session).where(Session.public_id == public_id).options(*WHOLE)).one_or_none()
    if found is None or role_on(found, "session:read", actor, now) is None:
        raise NotFound
    return found


def item_called(public_id: str, actor: Actor, now: datetime) -> Item:
    """An item whose pages are open to the person. Raises NotFound, to those who step aside too."""
    found = db.session.scalars(
        select(Item)
        .where(Item.public_id == public_id)
        .options(joinedload(Item.application).joinedload(Application.structure), joinedload(Item.session))
    ).one_or_none()
    if found is None or role_on(found, "item:read", actor, now) is None:
        raise NotFound
    return found


def agenda_of(session: Session, actor: Actor, now: datetime) -> tuple[Row, ...]:
    """The items in their order; of those that are closed to the person, no more than the name."""
    items = session.items
    readable, decisions, reports = readable_items(actor, items, now), _decisions(tuple(items)), _reports(items)
    rows = []
    for facts in items_read(items, now):
        item, known = facts.subject, facts.subject.id in readable
        proposal = reports.get(item.application_id, {}).get("proposal", {}) if known else {}
        ballots = item.result.get("ballots") or [None]
        rows.append(
            Row(
                item=item,
                state=facts.machine.by_code[item.state],
                readable=known,
                recused=facts.recused,
                proposed=str(proposal.get("outcome", "")),
                total=proposal.get("total"),
                ballot=ballots[-1] if known else None,
                decision=decisions.get(item.id) if known else None,
            )
        )
    return tuple(rows)


def following(item: Item, actor: Actor, now: datetime) -> Item | None:
    """The next item of the agenda that waits for a vote and that the person may read."""
    later = db.session.scalars(
        select(Item)
        .where(Item.session_id == item.session_id, Item.position > item.position, Item.live.is_(True))
        .options(joinedload(Item.application).joinedload(Application.structure), selectinload(Item.recusals))
        .order_by(Item.position)
    ).all()
    readable = readable_items(actor, later, now)
    return next((one for one in later if one.id in readable), None)


def readable_items(actor: Actor, items: Sequence[Item], now: datetime) -> frozenset[int]:
    """Keys of the items that the person may read: the permission `item:read`, for a whole list at once."""
    person, today = actor.id, local_day(now)
    if person is None or not items:
        return frozenset()
    aside = {item.id for item in items for recusal in item.recusals if recusal.member_id == person}
    applications = {item.application_id: item.application for item in items}.values()
    found: set[int] = set()
    for roles, purpose in READERS:
        mine = [item for item in items if _holds(actor, roles, item, today)]
        if not mine:
            continue
        blocked = blocking_table([person], list(applications), purpose, now) if purpose else {}
        found |= {
            item.id
            for item in mine
            if not purpose or (item.id not in aside and person not in blocked.get(item.application_id, {}))
        }
    return frozenset(found)


READERS: Final[tuple[tuple[tuple[str, ...], Purpose | None], ...]] = (
    (("coordinator",), "instruction"),
    (("member", "chair", "deputy_chair", "signatory"), "decision"),
    (("auditor",), None),
)
"""Roles that read items, each with what a link must not keep them from."""


def _holds(actor: Actor, roles: Iterable[Any], item: Item, today: Any) -> bool:  # noqa: ANN401 - a day
    code = programme_of(item.programme_version_id).code
    return any(actor.has_role(role, today, code) for role in roles)


@once_a_look
def _decisions(items: tuple[Item, ...]) -> Mapping[int, Decision]:
    rows = db.session.scalars(select(Decision).where(Decision.item_id.in_([item.id for item in items])))
    return {row.item_id: row for row in rows if row.item_id is not None}


def _reports(items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """The last report of each application."""
    rows = db.session.execute(
        select(Report.application_id, Report.content)
        .where(Report.application_id.in_([item.application_id for item in items]))
        .order_by(Report.number)
    )
    return {row[0]: row[1] for row in rows}


def _line(
    session: Session, actor: Actor, readable: frozenset[int], waiting: Mapping[int, Decision], now: datetime
) -> Line:
    sits = any(actor.has_role(role, local_day(now), session.programme_code) for role in COMMITTEE_ROLES)
    counted = [item for item in session.items if item.live or item.ballot]
    aside = sum(1 for item in counted if item.id not in readable) if sits else 0
    unsigned = sum(1 for item in session.items if item.id in waiting and item.id in readable)
    state = programme_of(session.programme_version_id).machines["session"].by_code[session.state]
    return Line(session, state, len(counted), sits, aside, tuple(duties_of(session, actor, now, readable, unsigned)))
