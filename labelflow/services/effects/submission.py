"""Effects from the deposit to admissibility: snapshots, receipt, silence clock, missing pieces."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, select

from labelflow.domain.calendar import end_of
from labelflow.models.application import Acceptance, Application, Complement, Evidence, Reply, Snapshot
from labelflow.models.review import Assignment, Objection
from labelflow.models.session import Item
from labelflow.prepared import Prepared, related
from labelflow.queries.facts.application_rows import POSITIONS
from labelflow.queries.journal import canonical
from labelflow.queries.programmes import programme_of
from labelflow.queries.silence import rule_of, silence_on
from labelflow.services import clocks, documents

if TYPE_CHECKING:
    from sqlalchemy import BindParameter

    from labelflow.services.transaction import Transaction

Fields = dict[str, Any]


def freeze_snapshot(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Freeze what is submitted. The former snapshots stay."""
    if application.submitted_at is None:
        application.submitted_at = tx.now
    (last,) = _LAST.column(tx.connection, {"application": application.id})
    content = _content(tx, application)
    snapshot = Snapshot(
        application_id=application.id,
        number=int(last or 0) + 1,
        taken_at=tx.now,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
    )
    tx.insert(snapshot)
    tx.record(application, "snapshot.sealed", {"number": snapshot.number, "sha256": snapshot.sha256})


def _content(tx: Transaction, application: Application) -> dict[str, Any]:
    programme = programme_of(application.programme_version_id)
    shown = {question.code for question in programme.form.visible_questions(application.answers)}
    of = {"application": application.id}
    return {
        "programme": programme.digest,
        "grid": programme.grid.version if programme.grid else "",
        "structure": related(application, "structure").public_id,
        "scopes": list(application.scopes),
        "answers": {code: value for code, value in application.answers.items() if code in shown},
        "positions": {
            code: {"level": level, "not_applicable": not_applicable, "comment": comment}
            for code, level, not_applicable, comment in POSITIONS.all(tx.connection, of)
        },
        "evidence": [
            {"id": public_id, "slot": slot, "sha256": sha256, "criteria": list(criteria)}
            for public_id, slot, sha256, criteria in _EVIDENCE.all(tx.connection, of)
        ],
        "documents": {
            document: {"version": version, "sha256": sha256}
            for document, version, sha256 in _ACCEPTED.all(tx.connection, of)
        },
    }


_MINE: Final[BindParameter[Any]] = bindparam("application")
_LAST: Final = Prepared(select(func.max(Snapshot.number)).where(Snapshot.application_id == _MINE))
_EVIDENCE: Final = Prepared(
    select(Evidence.public_id, Evidence.slot, Evidence.sha256, Evidence.criteria)
    .where(Evidence.application_id == _MINE, Evidence.removed_at.is_(None))
    .order_by(Evidence.id)
)
_ACCEPTED: Final = Prepared(
    select(Acceptance.document, Acceptance.document_version, Acceptance.sha256)
    .where(Acceptance.application_id == _MINE)
    .order_by(Acceptance.document)
)


def update_silence_clock(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Compute again the day on which silence decides, and watch it."""
    tx.session.flush()
    day = silence_on(application)
    if day is None or application.silence.get("implicit"):
        clocks.stop(tx, application, ("silence",), as_state="cancelled")
    else:
        clocks.start(tx, application, "silence", rule_of(application).delay, due_at=end_of(day))


def end_silence_clock(tx: Transaction, application: Application, _fields: Fields) -> None:
    """An express decision, a withdrawal or a lapse: silence decides nothing any more."""
    application.silence = {**application.silence, "ended_at": tx.now.isoformat()}
    clocks.stop(tx, application, ("silence",), as_state="met")


def issue_receipt(tx: Transaction, application: Application, _fields: Fields) -> None:
    """The acknowledgement of receipt, with all its legal mentions (CRPA R112-5, R112-11-1)."""
    documents.receipt(tx, application)


def open_complement(tx: Transaction, application: Application, fields: Fields, *, of: str, deadline: str) -> None:
    """Open the question that the structure has to answer. `deadline` is started by the step."""
    del deadline
    machine = programme_of(application.programme_version_id).machines["complement"]
    tx.insert(
        Complement(
            application_id=application.id,
            of=of,
            pieces=list(fields.get("pieces") or ()),
            message=str(fields.get("message") or ""),
            asked_by_id=tx.actor.id,
            asked_at=tx.now,
            state=machine.initial,
            state_since=tx.now,
            programme_version_id=application.programme_version_id,
        )
    )


def close_complement(tx: Transaction, application: Application, fields: Fields, *, outcome: str) -> None:
    """Close the open question as answered or expired."""
    for complement in _open_complements(tx, application):
        complement.answer = str(fields.get("answer") or "")
        complement.closed_at = tx.now
        tx.take(complement, outcome, caused=True, private=False)


def _open_complements(tx: Transaction, application: Application) -> list[Complement]:
    statement = select(Complement).where(Complement.application_id == application.id, Complement.closed_at.is_(None))
    return list(tx.session.scalars(statement))


def extend_deadline(
    tx: Transaction, subject: Application | Assignment, _fields: Fields, *, deadline: str, by: str
) -> None:
    """Extend a running deadline once, by another declared delay; its own reminders are sent again."""
    declared = programme_of(subject.programme_version_id).deadlines
    clocks.extend(tx, subject, deadline, declared[by].delay, declared[deadline].delay)


def record_proposal(tx: Transaction, application: Application, fields: Fields) -> None:
    """Keep the proposal that somebody else has to confirm."""
    application.proposal = {
        "by": tx.actor.id,
        "at": tx.now.isoformat(),
        "article": str(fields.get("article") or ""),
        "facts": str(fields.get("facts") or ""),
    }


def close_everything(tx: Transaction, application: Application, _fields: Fields) -> None:
    """The application ends: questions, invitations, open reviews, reply and agenda items end with it."""
    for complement in _open_complements(tx, application):
        complement.closed_at = tx.now
        tx.take(complement, "expired", caused=True, private=False)
    for reply in tx.session.scalars(
        select(Reply).where(Reply.application_id == application.id, Reply.closed_at.is_(None))
    ).all():
        reply.closed_at = tx.now
        tx.take(reply, "expired", caused=True, private=False)
    machines = programme_of(application.programme_version_id).machines
    if "objection" in machines:
        for objection in tx.session.scalars(
            select(Objection).where(
                Objection.application_id == application.id,
                Objection.state.in_(machines["objection"].states_with("pending")),
            )
        ).all():
            tx.take(objection, "close", caused=True, private=False)
    if "assignment" in machines:
        cancellable = machines["assignment"].step_by_code["cancel"].sources
        for assignment in tx.session.scalars(
            select(Assignment).where(Assignment.application_id == application.id, Assignment.state.in_(cancellable))
        ).all():
            tx.take(assignment, "cancel", caused=True, private=False)
    for item in tx.session.scalars(select(Item).where(Item.application_id == application.id, Item.live)).all():
        tx.take(item, "withdraw", caused=True, private=False)
