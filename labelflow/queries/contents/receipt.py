"""What an acknowledgement of receipt says (CRPA R112-5, R112-11-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from labelflow.db import db
from labelflow.domain.words import in_language
from labelflow.issuing.contents import Piece, ReceiptContent
from labelflow.issuing.wording import office_of, paragraphs, scope_names
from labelflow.models.account import User
from labelflow.models.application import Evidence, Snapshot
from labelflow.prepared import Prepared, known_or_read
from labelflow.queries.contents.address import address_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.silence import rule_of, silence_on

if TYPE_CHECKING:
    from labelflow.domain.actor import Actor
    from labelflow.models.application import Application


def receipt_content(application: Application, depositor: Actor) -> ReceiptContent:
    """The receipt of a submitted application, with the pieces of its latest snapshot."""
    programme = programme_of(application.programme_version_id)
    connection, of = db.session.connection(), {"application": application.id}
    snapshot = _SNAPSHOT.first(connection, of)
    if snapshot is None or application.submitted_at is None:
        raise ValueError("a receipt acknowledges a submitted application")
    person = known_or_read(db.session, User, depositor.id) if depositor.id is not None else None
    rule, day = rule_of(application).rule, silence_on(application)
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
        pieces=tuple(
            Piece(name=name, size_bytes=size, sha256=sha256) for name, size, sha256 in _PIECES.all(connection, of)
        ),
        snapshot_sha256=snapshot[0],
        algorithm_mention=in_language(programme.crpa.algorithm),
    )


_SNAPSHOT: Final = Prepared(
    select(Snapshot.sha256).where(Snapshot.application_id == bindparam("application")).order_by(Snapshot.number.desc())
)
_PIECES: Final = Prepared(
    select(Evidence.filename, Evidence.size_bytes, Evidence.sha256)
    .where(Evidence.application_id == bindparam("application"), Evidence.removed_at.is_(None))
    .order_by(Evidence.id)
)
