"""Labels as the public, the coordination and scripts read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import end_of, start_of
from labelflow.domain.numbering import NumberFault, normalise_short_code, parse_number
from labelflow.domain.term import Period
from labelflow.domain.verification import UNKNOWN, LabelFacts, PublicStatus, public_status
from labelflow.domain.words import in_language
from labelflow.models.file import Document
from labelflow.models.journal import Chain, Event
from labelflow.models.label import Certificate, CertificateTranslation, Label
from labelflow.models.programme import ProgrammeVersion
from labelflow.queries.applications import period_of
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Verified:
    """What verification says of what was asked: the status, and the label when there is one."""

    status: PublicStatus
    label: Label | None = None


def verify(typed: str, now: datetime) -> Verified:
    """The public answer for a number or a short code, however typed. Never says anything of applications."""
    label = find(typed)
    return Verified(status_of(label, now), label) if label is not None else Verified(UNKNOWN)


def find(typed: str) -> Label | None:
    """The label that a number or a short code names; None when there is none, or when it cannot be one."""
    for read, statement in _FINDING:
        try:
            wanted = read(typed)
        except NumberFault:
            continue
        found = db.session.scalars(statement, {"wanted": wanted}).one_or_none()
        if found is not None:
            return found
    return None


_WHOLE: Final = select(Label).options(joinedload(Label.structure), joinedload(Label.superseded_by))
_FINDING: Final = (
    (parse_number, _WHOLE.where(Label.number == bindparam("wanted"))),
    (normalise_short_code, _WHOLE.where(Label.short_code == bindparam("wanted"))),
)
"""What may be typed, and how the label that it names is read."""


def status_of(label: Label, now: datetime) -> PublicStatus:
    """The public status of a label at an instant."""
    state = programme_of(label.programme_version_id).machines["label"].by_code[label.state]
    successor = label.superseded_by.number if label.superseded_by else ""
    return public_status(LabelFacts(state, label.starts_on, label.ends_on, label.state_since, successor), now)


def original_period(label: Label) -> Period:
    """When the label was to be valid as it was granted, before any extension."""
    if not label.extended:
        return period_of(label)
    granted = db.session.scalars(
        select(Event.body)
        .join(Chain, Chain.id == Event.chain_id)
        .where(Chain.kind == "label", Chain.subject == label.public_id, Event.code == "label.granted")
    ).one()["data"]
    starts_on, ends_on = (date.fromisoformat(granted[day]) for day in ("starts_on", "ends_on"))
    return Period(start_of(starts_on), end_of(ends_on))


def states_of_labels() -> list[str]:
    """The codes of every state that a label of an installed programme can be in."""
    versions = db.session.scalars(select(ProgrammeVersion.id).order_by(ProgrammeVersion.id)).all()
    machines = (programme_of(version).machines.get("label") for version in versions)
    return list(dict.fromkeys(state.code for machine in machines if machine for state in machine.states))


def labels(state: str | None = None, programme: str | None = None) -> Sequence[Label]:
    """All labels ever granted, by number, with their holder."""
    statement = select(Label).options(joinedload(Label.structure)).order_by(Label.number)
    if state:
        statement = statement.where(Label.state == state)
    if programme:
        statement = statement.where(Label.programme_code == programme)
    return db.session.scalars(statement).all()


def certificate_document(label: Label) -> Document | None:
    """The document of the label's current certificate."""
    return db.session.scalars(
        select(Document)
        .join(Certificate, Certificate.document_id == Document.id)
        .where(Certificate.label_id == label.id, Certificate.superseded_at.is_(None))
    ).one_or_none()


def editions_of(label: Label) -> Sequence[Certificate]:
    """Every issue of the label's certificate with its document, the latest first."""
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.label_id == label.id)
        .options(joinedload(Certificate.document))
        .order_by(Certificate.issue.desc())
    ).all()


def translations_of(label: Label) -> Sequence[CertificateTranslation]:
    """The translations of the label's current certificate."""
    return db.session.scalars(
        select(CertificateTranslation)
        .join(Certificate, Certificate.id == CertificateTranslation.certificate_id)
        .where(Certificate.label_id == label.id, Certificate.superseded_at.is_(None))
        .options(joinedload(CertificateTranslation.document))
        .order_by(CertificateTranslation.id)
    ).all()


def untranslated(label: Label) -> list[str]:
    """The languages in which the label's current certificate may still be had."""
    made = {one.language for one in translations_of(label)}
    return [code for code in programme_of(label.programme_version_id).certificate_languages[1:] if code not in made]


def as_record(label: Label, now: datetime) -> dict[str, Any]:
    """A label as the commands of an instance print it: what is public, and its state."""
    return {"state": label.state, **public_record(label, now)}


def public_record(label: Label, now: datetime) -> dict[str, Any]:
    """A label as anybody may read it. Its state is not in it: a formal notice is between the holder and the committee."""
    status = status_of(label, now)
    programme = programme_of(label.programme_version_id)
    known = programme.scope_by_code
    return {
        "number": label.number,
        "short_code": label.short_code,
        "programme": label.programme_code,
        "answer": status.answer,
        "valid": status.counts_as_valid,
        "holder": label.holder_name,
        "department": label.structure.department,
        "commune": label.structure.commune,
        "scopes": [in_language(known[code].names) for code in label.scopes if code in known],
        "grid_version": programme.grid.version if programme.grid else programme.version,
        "starts_on": label.starts_on.isoformat(),
        "ends_on": label.ends_on.isoformat(),
        "successor": status.successor,
    }
