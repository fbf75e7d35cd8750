"""Effects of the applicant's objections to reviewers: raised, answered, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from labelflow.models.account import User
from labelflow.models.review import Assignment, Objection
from labelflow.models.structure import Structure
from labelflow.queries.programmes import programme_of
from labelflow.services import clocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.models.application import Application
    from labelflow.services.transaction import Transaction

Fields = dict[str, Any]

SET_ASIDE = ("replace", "exclude")
"""The assignment's steps that set a reader aside: before they gave a review, and once they have."""


def open_objection(tx: Transaction, application: Application, fields: Fields, *, deadline: str) -> None:
    """Open an objection: whom it names no longer reads until it is answered."""
    kind, _, public_id = str(fields.get("challenged") or "").partition(":")
    model = User if kind == "person" else Structure
    target = tx.session.scalars(select(model.id).where(model.public_id == public_id)).one()
    programme = programme_of(application.programme_version_id)
    objection = Objection(
        application_id=application.id,
        person_id=target if kind == "person" else None,
        structure_id=target if kind == "structure" else None,
        reason=str(fields.get("reason") or ""),
        raised_by_id=tx.actor.id,
        raised_at=tx.now,
        state=programme.machines["objection"].initial,
        state_since=tx.now,
        programme_version_id=application.programme_version_id,
    )
    tx.session.add(objection)
    tx.session.flush()
    clocks.start(tx, objection, deadline, programme.deadlines[deadline].delay)


def answer_objection(tx: Transaction, objection: Objection, fields: Fields) -> None:
    """Keep the answer, and who gave it."""
    objection.answer = str(fields.get("answer") or "")
    objection.decided_by_id, objection.decided_at = tx.actor.id, tx.now


def set_challenged_aside(tx: Transaction, objection: Objection, fields: Fields) -> None:
    """Whoever the objection names is replaced; a review that was given is excluded, and stays in the record."""
    machine = programme_of(objection.programme_version_id).machines["assignment"]
    for assignment in _named(tx, objection):
        step = next((code for code in SET_ASIDE if assignment.state in machine.step_by_code[code].sources), None)
        if step is not None:
            tx.take(assignment, step, {"reason": str(fields.get("answer") or "")}, caused=True)


def _named(tx: Transaction, objection: Objection) -> Sequence[Assignment]:
    who = (
        Assignment.person_id == objection.person_id
        if objection.person_id is not None
        else Assignment.structure_id == objection.structure_id
    )
    live = select(Assignment).where(Assignment.application_id == objection.application_id, Assignment.live.is_(True))
    return tx.session.scalars(live.where(who).order_by(Assignment.id)).all()
