"""Who may open a file: pieces of evidence by circle, issued documents by the chain that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.errors import NotFound
from labelflow.models.application import Evidence
from labelflow.models.file import Document
from labelflow.queries.dossier import piece_called
from labelflow.queries.subjects import role_on, subject_called

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.form import Visibility

CIRCLE_OF: Final[Mapping[str, Visibility]] = {
    "coordinator": "coordinators",
    "auditor": "coordinators",
    "member": "committee",
    "chair": "committee",
    "signatory": "committee",
    "reviewer": "reviewers",
}
"""Role under which somebody reads an application → the circle that they belong to."""

DOCUMENT_PERMISSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "application": ("application:read",),
    "label": ("label:read_own", "label:follow", "label:sanction", "journal:read"),
    "session": ("session:read",),
}
"""Kind of chain → the permissions that open its documents, any of them."""

NOT_FOR_REVIEWERS: Final = "reviewer"
"""Receipts and letters name people and decide: whoever evaluates reads the application, not these."""


def readable_piece(public_id: str, actor: Actor, now: datetime) -> Evidence:
    """A piece of evidence that the person may open. Raises NotFound for any other.

    The structure opens all its pieces; everybody else those of the latest submission, by circle.
    """
    found = db.session.scalars(select(Evidence).where(Evidence.public_id == public_id)).one_or_none()
    role = role_on(found.application, "application:read", actor, now) if found else None
    if found is None or role is None:
        raise NotFound
    if role == "applicant":
        return found
    circle = CIRCLE_OF.get(role)
    if circle is None:
        raise NotFound
    return piece_called(found.application, public_id, circle)


def readable_document(public_id: str, actor: Actor, now: datetime) -> Document:
    """An issued document that the person may open: a certificate of reviewing is its reviewer's alone.

    Raises NotFound for any other.
    """
    found = db.session.scalars(select(Document).where(Document.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    if found.chain_kind == "person":
        if found.chain_subject != actor.public_id:
            raise NotFound
        return found
    subject = subject_called(found.chain_kind, found.chain_subject)
    roles = [role_on(subject, permission, actor, now) for permission in DOCUMENT_PERMISSIONS[found.chain_kind]]
    if not any(role is not None and role != NOT_FOR_REVIEWERS for role in roles):
        raise NotFound
    return found
