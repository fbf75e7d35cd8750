"""Votes of the committee: one voice per member and ballot, cast by oneself or by whoever holds one's proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelflow.domain.quorum import Choice, ballot_refusals
from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import NotFound, Refused
from labelflow.models.account import User
from labelflow.models.session import Item, Vote
from labelflow.queries.facts import facts_of
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.queries.facts.committee import ItemRead

CHOICES: Final[tuple[str, ...]] = get_args(Choice)


def vote(
    item_id: str,
    choice: str,
    *,
    actor: Actor,
    now: datetime,
    for_member: str | None = None,
    ballot: int | None = None,
) -> Vote:
    """Cast one's vote, or that of a member who gave one's proxy. See `cast_votes`."""
    return cast_votes(item_id, {for_member or actor.public_id: choice}, actor=actor, now=now, ballot=ballot)[0]


def cast_votes(
    item_id: str, choices: Mapping[str, str], *, actor: Actor, now: datetime, ballot: int | None = None
) -> list[Vote]:
    """Cast several voices at once, all or none: member → choice, one's own or those of one's proxies.

    `ballot`: the one that the person saw open; a vote never lands on another proposal. One vote per member
    and ballot: the database refuses a second one, from whichever process. Raises Forbidden or Refused.
    """
    if not choices or not set(choices.values()) <= set(CHOICES):
        raise Refused([Refusal("field-unreadable", {"field": "choice"})], intent="vote")
    try:
        with transaction(actor=actor, now=now) as tx:
            item = tx.lock(Item, item_id)
            facts = facts_of(item, now)
            tx.allow(item, "item:vote", facts)
            members = {_member(tx, actor, public_id): choice for public_id, choice in choices.items()}
            refusals = _refusals(facts, actor, members, ballot)
            if refusals:
                raise Refused(refusals, intent="vote")
            return [_cast(tx, item, actor, member, choice) for member, choice in members.items()]
    except IntegrityError:  # the same voice, from another process, between our look and our write
        raise Refused([Refusal("vote-already-cast")], intent="vote") from None


def _member(tx: Transaction, actor: Actor, public_id: str) -> int:
    if public_id == actor.public_id:
        return actor.id or 0
    found = tx.session.scalars(select(User.id).where(User.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _refusals(facts: ItemRead, actor: Actor, members: Iterable[int], ballot: int | None) -> tuple[Refusal, ...]:
    """All that stands in the way of these voices."""
    if not facts.machine.by_code[facts.state].has("pending"):
        return (Refusal("vote-closed"),)
    if ballot is not None and ballot != facts.subject.ballot:
        return (Refusal("ballot-changed"),)
    found = [
        ballot_refusals(
            actor.id or 0, facts.attendance, facts.rules, on_behalf_of=None if member == actor.id else member
        )
        for member in members
    ]
    cast = [Refusal("vote-already-cast") for member in members if member in facts.ballots]
    return gather(*found, cast)


def _cast(tx: Transaction, item: Item, actor: Actor, member: int, choice: str) -> Vote:
    by_proxy = member != actor.id
    row = Vote(
        item_id=item.id,
        ballot=item.ballot,
        member_id=member,
        by_proxy_id=actor.id if by_proxy else None,
        choice=choice,
        cast_at=tx.now,
    )
    tx.insert(row)
    tx.record(
        item,
        "vote.cast",
        {"item": item.public_id, "ballot": item.ballot, "by_proxy": by_proxy},
        role="member",
        private={"member": member, "choice": choice},
    )
    return row
