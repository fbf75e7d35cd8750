"""Preparing and holding the committee's sessions: dates, attendance, recusals, votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelflow.domain.calendar import local_day
from labelflow.domain.permissions import may
from labelflow.domain.refusal import Refusal
from labelflow.errors import Forbidden, NotFound, Refused
from labelflow.models.account import User
from labelflow.models.session import Attendance, Item, Recusal, Session, Vote
from labelflow.queries.committee import committee_members
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import current_version, programme_of
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor

PROXY = "proxy"


def plan(
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
    """Plan a session. `second_meeting_of`: on the same agenda, without quorum (CRPA R133-11)."""
    with transaction(actor=actor, now=now) as tx:
        if not may("session:prepare", actor, programme_code, now):
            raise Forbidden("session:prepare")
        if held_at <= now:
            raise Refused([Refusal("session-in-the-past")], intent="plan")
        version = current_version(programme_code, local_day(now))
        first = tx.lock(Session, second_meeting_of) if second_meeting_of else None
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
        tx.session.add(session)
        tx.session.flush()
        tx.record(session, "session.planned", {"held_at": held_at, "after": session.state}, role="coordinator")
    return session


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

    A member may leave or arrive during the session: a later record replaces the former.
    """
    with transaction(actor=actor, now=now) as tx:
        session = tx.lock(Session, session_id, seen=seen)
        role = _presides_or_prepares(tx, session)
        members = committee_members(session.programme_code, local_day(now))
        people = {user.public_id: user for user in tx.session.scalars(select(User).where(User.id.in_(members)))}
        if chair not in people:
            raise Refused([Refusal("nobody-presides")], intent="attendance")
        rows = {row.member_id: row for row in session.attendances}
        for public_id, (presence, holder) in presences.items():
            member = people.get(public_id)
            proxy_to = people.get(holder or "") if presence == PROXY else None
            if member is None or (presence == PROXY and (proxy_to is None or proxy_to.id == member.id)):
                raise Refused([Refusal("proxy-unknown")], intent="attendance")
            row = rows.get(member.id)
            if row is None:
                row = Attendance(member_id=member.id, presence=presence)
                session.attendances.append(row)
            row.presence, row.proxy_to_id = presence, proxy_to.id if proxy_to else None
        session.chair_id = people[chair].id
        session.version += 1
        tx.session.flush()
        counted = {name: sum(1 for p, _ in presences.values() if p == name) for name in ("present", "remote", PROXY)}
        tx.record(session, "session.attendance", {**counted, "chair": chair}, role=role)
    return session


def _presides_or_prepares(tx: Transaction, session: Session) -> str:
    try:
        return tx.allow(session, "session:preside")
    except Forbidden:
        return tx.allow(session, "session:prepare")


def recuse(item_id: str, *, actor: Actor, now: datetime, note: str = "") -> Item:
    """A member steps aside for an item, of their own accord: no page, no debate, no vote."""
    with transaction(actor=actor, now=now) as tx:
        item = tx.lock(Item, item_id)
        if actor.id not in committee_members(item.session.programme_code, local_day(now)):
            raise Forbidden("item:vote")
        if any(recusal.member_id == actor.id for recusal in item.recusals):
            return item
        tx.session.add(
            Recusal(item_id=item.id, member_id=actor.id, code="DECLARED", source="declared", note=note, recorded_at=now)
        )
        tx.record(
            item, "item.recused", {"item": item.public_id, "link": "DECLARED", "source": "declared"}, role="member"
        )
        item.version += 1
    return item


def vote(item_id: str, choice: str, *, actor: Actor, now: datetime, for_member: str | None = None) -> Vote:
    """Cast one's vote, or that of a member who gave one's proxy. Raises Forbidden or Refused.

    One vote per member and ballot: the database refuses a second one, from whichever process.
    """
    if choice not in {"for", "against", "abstain"}:
        raise Refused([Refusal("field-unreadable", {"field": "choice"})], intent="vote")
    try:
        with transaction(actor=actor, now=now) as tx:
            item = tx.lock(Item, item_id)
            tx.allow(item, "item:vote")
            member = _member(tx, actor, for_member)
            refusals = _vote_refusals(item, actor, member, now)
            if refusals:
                raise Refused(refusals, intent="vote")
            row = Vote(
                item_id=item.id,
                ballot=item.ballot,
                member_id=member,
                by_proxy_id=actor.id if member != actor.id else None,
                choice=choice,
                cast_at=now,
            )
            tx.session.add(row)
            tx.session.flush()
            tx.record(
                item,
                "vote.cast",
                {"item": item.public_id, "ballot": item.ballot, "by_proxy": member != actor.id},
                role="member",
                private={"member": member, "choice": choice},
            )
    except IntegrityError:
        raise Refused([Refusal("vote-already-cast")], intent="vote") from None
    return row


def _member(tx: Transaction, actor: Actor, for_member: str | None) -> int:
    if for_member is None or for_member == actor.public_id:
        return actor.id or 0
    found = tx.session.scalars(select(User.id).where(User.public_id == for_member)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _vote_refusals(item: Item, actor: Actor, member: int, now: datetime) -> list[Refusal]:
    facts = facts_of(item, now)
    state = programme_of(item.programme_version_id).machines["item"].by_code[item.state]
    found = []
    if not state.has("pending"):
        found.append(Refusal("vote-closed"))
    if member in facts.recused or actor.id in facts.recused:
        found.append(Refusal("vote-recused"))
    if member != actor.id and not any(
        proxy.giver == member and proxy.holder == actor.id for proxy in facts.attendance.proxies
    ):
        found.append(Refusal("vote-without-proxy"))
    elif member not in facts.voters and not found:
        found.append(Refusal("vote-absent"))
    return found
