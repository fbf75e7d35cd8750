"""A new version of the charter or of the rules: its holders are told, and accept it (`domain.md` §2, finding 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.domain.calendar import end_of
from labelflow.domain.deadlines import due
from labelflow.errors import Forbidden, NotFound
from labelflow.models.application import Acceptance
from labelflow.models.label import Label
from labelflow.queries.new_documents import new_documents_of
from labelflow.queries.programmes import programme_of
from labelflow.services import clocks, notices
from labelflow.services.notice_sources import Known
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.models.programme import ProgrammeVersion
    from labelflow.services.transaction import Transaction


def announce(tx: Transaction, version: ProgrammeVersion) -> int:
    """Tell the holders of a programme what its new version asks them to accept, and until when. Returns how many."""
    told = 0
    for label in tx.session.scalars(
        select(Label).where(Label.programme_code == version.code, Label.held.is_(True)).order_by(Label.id)
    ).all():
        if codes := new_documents_of(label):
            _announce_to(tx, label, version, next(iter(codes)))
            told += 1
    return told


def _announce_to(tx: Transaction, label: Label, version: ProgrammeVersion, document: str) -> None:
    programme = programme_of(label.programme_version_id)
    code = programme.document_by_code[document].accept_within
    declared = programme.deadlines[code]
    due_at = max(due(tx.now, declared.delay), end_of(version.in_force_from))
    row = clocks.start(tx, label, code, declared.delay, due_at=due_at)
    cause = f"version:{version.id}:{label.id}"
    notices.queue(tx, label, programme, declared.reminds, cause=cause, known=Known(due_at=row.due_at))


def accept(number: str, document: str, *, actor: Actor, now: datetime) -> Label:
    """Record that the actor accepts the new version of a document for the holder. Raises NotFound, Forbidden."""
    with transaction(actor=actor, now=now) as tx:
        known = tx.session.scalars(select(Label.public_id).where(Label.number == number)).one_or_none()
        if known is None:
            raise NotFound
        label = tx.lock(Label, known)
        role = tx.allow(label, "label:answer")
        waiting = new_documents_of(label)
        if actor.id is None:
            raise Forbidden("label:answer")
        if document not in waiting:
            raise NotFound
        text = waiting[document]
        tx.session.add(
            Acceptance(
                application_id=label.application_id,
                document=document,
                document_version=text.version,
                sha256=text.sha256,
                user_id=actor.id,
                accepted_at=now,
            )
        )
        said = {"document": document, "version": text.version, "sha256": text.sha256}
        tx.record(label, "document.accepted", said, role=role)
        label.version += 1
        tx.session.flush()
        if not new_documents_of(label):
            code = programme_of(label.programme_version_id).document_by_code[document].accept_within
            clocks.stop(tx, label, (code,))
    return label
