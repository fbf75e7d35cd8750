"""What an acknowledgement of receipt says (CRPA R112-5, R112-11-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.words import in_language
from labelflow.issuing.contents import Piece, ReceiptContent
from labelflow.models.account import User
from labelflow.models.application import Application, Evidence, Snapshot
from labelflow.queries.contents.office import address_of, office_of, paragraphs, scope_names
from labelflow.queries.programmes import programme_of
from labelflow.queries.silence import rule_of, silence_on

if TYPE_CHECKING:
    from labelflow.domain.actor import Actor


def receipt_content(application: Application, depositor: Actor) -> ReceiptContent:
    """The receipt of a submitted application, with the pieces of its latest snapshot."""
    programme = programme_of(application.programme_version_id)
    snapshot = db.session.scalars(
        select(Snapshot).where(Snapshot.application_id == application.id).order_by(Snapshot.number.desc())
    ).first()
    if snapshot is None or application.submitted_at is None:
        raise ValueError("a receipt acknowledges a submitted application")
    person = db.session.get(User, depositor.id) if depositor.id is not None else None
    rule, day = rule_of(application).rule, silence_on(application)
    pieces = db.session.scalars(
        select(Evidence)
        .where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
        .order_by(Evidence.id)
    )
    return ReceiptContent(
        office=office_of(programme),
        reference=application.public_id.upper(),
        applicant_name=application.structure.name,
        recipient=(application.structure.name, *address_of(application.structure)),
        depositor=person.name if person else application.structure.name,
        scope_names=scope_names(programme, application.scopes),
        received_at=application.submitted_at,
        silence_rule=rule if day is not None else "none",
        silence_on=day,
        remedies=paragraphs(in_language(programme.crpa.remedies)),
        pieces=tuple(Piece(name=e.filename, size_bytes=e.size_bytes, sha256=e.sha256) for e in pieces),
        snapshot_sha256=snapshot.sha256,
        algorithm_mention=in_language(programme.crpa.algorithm),
    )
