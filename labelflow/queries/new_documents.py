"""The texts that a holder has still to accept: versions of the charter or the rules that came after the grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from labelflow.db import db
from labelflow.models.application import Acceptance
from labelflow.models.programme import ProgrammeVersion
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from labelflow.models.label import Label
    from labelflow.programmes.schema.identity import Document


def latest_version(code: str) -> ProgrammeVersion | None:
    """The version of a programme that is, or will be, the last one in force."""
    return db.session.scalars(
        select(ProgrammeVersion)
        .options(defer(ProgrammeVersion.content))
        .where(ProgrammeVersion.code == code)
        .order_by(ProgrammeVersion.in_force_from.desc(), ProgrammeVersion.id.desc())
        .limit(1)
    ).first()


def new_documents_of(label: Label) -> Mapping[str, Document]:
    """By code, the latest versions that the holder has not accepted, of texts that the grant says to accept again."""
    latest = latest_version(label.programme_code)
    if latest is None or latest.id == label.programme_version_id or label.application_id is None or not label.held:
        return {}
    granted_on = programme_of(label.programme_version_id).document_by_code
    accepted = set(
        db.session.scalars(select(Acceptance.sha256).where(Acceptance.application_id == label.application_id))
    )
    return {
        document.code: document
        for document in programme_of(latest.id).documents
        for known in [granted_on.get(document.code)]
        if known is not None and known.accept_within and document.sha256 not in {known.sha256, *accepted}
    }


def in_force_from(label: Label) -> date | None:
    """The day from which the latest version applies."""
    latest = latest_version(label.programme_code)
    return latest.in_force_from if latest else None
