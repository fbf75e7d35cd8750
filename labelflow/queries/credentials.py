"""Credentials as whoever publishes or verifies them reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, false, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from labelflow.credentials.did import PublishedKey
from labelflow.db import db
from labelflow.domain.verification import is_revoked, is_suspended
from labelflow.models.label import Certificate, CertificateTranslation, Label
from labelflow.queries.keys import keys_of
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from labelflow.credentials.names import StatusPurpose
    from labelflow.domain.workflow import State
    from labelflow.models.file import Document


def current_certificate(number: str) -> Certificate | None:
    """The issue in force of a label's certificate, whatever became of the label."""
    return db.session.scalars(
        select(Certificate)
        .join(Label, Certificate.label_id == Label.id)
        .where(Label.number == number, Certificate.superseded_at.is_(None))
        .options(joinedload(Certificate.label))
    ).one_or_none()


def certificate_of_document(document: Document) -> Certificate:
    """The issue that a certificate's document prints."""
    return db.session.scalars(select(Certificate).where(is_printed_by(document.id))).one()


def is_printed_by(document: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Condition on `Certificate`: a document prints it, in the language of record or in another one."""
    translated = exists().where(
        CertificateTranslation.certificate_id == Certificate.id, CertificateTranslation.document_id == document
    )
    return or_(Certificate.document_id == document, translated)


def issued_credential(number: str, issue: int) -> Certificate | None:
    """One issue of a label's certificate, whether it was superseded or not."""
    return db.session.scalars(
        select(Certificate)
        .join(Label, Certificate.label_id == Label.id)
        .where(Label.number == number, Certificate.issue == issue)
        .options(joinedload(Certificate.label))
    ).one_or_none()


def last_status_list() -> int:
    """The number of the newest status list; the first one exists from the start."""
    return int(db.session.scalar(select(func.max(Certificate.status_list))) or 1)


def list_to_fill(most: int) -> int:
    """The list that the next credential goes into: the newest, until it holds `most`."""
    newest = last_status_list()
    held = db.session.scalar(select(func.count()).where(Certificate.status_list == newest)) or 0
    return newest if held < most else newest + 1


def is_taken(status_list: int, index: int) -> bool:
    """Whether a bit of a list tells of a credential already."""
    wanted = exists().where(Certificate.status_list == status_list, Certificate.status_index == index)
    return bool(db.session.scalar(select(wanted)))


def bits_set(purpose: StatusPurpose, status_list: int) -> frozenset[int]:
    """The bits of a list that are set, read from the labels as they stand: nothing is kept that could lag behind.

    An issue that another one superseded is revoked: the newer one says what holds.
    """
    tells = is_revoked if purpose == "revocation" else is_suspended
    states = _states(tells)
    standing = tuple_(Label.programme_version_id, Label.state).in_(states) if states else false()
    superseded = Certificate.superseded_at.is_not(None) if purpose == "revocation" else false()
    found = db.session.scalars(
        select(Certificate.status_index)
        .join(Label, Certificate.label_id == Label.id)
        .where(Certificate.status_list == status_list, or_(superseded, standing))
    )
    return frozenset(found)


def _states(tells: Callable[[State], bool]) -> list[tuple[int, str]]:
    """The states in which labels stand now that a list tells of, each in its own version of a programme."""
    return [
        (version, code)
        for version, code in db.session.execute(select(Label.programme_version_id, Label.state).distinct()).all()
        if tells(programme_of(version).machines["label"].by_code[code])
    ]


def published_keys() -> tuple[PublishedKey, ...]:
    """The public halves of every key that ever signed credentials."""
    return tuple(
        PublishedKey(
            did=key.controller,
            name=key.name,
            public=key.public,
            starts_at=key.starts_at,
            retired_at=key.retired_at,
            revoked_at=key.revoked_at,
        )
        for key in keys_of("credential")
    )
