"""Documents that still have to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.errors import NotFound
from labelflow.models.decision import Decision
from labelflow.models.file import Document
from labelflow.models.label import Certificate, Label
from labelflow.models.session import Item, Session

if TYPE_CHECKING:
    from collections.abc import Sequence


def waiting() -> Sequence[str]:
    """Every document that nobody has rendered yet, the oldest first."""
    return db.session.scalars(
        select(Document.public_id).where(Document.rendered_at.is_(None)).order_by(Document.id)
    ).all()


def waiting_of_session(public_id: str) -> Sequence[str]:
    """The certificates of the labels that a session granted, as far as nobody has rendered them. Raises NotFound."""
    session_id = db.session.scalar(select(Session.id).where(Session.public_id == public_id))
    if session_id is None:
        raise NotFound
    return db.session.scalars(
        select(Document.public_id)
        .join(Certificate, Certificate.document_id == Document.id)
        .join(Label, Certificate.label_id == Label.id)
        .join(Decision, Label.decision_id == Decision.id)
        .join(Item, Decision.item_id == Item.id)
        .where(Item.session_id == session_id, Document.rendered_at.is_(None))
        .order_by(Document.id)
    ).all()
