"""Declared and detected links of interest. A link is a fact; the programme says whether it is a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from labelflow.domain.refusal import Refusal
from labelflow.errors import Forbidden, Refused
from labelflow.models.account import InterestLink, User
from labelflow.services.accounts import chain, lock, today
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.actor import Actor
    from labelflow.models.structure import Structure


class Link(NamedTuple):
    """What binds a person to a structure: the kind of link, since when, until when, in a few words."""

    code: str
    starts_on: date
    ends_on: date | None = None
    note: str = ""


def declare_link(user: User, structure: Structure, link: Link, *, actor: Actor, now: datetime) -> InterestLink:
    """Declare a link of one's own; the system may record one that it detected.

    Raises Forbidden for anybody else, Refused when the dates cannot be or the same link already runs.
    """
    with transaction(actor=actor, now=now) as tx:
        source = "detected" if actor.is_system else "declared"
        _only_own(tx, user)
        lock(tx, user)
        _refuse_dates(tx, link)
        if any(_same(known, structure, link) for known in user.interest_links):
            raise Refused([Refusal("link-known", {"code": link.code})])
        declared = InterestLink(
            user_id=user.id,
            structure_id=structure.id,
            code=link.code,
            starts_on=link.starts_on,
            ends_on=link.ends_on,
            note=link.note,
            source=source,
            declared_at=now,
        )
        tx.session.add(declared)
        tx.session.flush()
        facts = {"structure": structure.public_id, "code": link.code, "from": link.starts_on, "until": link.ends_on}
        tx.record(chain(user), "interest.declared", {"source": source}, role="self", private=facts)
    return declared


def end_link(declared: InterestLink, *, on: date, actor: Actor, now: datetime) -> InterestLink:
    """Say when a link of one's own ended. It stays in the record: rules count the years since."""
    with transaction(actor=actor, now=now) as tx:
        user = declared.user
        _only_own(tx, user)
        lock(tx, user)
        tx.session.refresh(declared)
        if declared.ends_on is not None:
            raise Refused([Refusal("already-ended", {"until": declared.ends_on.isoformat()})])
        _refuse_dates(tx, Link(declared.code, declared.starts_on, on))
        declared.ends_on = on
        tx.record(chain(user), "interest.ended", {"on": on}, role="self", private={"code": declared.code})
    return declared


def _only_own(tx: Transaction, user: User) -> None:
    if not tx.actor.is_system and tx.actor.id != user.id:
        raise Forbidden("account:own")


def _same(known: InterestLink, structure: Structure, link: Link) -> bool:
    same = known.structure_id == structure.id and known.code == link.code
    return (
        same
        and (known.ends_on is None or known.ends_on >= link.starts_on)
        and (link.ends_on is None or known.starts_on <= link.ends_on)
    )


def _refuse_dates(tx: Transaction, link: Link) -> None:
    if link.ends_on is not None and link.ends_on < link.starts_on:
        dates = {"from": link.starts_on.isoformat(), "until": link.ends_on.isoformat()}
        raise Refused([Refusal("ends-before-start", dates)])
    if link.starts_on > today(tx):
        raise Refused([Refusal("starts-later", {"from": link.starts_on.isoformat()})])
