"""Effects of the committee: agenda, notice, recusals, ballots, minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from labelflow.domain.calendar import local_day
from labelflow.errors import Outdated
from labelflow.models.account import User
from labelflow.models.session import Item, Recusal, Session
from labelflow.queries.committee import committee_members
from labelflow.queries.conflicts import blocking_table
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.services import documents, notices
from labelflow.services.notice_sources import Known
from labelflow.services.notice_values import values_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.models.application import Application
    from labelflow.services.transaction import Transaction

Fields = dict[str, Any]


def list_item(tx: Transaction, application: Application, fields: Fields) -> None:
    """Put the application on the chosen session's agenda, last. Raises Outdated when it was convened meanwhile."""
    session = tx.lock(Session, fields["session"])
    if session.state != programme_of(session.programme_version_id).machines["session"].initial:
        raise Outdated
    rapporteur = tx.session.scalars(select(User.id).where(User.public_id == fields["rapporteur"])).one()
    last = tx.session.scalar(select(func.coalesce(func.max(Item.position), 0)).where(Item.session_id == session.id))
    tx.insert(
        Item(
            session_id=session.id,
            application_id=application.id,
            rapporteur_id=rapporteur,
            position=int(last or 0) + 1,
            state=programme_of(application.programme_version_id).machines["item"].initial,
            state_since=tx.now,
            programme_version_id=application.programme_version_id,
        )
    )


def withdraw_item(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Take the application off the agenda."""
    for item in tx.session.scalars(select(Item).where(Item.application_id == application.id, Item.live)).all():
        tx.take(item, "withdraw", caused=True, private=False)


def record_notice(tx: Transaction, session: Session, _fields: Fields) -> None:
    """Keep the date of the notice."""
    session.noticed_at = tx.now


def tell_recused(tx: Transaction, session: Session, _fields: Fields, *, text: str) -> None:
    """Tell each member whom a link keeps out of an item, once, whatever the number of items. Nothing is recorded yet."""
    members = committee_members(session.programme_code, local_day(tx.now))
    items = [item for item in session.items if item.live]
    found = blocking_table(members, [item.application for item in items], "decision", tx.now)
    said = {recusal.member_id for item in items for recusal in item.recusals}
    kept_out = said.union(*(found[item.application_id] for item in items))
    people = tx.session.scalars(
        select(User).where(User.id.in_(kept_out), User.active.is_(True)).order_by(User.id)
    ).all()
    programme = programme_of(session.programme_version_id)
    values = values_for(programme.texts[text].values, session, programme, Known(), tx.now, "committee")
    notices.send(tx, people, text, values, cause=f"session:{session.id}:{session.version}", subject=session)


def compute_recusals(tx: Transaction, session: Session, _fields: Fields) -> None:
    """Compute, for each item, which members have to step aside; they lose its pages and its vote."""
    session.opened_at = tx.now
    items = [item for item in session.items if item.live]
    for item in items:  # a member who steps aside at this moment holds the item: wait, and read what they wrote
        tx.session.refresh(item, with_for_update={"key_share": True})
    record_recusals(tx, items)


def record_recusals(tx: Transaction, items: Sequence[Item]) -> None:
    """Put on record who has to step aside now: at the opening, and again at each vote, for links found meanwhile."""
    if not items:
        return
    members = committee_members(items[0].session.programme_code, local_day(tx.now))
    found = blocking_table(members, [item.application for item in items], "decision", tx.now)
    for item in items:
        known = {recusal.member_id for recusal in item.recusals}
        for member, codes in sorted(found[item.application_id].items()):
            if member not in known:
                item.recusals.append(Recusal(member_id=member, code=codes[0], recorded_at=tx.now))
                tx.record(item, "item.recused", {"item": item.public_id, "link": codes[0], "source": "computed"})
    tx.session.flush()


def put_to_the_vote(tx: Transaction, item: Item, fields: Fields) -> None:
    """Open a new ballot on one outcome."""
    record_recusals(tx, [item])
    item.ballot += 1
    item.proposed_outcome = str(fields["outcome"])


def count_votes(tx: Transaction, item: Item, _fields: Fields) -> None:
    """Count the ballot and keep the result with its quorum, its recusals and who presided."""
    record_recusals(tx, [item])
    facts = facts_of(item, tx.now)
    count, reached = facts.count, facts.quorum
    presiding = tx.session.get(User, facts.chair) if facts.chair is not None else None
    ballot = {
        "ballot": item.ballot,
        "outcome": item.proposed_outcome,
        "for": count.for_,
        "against": count.against,
        "abstentions": count.abstentions,
        "base": count.base,
        "carried": count.carried,
        "tie": count.tie,
        "casting_vote_used": count.casting_vote_used,
        "quorum_required": reached.required,
        "quorum_counted": reached.counted,
        "quorum_reached": reached.reached,
        "recused": len(facts.recused),
        "void": len(count.void_ballots),
        "chair": presiding.public_id if presiding else "",
    }
    item.result = {"ballots": [*item.result.get("ballots", []), ballot]}
    tx.record(item, "item.counted", {"item": item.public_id, **ballot})
    tx.session.flush()


def clear_ballot(tx: Transaction, item: Item, _fields: Fields) -> None:
    """Make room for another proposal; the votes cast stay on record under their ballot."""
    del tx
    item.proposed_outcome = ""


def record_closing(tx: Transaction, session: Session, _fields: Fields) -> None:
    """Keep the instant at which the session closed."""
    session.closed_at = tx.now


def issue_minutes(tx: Transaction, session: Session, _fields: Fields) -> None:
    """Issue the minutes (CRPA R133-13)."""
    session.minutes_id = documents.minutes(tx, session).id
