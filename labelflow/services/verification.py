"""Verify a label by what somebody holds: a number, a short code, an address, a PDF, a badge, a credential.

The register is the truth; a file is compared with what was issued, and its seal and its credential are read besides.
Whatever cannot be read is an answer ("unknown", "not ours"), never an error. Nothing that is handed in is kept.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from labelflow.db import settings
from labelflow.domain.asked import is_credential, read_asked
from labelflow.domain.past_status import status_on
from labelflow.queries import labels
from labelflow.queries.certified_reviews import (
    all_still_count,
    reviewing_certificate_coded,
    reviewing_certificate_of_digest,
)
from labelflow.queries.credentials import issued_credential, published_keys
from labelflow.queries.programmes import programme_of
from labelflow.queries.sealing import trust
from labelflow.queries.verification import certificate_of_digest, history_of, issue_on
from labelflow.services.documents import KINDS
from labelflow.services.verification_answer import Guarantee, Reviewing, Verification
from labelflow.services.verification_files import Reader, look_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.credentials.reading import CredentialReading, Issued
    from labelflow.domain.asked import Asked
    from labelflow.models.label import Certificate, Label
    from labelflow.models.reviewing_certificate import ReviewingCertificate
    from labelflow.services.verification_files import FileReading, Match

__all__ = ["Verification", "verify_file", "verify_typed"]


def verify_typed(typed: str, now: datetime, *, on: date | None = None) -> Verification:
    """The answer for a number, a short code or an address, however typed, and for a credential that was pasted."""
    if is_credential(typed):
        return verify_file(typed.encode("utf-8", "replace"), now, on=on)
    return _of_asked(read_asked(typed, settings().base_url), now, on)


def verify_file(data: bytes, now: datetime, *, on: date | None = None, name: str = "") -> Verification:
    """Whether a file is what was issued, what its seal and its credential say, and whether its label is in force."""
    digest = hashlib.sha256(data).hexdigest()
    certificate = certificate_of_digest(digest)
    given = reviewing_certificate_of_digest(digest) if certificate is None else None
    reader = Reader(trust(now), lambda inside: _read_credential(inside, now), settings().base_url)
    found = look_at(data, reader, now, match="issued" if given is not None else _match(certificate), name=name)
    if given is not None:
        return Verification(file=found, reviewing=_reviewing(given))
    if found.asked is not None:
        return _of_asked(found.asked, now, on, file=found)
    return _answer(_label_of(certificate, found), now, on, file=found)


def _of_asked(asked: Asked, now: datetime, on: date | None, *, file: FileReading | None = None) -> Verification:
    """The answer for what was typed, or for the one code that a picture shows."""
    label = labels.find(asked.wanted) if asked.wanted else None
    given = reviewing_certificate_coded(asked.short_code) if label is None and asked.short_code else None
    if given is not None:
        return Verification(asked=asked, file=file, reviewing=_reviewing(given))
    return _answer(label, now, on, asked=asked, file=file)


def _answer(
    label: Label | None,
    now: datetime,
    on: date | None,
    *,
    asked: Asked | None = None,
    file: FileReading | None = None,
) -> Verification:
    if label is None:
        return Verification(asked=asked, file=file)
    return Verification(
        status=labels.status_of(label, now),
        label=label,
        record=labels.public_record(label, now),
        asked=asked,
        file=file,
        guarantee=_guarantee(label, on, now) if on is not None else None,
        words=programme_of(label.programme_version_id).answers,
    )


def _reviewing(given: ReviewingCertificate) -> Reviewing:
    """What a certificate of reviewing says, and whether it still holds."""
    content = KINDS["reviewing"].validate_python(given.document.content)
    return Reviewing(content, all_still_count(given.assignments))


def _guarantee(label: Label, day: date, now: datetime) -> Guarantee:
    """What the journal tells of a day, and what the certificate of that day said."""
    status = status_on(history_of(label), day, now)
    issue = issue_on(label, day)
    if issue is None:
        return Guarantee(status)
    subject = issue.credential["credentialSubject"]
    scopes = tuple(subject["achievement"]["tag"])
    return Guarantee(status, issue.issue, subject["identifier"][0]["identityHash"], scopes)


def _label_of(certificate: Certificate | None, file: FileReading) -> Label | None:
    """The label that a genuine file speaks for: never that of a credential in somebody else's document."""
    if certificate is not None:
        return certificate.label
    if file.state in {"issued", "superseded"} and file.repeats is not None:
        return labels.find(file.repeats.number)
    return None


def _match(certificate: Certificate | None) -> Match | None:
    if certificate is None:
        return None
    return "issued" if certificate.superseded_at is None else "superseded"


def _read_credential(data: bytes, now: datetime) -> CredentialReading:
    """Held against the record, which knows more than any status list."""
    from labelflow.credentials import reading  # noqa: PLC0415 - only whoever verifies a credential loads it
    from labelflow.credentials.trust import Trust  # noqa: PLC0415 - same

    return reading.read(data, trust=Trust(keys=published_keys()), now=now, issued=_issued)


def _issued(number: str, issue: int) -> Issued | None:
    from labelflow.credentials.reading import Issued  # noqa: PLC0415 - same

    found = issued_credential(number, issue)
    return Issued(found.credential, found.superseded_at is not None) if found else None
