"""How a person joins the team of a structure: by asking its representatives, or by being added by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from labelflow.domain.refusal import Refusal
from labelflow.errors import Forbidden, Refused
from labelflow.queries.accounts import representatives_of, user_by_email
from labelflow.services import notices
from labelflow.services.accounts import add_user, chain, for_structure, join, lock, membership_facts, today
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor, MemberRole
    from labelflow.models.account import Membership, User
    from labelflow.models.structure import Structure


class Person(NamedTuple):
    """Somebody who may not have an account yet."""

    email: str
    given_name: str
    family_name: str


def ask_to_join(structure: Structure, user: User, *, actor: Actor, now: datetime) -> None:
    """Tell those who represent the structure that `user` would like to act for it; once a day at most.

    Refused when nobody represents it: then it can be claimed.
    """
    with transaction(actor=actor, now=now) as tx:
        if actor.id is None or actor.id != user.id:
            raise Forbidden("account:own")
        representatives = representatives_of(structure, today(tx))
        if not representatives:
            raise Refused([Refusal("structure-unrepresented")])
        context = {
            "person": user.name,
            "email": user.email,
            "structure": structure.name,
            "link": f"/mon-compte/structures/{structure.public_id}/equipe",
        }
        cause = f"{structure.public_id}:{user.public_id}:{today(tx).isoformat()}"
        notices.send(tx, representatives, "account/join-request", context, cause=cause)


def add_colleague(structure: Structure, person: Person, role: MemberRole, *, actor: Actor, now: datetime) -> Membership:
    """Let a colleague act for the structure from today, opening their account if need be, and tell them."""
    with transaction(actor=actor, now=now) as tx:
        by = for_structure(tx, structure.id)
        user = user_by_email(person.email)
        if user is None:
            user = add_user(tx, person.email, given_name=person.given_name, family_name=person.family_name)
            tx.record(chain(user), "person.created", role=by)
        lock(tx, user)
        membership = join(tx, structure, user, role, today(tx))
        tx.record(chain(user), "membership.began", membership_facts(membership, structure), role=by)
        context = {"structure": structure.name, "link": "/connexion/lien"}
        notices.send(tx, [user], "account/added", context, cause=membership.public_id)
    return membership
