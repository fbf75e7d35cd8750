"""What the register knows of a file, and of a label's past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import end_of
from labelflow.domain.past_status import History
from labelflow.models.file import Document
from labelflow.models.journal import Chain, Event
from labelflow.models.label import Certificate, Label
from labelflow.queries.credentials import is_printed_by
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from datetime import date


def certificate_of_digest(sha256: str) -> Certificate | None:
    """The issue of a certificate that has exactly these bytes, itself or its translation, with its label."""
    label = joinedload(Certificate.label)
    return db.session.scalars(
        select(Certificate)
        .join(Document, Document.sha256 == sha256)
        .where(is_printed_by(Document.id))
        .options(label.joinedload(Label.structure), label.joinedload(Label.superseded_by))
    ).one_or_none()


def history_of(label: Label) -> History:
    """A label's states in order, as its chain in the journal tells them."""
    states = programme_of(label.programme_version_id).machines["label"].by_code
    subject = f"label/{label.public_id}"
    told = db.session.execute(
        select(Event.at, Event.code, Event.body)
        .join(Chain, Chain.id == Event.chain_id)
        .where(Chain.kind == "label", Chain.subject == label.public_id)
        .order_by(Event.number)
    )
    changes = []
    for at, code, body in told:
        data = body.get("data", {})
        if "after" in data and (data.get("subject") == subject or code == "label.granted"):
            changes.append((at, states[data["after"]]))
    successor = label.superseded_by.number if label.superseded_by else ""
    return History(tuple(changes), label.starts_on, label.ends_on, successor)


def issue_on(label: Label, day: date) -> Certificate | None:
    """The issue of a label's certificate that was the latest at the end of a day."""
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.label_id == label.id, Certificate.issued_at <= end_of(day))
        .order_by(Certificate.issue.desc())
        .limit(1)
    ).one_or_none()
