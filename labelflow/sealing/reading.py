"""Reads the seal of a file that anybody may have made. Whatever it is, the answer is a report, never an error.

A seal of ours covers every byte but its own place, and that place holds, to the byte, the one signature
that its key can make: so nothing else in the file needs to be understood, and no PDF is parsed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from labelflow.sealing.acting import active_content
from labelflow.sealing.der import whole
from labelflow.sealing.report import SealReport
from labelflow.sealing.signature import form_of, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.sealing.signature import Parts
    from labelflow.sealing.trust import TrustBundle
    from labelflow.sealing.vouching import Vouched

MOST_BYTES: Final = 32_000_000
"""Larger than any document that an instance issues."""
_MARK: Final = b"/ByteRange"
_RANGE: Final = re.compile(rb"/ByteRange ?\[ ?0 (\d{1,10}) (\d{1,10}) (\d{1,10}) {0,60}\]")
_HOLE: Final = re.compile(rb"<[0-9a-f]+>")
_TIME: Final = re.compile(rb"/M \(D:(\d{14})\+00'00'\)")
_MOST_MARKS: Final = 32
_NEAR: Final = 1000
"""How far after its place a seal says its time."""


class Place(NamedTuple):
    """Where a signature lies, and where what it covers ends."""

    start: int
    end: int
    covered_to: int


class Read(NamedTuple):
    """A signature as it was found, and the digest of what it covers."""

    parts: Parts
    value: bytes
    digest: bytes


def read(data: bytes, trust: TrustBundle, now: datetime) -> SealReport:
    """What the seal of a file says, to whoever trusts this bundle."""
    if len(data) > MOST_BYTES:
        return SealReport("too_large")
    if not data.startswith(b"%PDF-"):
        return SealReport("not_pdf")
    try:
        report = _report(data, trust, now)
    except Exception:  # noqa: BLE001 - a hostile file is an answer, whatever it breaks
        report = SealReport("altered")
    return report if report.valid else replace(report, active_content=active_content(data))


def _report(data: bytes, trust: TrustBundle, now: datetime) -> SealReport:
    place = max(_places(data), key=lambda one: one.covered_to, default=None)
    if place is None:
        return SealReport("altered" if _MARK in data else "unsealed")
    report = SealReport("altered", whole_file=place.covered_to == len(data))
    try:
        found = _signature_at(data, place)
    except ValueError:
        return report
    return _judged(replace(report, sealed_at=_time_after(data, place)), found, trust, now)


def _judged(report: SealReport, found: Read, trust: TrustBundle, now: datetime) -> SealReport:
    from labelflow.sealing.vouching import vouched_by  # noqa: PLC0415 - loads cryptography, only whoever reads a seal

    signer = _signer(found)
    candidates = found.parts.certificates if signer is None else (signer,)
    known = [vouched_by(certificate, trust) for certificate in candidates]
    vouched = next((one for one in known if one.of_instance), known[0])
    report = replace(
        report,
        of_instance=vouched.of_instance,
        key=vouched.key,
        signer=vouched.name,
        fingerprint=vouched.fingerprint,
    )
    if not vouched.of_instance:
        return replace(report, state="foreign")  # whether it is intact is for those who trust that signer
    if signer is None or not vouched.comes_with(found.parts.certificates):
        return report
    if not vouched.signed(form_of(_led_by(signer, found)).attributes(found.digest), found.parts.signature):
        return report
    return _in_force(replace(report, bytes_intact=True), found, vouched, trust, now)


def _in_force(report: SealReport, found: Read, vouched: Vouched, trust: TrustBundle, now: datetime) -> SealReport:
    """The answer for a seal whose bytes are intact."""
    sealed_at, proved = report.sealed_at, False
    if found.parts.token:
        from labelflow.sealing.stamping import dated  # noqa: PLC0415 - loads pyHanko, only for a dated seal

        stamp = dated(found.parts.token, found.parts.signature, trust.timestamp_authorities)
        if stamp is None:
            return replace(report, state="altered", bytes_intact=False)
        proved = stamp.trusted
        sealed_at = stamp.at if proved else sealed_at
    report = replace(report, sealed_at=sealed_at, time_proved=proved, expired_now=now > vouched.ends_at)
    if not report.whole_file:
        return replace(report, state="extended")
    if vouched.revoked_at is not None and not (proved and sealed_at is not None and sealed_at < vouched.revoked_at):
        return replace(report, state="revoked")
    if sealed_at is None or not vouched.starts_at <= sealed_at <= vouched.ends_at:
        return replace(report, state="outdated")
    return replace(report, state="intact")


def _places(data: bytes) -> Iterator[Place]:
    """The places that could be those of a signature: the last ones of the file, within bounds."""
    mark = len(data)
    for _ in range(_MOST_MARKS):
        mark = data.rfind(_MARK, 0, mark)
        if mark < 0:
            return
        match = _RANGE.match(data, mark)
        if match is None:
            continue
        start, end, rest = (int(figure) for figure in match.groups())
        if start < end <= end + rest <= len(data) and _HOLE.fullmatch(data, start, end):
            yield Place(start, end, end + rest)


def _signature_at(data: bytes, place: Place) -> Read:
    """The signature in its place, which holds nothing else. Raises ValueError."""
    held = bytes.fromhex(data[place.start + 1 : place.end - 1].decode("ascii"))
    value = whole(held)
    if held[len(value) :].strip(b"\0"):
        raise ValueError("something follows the signature")
    view = memoryview(data)
    digest = sha256(view[: place.start])
    digest.update(view[place.end : place.covered_to])
    return Read(parts_of(value), value, digest.digest())


def _signer(found: Read) -> bytes | None:
    """The certificate whose key makes exactly this signature of this document, if one does."""
    for certificate in found.parts.certificates:
        try:
            form = form_of(_led_by(certificate, found))
        except ValueError:
            continue
        if form.filled(found.digest, found.parts.signature, found.parts.token) == found.value:
            return certificate
    return None


def _led_by(certificate: bytes, found: Read) -> tuple[bytes, ...]:
    return (certificate, *(other for other in found.parts.certificates if other != certificate))


def _time_after(data: bytes, place: Place) -> datetime | None:
    """The time that the seal itself gives."""
    match = _TIME.search(data, place.end, min(place.end + _NEAR, place.covered_to))
    if match is None:
        return None
    try:
        return datetime.strptime(match.group(1).decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
