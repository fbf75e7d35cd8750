"""Verify a label by what somebody holds: a number, a short code, or the PDF itself.

The register is the truth; a file is compared with what was issued, and its seal is read besides. Whatever cannot be read is an
answer ("unknown", "not ours"), never an error.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.verification import UNKNOWN
from labelflow.i18n import _
from labelflow.issuing.answers import answer_in_a_sentence
from labelflow.models.file import Document
from labelflow.models.label import Certificate, Label
from labelflow.queries import labels
from labelflow.queries.programmes import programme_of
from labelflow.queries.sealing import trust
from labelflow.sealing import words as seal_words
from labelflow.sealing.reading import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.verification import Answer, PublicStatus
    from labelflow.domain.words import Words
    from labelflow.sealing.report import SealReport

FileState = Literal["issued", "superseded", "not_ours"]


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer about a label, and about the file when one was given."""

    status: PublicStatus
    record: dict[str, Any] | None = None
    file: FileState | None = None
    seal: SealReport | None = None
    words: Mapping[Answer, Words] = field(default_factory=dict)
    """What the programme of the label says instead of our own answers."""

    @property
    def valid(self) -> bool:
        """Whether the label is in force and the file, if any, is the one issued."""
        return self.status.counts_as_valid and self.file in {None, "issued"}

    def as_record(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "valid": self.valid,
            "answer": self.status.answer,
            "file": self.file,
            "seal": self.seal.as_record() if self.seal is not None else None,
            "label": self.record,
        }

    @property
    def file_sentence(self) -> str:
        """What is said of the file; "" when none was given."""
        words = {
            "issued": _("Ce fichier est bien l’attestation émise, à l’octet près."),
            "superseded": _("Ce fichier est une ancienne attestation, remplacée depuis."),
            "not_ours": _("Ce fichier n’est pas une attestation émise ici : il a été modifié, ou il vient d’ailleurs."),
        }
        return words[self.file] if self.file is not None else ""

    @property
    def seal_lines(self) -> list[str]:
        """What is said of the seal; nothing when no file was given."""
        return seal_words.lines(self.seal) if self.seal is not None else []

    def lines(self) -> list[str]:
        """For people."""
        found = [answer_in_a_sentence(self.status, self.words), *filter(None, [self.file_sentence]), *self.seal_lines]
        if self.record is not None:
            found.append(f"{self.record['number']} — {self.record['holder']}")
            found.append(
                _("Du %(start)s au %(end)s : %(scopes)s",
                  start=self.record["starts_on"], end=self.record["ends_on"], scopes=", ".join(self.record["scopes"]))
            )  # fmt: skip
        return found


def verify_typed(typed: str, now: datetime) -> Verification:
    """The answer for a number or a short code, however typed."""
    found = labels.verify(typed, now)
    if found.label is None:
        return Verification(found.status)
    return Verification(found.status, labels.as_record(found.label, now), words=_words_of(found.label))


def verify_file(data: bytes, now: datetime) -> Verification:
    """Whether a file is, to the byte, a certificate that was issued, what its seal says, and whether its label is in force."""
    digest = hashlib.sha256(data).hexdigest()
    seal = read(data, trust(now), now)
    row = db.session.execute(
        select(Label, Certificate.superseded_at)
        .join(Certificate, Certificate.label_id == Label.id)
        .join(Document, Document.id == Certificate.document_id)
        .where(Document.sha256 == digest)
    ).first()
    if row is None:
        return Verification(UNKNOWN, None, "not_ours", seal)
    label, superseded_at = row
    state: FileState = "issued" if superseded_at is None else "superseded"
    return Verification(labels.status_of(label, now), labels.as_record(label, now), state, seal, _words_of(label))


def _words_of(label: Label) -> Mapping[Answer, Words]:
    return programme_of(label.programme_version_id).answers
