"""What a structure declares of others: its parent body, its federation, its partners. Conflicts of interest follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.domain.refusal import Refusal, gather
from labelflow.domain.structure_words import TIES
from labelflow.errors import Forbidden, NotFound, Refused
from labelflow.models.structure import Structure, StructureTie
from labelflow.services.accounts import REPRESENTING, today
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.actor import Actor

PERMISSION: Final = "structure:tie"


def declare_tie(
    structure_id: str, other_id: str, kind: str, *, starts_on: date, actor: Actor, now: datetime
) -> StructureTie:
    """Declare a tie of a structure that one may commit. Raises NotFound, Forbidden, or Refused."""
    with transaction(actor=actor, now=now) as tx:
        structure, other = _structure(tx, structure_id), _structure(tx, other_id)
        _only_who_commits(tx, structure.id)
        running = select(StructureTie.id).where(
            StructureTie.structure_id == structure.id,
            StructureTie.other_id == other.id,
            StructureTie.kind == kind,
            StructureTie.ends_on.is_(None),
        )
        refusals = gather(
            None if kind in TIES else Refusal("field-unreadable", {"field": "kind"}),
            Refusal("tie-to-oneself") if structure.id == other.id else None,
            Refusal("starts-later", {"from": starts_on.isoformat()}) if starts_on > today(tx) else None,
            Refusal("tie-known") if tx.session.scalars(running).first() is not None else None,
        )
        if refusals:
            raise Refused(refusals, intent="declare-tie")
        tie = StructureTie(
            structure_id=structure.id, other_id=other.id, kind=kind, starts_on=starts_on, declared_at=now
        )
        tx.insert(tie)
        facts = {"tie": tie.public_id, "with": other.public_id, "kind": kind, "from": starts_on}
        tx.record(("structure", structure.public_id), "structure.tied", facts, role="applicant")
    return tie


def end_tie(tie_id: str, *, on: date, actor: Actor, now: datetime) -> StructureTie:
    """Say when a tie ended; rules count the years since. Raises NotFound, Forbidden, or Refused."""
    with transaction(actor=actor, now=now) as tx:
        tie = tx.session.scalars(
            select(StructureTie).where(StructureTie.public_id == tie_id).with_for_update()
        ).one_or_none()
        if tie is None:
            raise NotFound
        _only_who_commits(tx, tie.structure_id)
        already = Refusal("already-ended", {"until": tie.ends_on.isoformat()}) if tie.ends_on is not None else None
        dates = {"from": tie.starts_on.isoformat(), "until": on.isoformat()}
        refusals = gather(already, Refusal("ends-before-start", dates) if on < tie.starts_on else None)
        if refusals:
            raise Refused(refusals, intent="end-tie")
        tie.ends_on = on
        ended = {"tie": tie.public_id, "on": on}
        tx.record(("structure", tie.structure.public_id), "structure.untied", ended, role="applicant")
    return tie


def _structure(tx: Transaction, public_id: str) -> Structure:
    found = tx.session.scalars(select(Structure).where(Structure.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _only_who_commits(tx: Transaction, structure: int) -> None:
    if not tx.actor.is_system and not tx.actor.acts_for(structure, today(tx), *REPRESENTING):
        raise Forbidden(PERMISSION)
