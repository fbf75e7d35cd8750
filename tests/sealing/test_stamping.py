"""A seal that a time-stamp authority dates: PAdES B-LT, in one revision, with what proves it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import outloud
import pikepdf
import pytest

from labelflow.sealing.authority import list_of_revocations
from labelflow.sealing.der import whole
from labelflow.sealing.making import seal
from labelflow.sealing.reading import read
from labelflow.sealing.signature import form_of, parts_of
from labelflow.sealing.stamping import NoTimeStamp, dated, stamping_by
from tests.sealing.authority_of_time import TimeAuthority, certificates_in, served
from tests.sealing.conftest import SEALED_AT

if TYPE_CHECKING:
    from pathlib import Path

    from labelflow.sealing.authority import Made
    from labelflow.sealing.keys import Sealer
    from labelflow.sealing.stamping import Stamping
    from labelflow.sealing.trust import TrustBundle

STAMPED_AT = SEALED_AT + timedelta(minutes=2)


@pytest.fixture(scope="module")
def clock() -> TimeAuthority:
    return TimeAuthority(STAMPED_AT)


@pytest.fixture(scope="module")
def revocations(authority: Made) -> str:
    return list_of_revocations(authority, [], now=SEALED_AT, number=1)


def stamping_at(address: str, clock: TimeAuthority, sealer: Sealer, revocations: str) -> Stamping:
    return stamping_by(address, clock.roots, own=sealer.certificates, own_list=revocations, now=SEALED_AT)


@pytest.fixture(scope="module")
def dated_seal(unsealed: bytes, clock: TimeAuthority, sealer: Sealer, revocations: str) -> bytes:
    with served(clock) as address:
        stamping = stamping_at(address, clock, sealer, revocations)
        return seal(unsealed, sealer, at=SEALED_AT, stamping=stamping)


@pytest.fixture(scope="module")
def trusting(trust: TrustBundle, clock: TimeAuthority) -> TrustBundle:
    return replace(trust, timestamp_authorities=clock.roots)


def test_the_time_of_a_dated_seal_is_proved(dated_seal: bytes, trusting: TrustBundle) -> None:
    report = read(dated_seal, trusting, SEALED_AT + timedelta(days=9000))

    assert (report.state, report.whole_file, report.time_proved) == ("intact", True, True)
    assert report.sealed_at == STAMPED_AT


def test_a_time_stamp_of_an_unknown_authority_proves_no_time(dated_seal: bytes, trust: TrustBundle) -> None:
    stranger = TimeAuthority(STAMPED_AT)
    for bundle in (trust, replace(trust, timestamp_authorities=stranger.roots)):
        report = read(dated_seal, bundle, STAMPED_AT)

        assert (report.state, report.time_proved, report.sealed_at) == ("intact", False, SEALED_AT)


def test_a_dated_seal_outlives_the_revocation_of_its_key(dated_seal: bytes, trusting: TrustBundle) -> None:
    def revoked(at: timedelta) -> TrustBundle:
        return replace(trusting, keys=(replace(trusting.keys[0], revoked_at=STAMPED_AT + at),))

    assert read(dated_seal, revoked(timedelta(days=1)), STAMPED_AT).state == "intact"
    assert read(dated_seal, revoked(-timedelta(days=1)), STAMPED_AT).state == "revoked"


def test_the_document_keeps_what_proves_its_seal_under_the_seal(dated_seal: bytes, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(dated_seal)) as pdf:
        assert (len(pdf.Root.DSS.Certs), len(pdf.Root.DSS.CRLs)) == (4, 2)
    path = tmp_path / "dated.pdf"
    path.write_bytes(dated_seal)
    found = outloud.check(str(path))

    assert dated_seal.count(b"%%EOF") == 1
    assert (found.error, found.findings, found.verdict) == (None, [], "pass")


def test_pyhanko_needs_nothing_but_the_document_to_judge_it(
    dated_seal: bytes, authority: Made, clock: TimeAuthority
) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - only where pyHanko judges
    from pyhanko.sign.validation import DocumentSecurityStore, async_validate_pdf_signature  # noqa: PLC0415 - same

    roots = [*certificates_in(authority.certificate), certificates_in(clock.roots)[0]]
    reader = PdfFileReader(BytesIO(dated_seal))
    settings = {"trust_roots": roots, "revocation_mode": "hard-fail", "moment": STAMPED_AT, "allow_fetching": False}
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(settings)
    (signature,) = reader.embedded_signatures

    status = asyncio.run(async_validate_pdf_signature(signature, context))

    assert status.bottom_line
    assert status.timestamp_validity.valid
    assert (status.timestamp_validity.trusted, status.timestamp_validity.timestamp) == (True, STAMPED_AT)


def test_a_damaged_time_stamp_never_tells_another_time(dated_seal: bytes, trusting: TrustBundle) -> None:
    """Parts of a time stamp are not signed by its authority: what changes there changes nothing that is told."""
    held = bytes.fromhex(dated_seal[dated_seal.index(b"/Contents <") + 11 :].split(b">")[0].decode())
    token = parts_of(whole(held)).token
    start = dated_seal.index(token.hex().encode())
    good, refused = read(dated_seal, trusting, STAMPED_AT), 0
    for where in range(start, start + 2 * len(token), 97):
        data = bytearray(dated_seal)
        data[where] = ord("0") if data[where] != ord("0") else ord("f")

        report = read(bytes(data), trusting, STAMPED_AT)

        refused += not report.valid
        assert not report.time_proved or report in {good, replace(good, state=report.state)}
    assert refused > 20


def test_the_time_stamp_of_another_signature_is_none(dated_seal: bytes, clock: TimeAuthority) -> None:
    held = bytes.fromhex(dated_seal[dated_seal.index(b"/Contents <") + 11 :].split(b">")[0].decode())
    found = parts_of(whole(held))

    assert dated(found.token, found.signature, clock.roots) is not None
    assert dated(found.token, b"another signature", clock.roots) is None
    assert dated(b"", found.signature, clock.roots) is None
    assert dated(b"0\x80" * 5000, found.signature, clock.roots) is None


def test_the_signature_is_what_pyhanko_makes_with_a_time_stamp(
    sealer: Sealer, clock: TimeAuthority, revocations: str
) -> None:
    digest, form = bytes(range(32)), form_of(sealer.certificates)
    signature = sealer.sign(form.attributes(digest))
    with served(clock) as address:
        token = stamping_at(address, clock, sealer, revocations).token(signature)

    assert dated(token, signature, clock.roots)
    assert parts_of(form.filled(digest, signature, token)).token == token


def test_an_authority_that_does_not_answer_gives_no_seal(
    clock: TimeAuthority, sealer: Sealer, revocations: str
) -> None:
    with served(clock) as address:
        pass

    with pytest.raises(NoTimeStamp):
        stamping_at(address, clock, sealer, revocations)
    with pytest.raises(NoTimeStamp):
        stamping_at("file:///etc/passwd", clock, sealer, revocations)


def test_an_authority_that_is_not_the_one_configured_gives_no_seal(
    clock: TimeAuthority, sealer: Sealer, revocations: str
) -> None:
    with served(TimeAuthority(STAMPED_AT)) as address, pytest.raises(NoTimeStamp):
        stamping_at(address, clock, sealer, revocations)
