"""Documents that an act causes. What they say is kept in the act's transaction; the bytes follow.

A document may be rendered by the worker or by its first reader: it is sealed then, and never changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from sqlalchemy import func, select

from labelflow.credentials.carriers import ENCLOSED
from labelflow.credentials.proofs import serialised
from labelflow.db import settings
from labelflow.domain.calendar import local_day
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Refused
from labelflow.i18n import _, use_language
from labelflow.issuing.contents import (
    CertificateContent,
    LetterContent,
    MinutesContent,
    ReceiptContent,
    ReviewingContent,
)
from labelflow.models.file import Document
from labelflow.models.label import Certificate, CertificateTranslation, Label
from labelflow.models.subjects import chain_of
from labelflow.queries.contents import certificate_content, letter_content, minutes_content, receipt_content
from labelflow.queries.credentials import certificate_of_document
from labelflow.queries.programmes import programme_of
from labelflow.services import credentials
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.issuing.typesetting import Enclosure
    from labelflow.models.application import Application
    from labelflow.models.decision import Decision
    from labelflow.models.session import Session
    from labelflow.models.subjects import Subject
    from labelflow.services.transaction import Transaction
    from labelflow.store import Store

KINDS: Final[Mapping[str, TypeAdapter[Any]]] = {
    "certificate": TypeAdapter(CertificateContent),
    "letter": TypeAdapter(LetterContent),
    "minutes": TypeAdapter(MinutesContent),
    "receipt": TypeAdapter(ReceiptContent),
    "reviewing": TypeAdapter(ReviewingContent),
}
"""How each kind of content is kept as JSON and read back."""


def receipt(tx: Transaction, application: Application) -> Document:
    """The acknowledgement of receipt of what was just submitted."""
    content = receipt_content(application, tx.actor)
    return _keep(tx, application, "receipt", _("Accusé de réception"), content)


def letter(tx: Transaction, decision: Decision) -> Document:
    """The letter of a signed decision."""
    return _keep(tx, decision, "letter", _("Décision"), letter_content(decision))


def minutes(tx: Transaction, session: Session) -> Document:
    """The minutes of a closed session."""
    return _keep(tx, session, "minutes", _("Procès-verbal"), minutes_content(session, local_day(tx.now)))


def certificate(tx: Transaction, label: Label) -> Certificate:
    """A new issue of the certificate; the former one is superseded and kept."""
    former = tx.session.scalars(
        select(Certificate).where(Certificate.label_id == label.id, Certificate.superseded_at.is_(None))
    ).all()
    for one in former:
        one.superseded_at = tx.now
    issue = tx.session.scalar(
        select(func.coalesce(func.max(Certificate.issue), 0)).where(Certificate.label_id == label.id)
    )
    number = int(issue or 0) + 1
    content = certificate_content(label, tx.base_url, issue=number)
    document = _keep(tx, label, "certificate", content.title, content)
    claim = credentials.claim(tx, label, number)
    row = Certificate(
        label_id=label.id,
        issue=number,
        issued_at=tx.now,
        document_id=document.id,
        status_list=claim.status_list,
        status_index=claim.status_index,
        credential=claim.credential,
    )
    tx.insert(row)
    tx.record(label, "certificate.issued", {"number": label.number, "issue": number, "credential": claim.sha256})
    return row


def translate(number: str, language: str, *, actor: Actor, now: datetime) -> Document:
    """The certificate in force in another of its languages, for its holder. Raises NotFound, Forbidden.

    The same issue, sealed and archived like it; made once, and given again to whoever asks again.
    """
    with transaction(actor=actor, now=now) as tx:
        known = tx.session.scalars(select(Label.public_id).where(Label.number == number)).one_or_none()
        if known is None:
            raise NotFound
        label = tx.lock(Label, known)
        role = tx.allow(label, "label:read_own")
        certificate = next((one for one in label.certificates if one.superseded_at is None), None)
        if certificate is None or language not in programme_of(label.programme_version_id).certificate_languages[1:]:
            raise NotFound
        made = next((one.document for one in certificate.translations if one.language == language), None)
        return made or _translated(tx, certificate, language, role)


def _translated(tx: Transaction, certificate: Certificate, language: str, role: str) -> Document:
    label, issue = certificate.label, certificate.issue
    content = certificate_content(label, tx.base_url, issue=issue, language=language)
    document = _keep(tx, label, "certificate", content.title, content)
    tx.insert(
        CertificateTranslation(
            certificate_id=certificate.id, language=language, made_at=tx.now, document_id=document.id
        )
    )
    tx.record(label, "certificate.translated", {"issue": issue, "language": language}, role=role)
    return document


def _keep(tx: Transaction, subject: Subject, kind: str, title: str, content: object) -> Document:
    return keep(tx, chain_of(subject), subject.programme_version_id, kind, title, content)


def keep(tx: Transaction, chain: tuple[str, str], version: int, kind: str, title: str, content: object) -> Document:
    """Keep what a document says, in the chain that tells its story; its bytes follow."""
    document = Document(
        kind=kind,
        chain_kind=chain[0],
        chain_subject=chain[1],
        programme_version_id=version,
        title=title,
        content=KINDS[kind].dump_python(content, mode="json"),
        requested_at=tx.now,
    )
    tx.insert(document)
    return document


def render(public_id: str, *, store: Store, now: datetime) -> bytes:
    """The bytes of a document, rendered, sealed and stored the first time. Raises NotFound, Refused.

    Of two renderers at once the first one's file is kept, and both give it.
    """
    from labelflow.db import db  # noqa: PLC0415 - read outside of any transaction first

    document = db.session.scalars(select(Document).where(Document.public_id == public_id)).one_or_none()
    if document is None:
        raise NotFound
    if document.sha256:
        return store.read(document.sha256)
    data = _sealed(_rendered(document), now)
    from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - with its only use

    with transaction(actor=SYSTEM, now=now) as tx:
        row = tx.session.scalars(select(Document).where(Document.public_id == public_id).with_for_update()).one()
        if row.sha256:
            data = b""
        else:
            row.sha256, row.size_bytes, row.rendered_at = store.keep(data), len(data), now
            said = {"kind": row.kind, "sha256": row.sha256}
            tx.record((row.chain_kind, row.chain_subject), "document.rendered", said)
        kept = row.sha256
    return data or store.read(kept)


def _sealed(pdf: bytes, now: datetime) -> bytes:
    """Sealed by the key of the day. Refused while the time-stamp authority, if one is configured, does not answer."""
    from labelflow.sealing.making import seal  # noqa: PLC0415 - only whoever renders loads it
    from labelflow.sealing.stamping import NoTimeStamp  # noqa: PLC0415 - same
    from labelflow.services import sealing_keys  # noqa: PLC0415 - same

    try:
        return seal(pdf, sealing_keys.sealer(now), at=now, stamping=sealing_keys.stamping(now))
    except NoTimeStamp as fault:
        raise Refused([Refusal("time-stamp-unavailable")]) from fault


def _rendered(document: Document) -> bytes:
    from labelflow.issuing import designs  # noqa: PLC0415 - only whoever renders loads it
    from labelflow.issuing import documents as issuing  # noqa: PLC0415 - same

    content = KINDS[document.kind].validate_python(document.content)
    home, version = settings().home, document.programme_version_id
    programme = programme_of(version) if version is not None else None
    design = designs.design_of(home, programme.code, programme.version) if programme else None
    if document.kind == "certificate":
        with use_language(content.language):
            enclosed = _credential_of(document)
        return issuing.render_certificate(
            content, design=design, enclosed=enclosed, templates=home / "cache" / "certificates"
        )
    renderers: dict[str, Callable[..., bytes]] = {
        "letter": issuing.render_letter,
        "minutes": issuing.render_minutes,
        "receipt": issuing.render_receipt,
        "reviewing": issuing.render_reviewing,
    }
    return renderers[document.kind](content, design=design)


def _credential_of(document: Document) -> Enclosure:
    """The signed credential that a certificate carries."""
    from labelflow.issuing.typesetting import Enclosure  # noqa: PLC0415 - same

    certificate = certificate_of_document(document)
    return Enclosure(
        name=ENCLOSED,
        data=serialised(credentials.signed(certificate)),
        description=_("Ce que dit cette attestation, pour les logiciels (Open Badges 3.0)"),
        made_at=certificate.issued_at,
    )
