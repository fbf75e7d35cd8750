"""Preparing and holding the committee's sessions: dates, agenda, attendance, recusals. Votes: `voting`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.domain.calendar import local_day
from labelflow.domain.catalogue import Case
from labelflow.domain.guards.committee import rapporteur_is_free
from labelflow.domain.permissions import may
from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import Forbidden, Refused
from labelflow.models.account import User
from labelflow.models.session import Attendance, Item, Recusal, Session
from labelflow.queries.committee import committee_members, presiding_people
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import current_version, programme_of
from labelflow.services.transaction import Transaction, transaction
from labelflow.services.voting import cast_votes, vote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor

__all__ = [
    "arrange",
    "cast_votes",
    "change",
    "name_rapporteur",
    "plan",
    "record_attendance",
    "recuse",
    "vote",
]

PROXY: Final = "proxy"
THERE: Final = ("present", "remote")
PRESENCES: Final = (*THERE, PROXY, "away")


def plan(  # noqa: PLR0913 - a session has that many parts
    programme_code: str,
    title: str,
    held_at: datetime,
    *,
    actor: Actor,
    now: datetime,
    place: str = "",
    remote_address: str = "",
    second_meeting_of: str | None = None,
) -> Session:
    """Plan a session. `second_meeting_of`: on the same agenda, without quorum (CRPA R133-10)."""
    with transaction(actor=actor, now=now) as tx:
        if not may("session:prepare", actor, programme_code, now):
            raise Forbidden("session:prepare")
        if held_at <= now:
            raise Refused([Refusal("session-in-the-past")], intent="plan")
        version = current_version(programme_code, local_day(now))
        first = tx.lock(Session, second_meeting_of) if second_meeting_of else None
        if first is not None and (first.programme_code != programme_code or first.noticed_at is None):
            raise Refused([Refusal("second-meeting-unfounded")], intent="plan")
        session = Session(
            programme_code=programme_code,
            title=title.strip(),
            held_at=held_at,
            place=place.strip(),
            remote_address=remote_address.strip(),
            second_meeting_of_id=first.id if first else None,
            created_at=now,
            state=programme_of(version.id).machines["session"].initial,
            state_since=now,
            programme_version_id=version.id,
        )
        tx.insert(session)
        tx.record(session, "session.planned", {"held_at": held_at, "after": session.state}, role="coordinator")
    return session


def change(
    session_id: str, *, actor: Actor, now: datetime, held_at: datetime, seen: int | None = None, **words: str
) -> Session:
    """Change the date, and `title`, `place` or `remote_address`, while nobody has been convened yet."""
    with transaction(actor=actor, now=now) as tx:
        session, role = _in_preparation(tx, session_id, seen, "change")
        if held_at <= now:
            raise Refused([Refusal("session-in-the-past")], intent="change")
        session.held_at = held_at
        for name in ("title", "place", "remote_address"):
            setattr(session, name, words.get(name, getattr(session, name)).strip())
        session.version += 1
        tx.record(session, "session.changed", {"held_at": held_at}, role=role)
    return session


def arrange(session_id: str, order: Sequence[str], *, actor: Actor, now: datetime, seen: int | None = None) -> Session:
    """Put the items of the agenda in this order. Raises Refused when the agenda is not made of these items."""
    with transaction(actor=actor, now=now) as tx:
        session, role = _in_preparation(tx, session_id, seen, "arrange")
        items = {item.public_id: item for item in session.items if item.live}
        if sorted(items) != sorted(order):
            raise Refused([Refusal("agenda-order-incomplete")], intent="arrange")
        for position, public_id in enumerate(order, 1):
            items[public_id].position = position
        session.version += 1
        tx.record(session, "session.arranged", {"items": list(order)}, role=role)
        tx.session.flush()
        tx.session.expire(session, ["items"])
    return session


def _in_preparation(tx: Transaction, session_id: str, seen: int | None, intent: str) -> tuple[Session, str]:
    session = tx.lock(Session, session_id, seen=seen)
    role = tx.allow(session, "session:prepare")
    if session.state != programme_of(session.programme_version_id).machines["session"].initial:
        raise Refused([Refusal("agenda-fixed")], intent=intent)
    return session, role


def record_attendance(
    session_id: str,
    presences: Mapping[str, tuple[str, str | None]],
    *,
    chair: str,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> Session:
    """Record who is there: member → (presence, whoever holds the proxy), and who presides.

    A member may leave or arrive during the session: a later record replaces the former. Proxies are kept
    as they were given; whether each counts is judged item by item (CRPA R133-9).
    """
    with transaction(actor=actor, now=now) as tx:
        session = tx.lock(Session, session_id, seen=seen)
        role = _presides_or_prepares(tx, session)
        members = committee_members(session.programme_code, local_day(now))
        people = {user.public_id: user for user in tx.session.scalars(select(User).where(User.id.in_(members)))}
        _write_presences(session, people, presences)
        refusals = _attendance_refusals(session, people.get(chair), now)
        if refusals:
            raise Refused(refusals, intent="attendance")
        session.chair_id = people[chair].id
        session.version += 1
        tx.session.flush()
        rows = session.attendances
        counted = {name: sum(1 for row in rows if row.presence == name) for name in (*THERE, PROXY)}
        private = {"members": {str(row.member_id): [row.presence, row.proxy_to_id] for row in rows}}
        tx.record(session, "session.attendance", {**counted, "chair": chair}, role=role, private=private)
    return session


def _write_presences(
    session: Session, people: Mapping[str, User], presences: Mapping[str, tuple[str, str | None]]
) -> None:
    rows = {row.member_id: row for row in session.attendances}
    for public_id, (presence, holder) in presences.items():
        member = people.get(public_id)
        proxy_to = people.get(holder or "") if presence == PROXY else None
        lost = presence == PROXY and (proxy_to is None or proxy_to is member)
        if member is None or lost or presence not in PRESENCES:
            raise Refused([Refusal("proxy-unknown")], intent="attendance")
        row = rows.get(member.id)
        if row is None:
            row = Attendance(member_id=member.id, presence=presence)
            session.attendances.append(row)
        row.presence, row.proxy_to_id = presence, proxy_to.id if proxy_to else None


def _attendance_refusals(session: Session, chair: User | None, now: datetime) -> tuple[Refusal, ...]:
    state = programme_of(session.programme_version_id).machines["session"].by_code[session.state]
    there = {row.member_id for row in session.attendances if row.presence in THERE}
    found = [] if state.has("awaits_committee") else [Refusal("attendance-closed")]
    if chair is None:
        return gather(found, Refusal("nobody-presides"))
    may_preside = chair.id in presiding_people(session.programme_code, local_day(now))
    return gather(
        found,
        None if may_preside else Refusal("chair-may-not-preside"),
        None if chair.id in there else Refusal("chair-is-away"),
    )


def _presides_or_prepares(tx: Transaction, subject: Session | Item) -> str:
    """The role of whoever presides or prepares; on an item, a coordinator must be free to instruct its application."""
    try:
        return tx.allow(subject, "session:preside")
    except Forbidden:
        return tx.allow(subject, "session:prepare" if isinstance(subject, Session) else "application:schedule")


def recuse(item_id: str, *, actor: Actor, now: datetime, note: str = "", member: str | None = None) -> Item:
    """A member steps aside for an item: no page, no debate, no vote; a vote already cast counts no more.

    `member`: whoever presides or prepares puts on record that another member steps aside.
    """
    with transaction(actor=actor, now=now) as tx:
        item = tx.lock(Item, item_id)
        members = committee_members(item.session.programme_code, local_day(now))
        own = member is None or member == actor.public_id
        role = "member" if own else _presides_or_prepares(tx, item)
        person = actor.id if own else tx.session.scalars(select(User.id).where(User.public_id == member)).one_or_none()
        if person is None or person not in members:
            raise Forbidden("item:vote")
        if any(recusal.member_id == person and recusal.source != "computed" for recusal in item.recusals):
            return item
        if _is_over(item):
            raise Refused([Refusal("item-settled")], intent="recuse")
        _put_aside(item, person, source="declared" if own else "recorded", note=note.strip(), now=now)
        said = {"item": item.public_id, "link": "DECLARED", "source": "declared" if own else "recorded"}
        tx.record(item, "item.recused", said, role=role, private={"member": person})
        item.version += 1
    return item


def _put_aside(item: Item, person: int, **kept: Any) -> None:  # noqa: ANN401 - columns of a recusal
    """Record the recusal; one that was computed becomes one that was said, which lasts as long as the application."""
    row = next((recusal for recusal in item.recusals if recusal.member_id == person), None)
    if row is None:
        row = Recusal(member_id=person, code="DECLARED", recorded_at=kept["now"])
        item.recusals.append(row)
    row.source, row.note = kept["source"], kept["note"]


def _is_over(item: Item) -> bool:
    return programme_of(item.programme_version_id).machines["item"].by_code[item.state].has("final")


def name_rapporteur(item_id: str, person: str, *, actor: Actor, now: datetime) -> Item:
    """Choose another rapporteur for an item that is not settled. Raises Refused when they are not free."""
    with transaction(actor=actor, now=now) as tx:
        item = tx.lock(Item, item_id)
        role = tx.allow(item, "application:schedule")
        case = Case(facts_of(item.application, now), actor, now, {"rapporteur": person})
        refusals = gather(Refusal("item-settled") if _is_over(item) else None, rapporteur_is_free(case))
        if refusals:
            raise Refused(refusals, intent="rapporteur")
        item.rapporteur_id = tx.session.scalars(select(User.id).where(User.public_id == person)).one()
        item.version += 1
        tx.record(item, "item.rapporteur", {"item": item.public_id, "rapporteur": person}, role=role)
    return item
