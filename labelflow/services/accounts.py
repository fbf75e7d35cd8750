"""People and what they may act for. Every change is one transaction and one fact in the person's chain.

Nothing is overwritten that ran: a mandate or a membership ends on a day, and another one begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

from labelflow.domain.calendar import local_day
from labelflow.domain.permissions import may
from labelflow.domain.refusal import Refusal
from labelflow.errors import Forbidden, Refused
from labelflow.models.account import Mandate, Membership, User, new_uniquifier
from labelflow.queries.accounts import overlapping_mandate, overlapping_membership, representatives_of, user_by_email
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.actor import Actor, MemberRole, Role
    from labelflow.models.structure import Structure

MANAGE: Final = "people:manage"
REPRESENTING: Final[tuple[MemberRole, ...]] = ("legal_representative", "delegate")


class Profile(TypedDict, total=False):
    """What is known of a person besides the address."""

    given_name: str
    family_name: str
    language: str
    phone: str
    disciplines: list[str]
    departments: list[str]
    trained_on: date | None


class Terms(TypedDict, total=False):
    """How far a mandate reaches. Absent: for every programme, for no body, without an end."""

    programme_code: str | None
    structure: Structure | None
    college: str | None
    capacity: str
    ends_on: date | None


def create_user(
    email: str, *, actor: Actor, now: datetime, password_hash: str | None = None, **profile: Unpack[Profile]
) -> User:
    """Open an account for somebody else. Raises Forbidden, or Refused when the address has one."""
    with transaction(actor=actor, now=now) as tx:
        role = _manages(tx, "")
        user = add_user(tx, email, **profile)
        user.password = password_hash
        tx.session.flush()
        tx.record(chain(user), "person.created", role=role)
    return user


def add_user(tx: Transaction, email: str, **profile: Unpack[Profile]) -> User:
    """The row of a new account, in the caller's transaction. Refused when the address has one."""
    address = email.strip().lower()
    if user_by_email(address) is not None:
        raise Refused([Refusal("email-taken")])
    user = User(email=address, created_at=tx.now, fs_uniquifier=new_uniquifier(), active=True, **profile)
    tx.session.add(user)
    tx.session.flush()
    return user


def change_profile(user: User, *, actor: Actor, now: datetime, **profile: Unpack[Profile]) -> User:
    """Write what a person says of themself. Raises Forbidden for anybody else."""
    with transaction(actor=actor, now=now) as tx:
        role = _own(tx, user)
        lock(tx, user)
        changed = sorted(name for name, value in profile.items() if getattr(user, name) != value)
        for name in changed:
            setattr(user, name, profile[name])  # type: ignore[literal-required]  # names of the typed dict
        if changed:
            tx.record(chain(user), "person.changed", {"fields": changed}, role=role)
    return user


def end_sessions(user: User, *, actor: Actor, now: datetime) -> None:
    """Sign the person out of every device."""
    with transaction(actor=actor, now=now) as tx:
        role = _own(tx, user)
        lock(tx, user)
        user.fs_uniquifier = new_uniquifier()
        tx.record(chain(user), "person.signed_out_everywhere", role=role)


def grant_mandate(
    user: User, role: Role, *, starts_on: date, actor: Actor, now: datetime, **terms: Unpack[Terms]
) -> Mandate:
    """Give a mandate. Refused when it ends before it starts or meets another one for the same role."""
    programme, structure = terms.get("programme_code"), terms.get("structure")
    ends_on = terms.get("ends_on")
    with transaction(actor=actor, now=now) as tx:
        by = _manages(tx, programme or "")
        lock(tx, user)
        _refuse_backwards(starts_on, ends_on)
        if met := overlapping_mandate(user, role, programme, starts_on, ends_on):
            raise Refused([Refusal("mandate-overlaps", {"role": role, "from": met.starts_on.isoformat()})])
        mandate = Mandate(
            user_id=user.id,
            role=role,
            programme_code=programme,
            structure_id=structure.id if structure else None,
            college=terms.get("college"),
            capacity=terms.get("capacity", ""),
            starts_on=starts_on,
            ends_on=ends_on,
        )
        tx.session.add(mandate)
        tx.session.flush()
        tx.record(chain(user), "mandate.granted", _mandate_facts(mandate, structure), role=by)
    return mandate


def end_mandate(mandate: Mandate, *, on: date, actor: Actor, now: datetime) -> Mandate:
    """Set the last day of a mandate. One that already ended stays as it was."""
    with transaction(actor=actor, now=now) as tx:
        by = _manages(tx, mandate.programme_code or "")
        lock(tx, mandate.user)
        _end(mandate, on, tx)
        facts = {"role": mandate.role, "starts_on": mandate.starts_on, "ends_on": on}
        tx.record(chain(mandate.user), "mandate.ended", facts, role=by)
    return mandate


def add_member(
    structure: Structure, user: User, role: MemberRole, *, starts_on: date, actor: Actor, now: datetime
) -> Membership:
    """Let a person act for a structure. By its representatives, or by those who manage people."""
    with transaction(actor=actor, now=now) as tx:
        by = for_structure(tx, structure.id)
        lock(tx, user)
        membership = join(tx, structure, user, role, starts_on)
        tx.record(chain(user), "membership.began", membership_facts(membership, structure), role=by)
    return membership


def claim_structure(structure: Structure, user: User, role: MemberRole, *, actor: Actor, now: datetime) -> Membership:
    """Begin to act for a structure of the register that nobody represents yet.

    The coordination sees the proof of it with the application. Refused when somebody represents it: they
    alone may add a colleague.
    """
    today = local_day(now)
    with transaction(actor=actor, now=now) as tx:
        by = _own(tx, user)
        tx.session.refresh(structure, with_for_update={"key_share": True})
        lock(tx, user)
        if representatives_of(structure, today):
            raise Refused([Refusal("structure-represented")])
        membership = join(tx, structure, user, role, today)
        tx.record(chain(user), "membership.claimed", membership_facts(membership, structure), role=by)
    return membership


def end_membership(membership: Membership, *, on: date, actor: Actor, now: datetime) -> Membership:
    """Set the last day on which a person acts for a structure."""
    with transaction(actor=actor, now=now) as tx:
        own = actor.id == membership.user_id
        by = "self" if own else for_structure(tx, membership.structure_id)
        lock(tx, membership.user)
        _end(membership, on, tx)
        facts = {"role": membership.role, "starts_on": membership.starts_on, "ends_on": on}
        tx.record(chain(membership.user), "membership.ended", facts, role=by)
    return membership


def _manages(tx: Transaction, programme: str) -> str:
    """The role by which the actor manages people (for "": in every programme). Raises Forbidden."""
    if tx.actor.is_system:
        return "system"
    if not may(MANAGE, tx.actor, programme, tx.now):
        raise Forbidden(MANAGE)
    return "operator"


def _own(tx: Transaction, user: User) -> str:
    if tx.actor.is_system:
        return "system"
    if tx.actor.id is None or tx.actor.id != user.id:
        raise Forbidden("account:own")
    return "self"


def for_structure(tx: Transaction, structure_id: int) -> str:
    """The role by which the actor may settle who acts for a structure. Raises Forbidden."""
    if tx.actor.acts_for(structure_id, today(tx), *REPRESENTING):
        return "representative"
    return _manages(tx, "")


def today(tx: Transaction) -> date:
    """The day in Paris."""
    return local_day(tx.now)


def lock(tx: Transaction, user: User) -> None:
    """One writer at a time per person: two overlapping mandates cannot slip in side by side."""
    tx.session.refresh(user, with_for_update={"key_share": True, "of": User})


def join(tx: Transaction, structure: Structure, user: User, role: MemberRole, starts_on: date) -> Membership:
    """The row of a new membership, in the caller's transaction. Refused when the same one already runs."""
    if met := overlapping_membership(user, structure, role, starts_on):
        raise Refused([Refusal("membership-overlaps", {"role": role, "from": met.starts_on.isoformat()})])
    membership = Membership(user_id=user.id, structure_id=structure.id, role=role, starts_on=starts_on)
    tx.session.add(membership)
    tx.session.flush()
    return membership


def _refuse_backwards(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused([Refusal("ends-before-start", {"from": starts_on.isoformat(), "until": ends_on.isoformat()})])


def _end(held: Mandate | Membership, on: date, tx: Transaction) -> None:
    tx.session.refresh(held)
    _refuse_backwards(held.starts_on, on)
    if held.ends_on is not None and held.ends_on < max(on, today(tx)):
        raise Refused([Refusal("already-ended", {"until": held.ends_on.isoformat()})])
    held.ends_on = on


def chain(user: User) -> tuple[str, str]:
    """The chain of the journal that tells what happened to a person's rights."""
    return "person", user.public_id


def _mandate_facts(mandate: Mandate, structure: Structure | None) -> dict[str, Any]:
    return {
        "role": mandate.role,
        "programme": mandate.programme_code,
        "structure": structure.public_id if structure else None,
        "college": mandate.college,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
    }


def membership_facts(membership: Membership, structure: Structure) -> dict[str, Any]:
    """What the journal keeps of a membership."""
    return {"structure": structure.public_id, "role": membership.role, "starts_on": membership.starts_on}
