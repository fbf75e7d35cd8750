"""Every attack on a seal is refused, and no file whatever is an error."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from time import process_time
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from labelflow.sealing.authority import Revoked, list_of_revocations, make_authority, make_seal
from labelflow.sealing.keys import sealer_of
from labelflow.sealing.making import seal
from labelflow.sealing.placing import place
from labelflow.sealing.reading import MOST_BYTES, read
from labelflow.sealing.signature import form_of
from labelflow.sealing.words import SENTENCES, lines
from tests.sealing.conftest import MADE_AT, OFFICE, SEALED_AT, TERM

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.sealing.authority import Made
    from labelflow.sealing.keys import Sealer
    from labelflow.sealing.trust import TrustBundle

LATER = SEALED_AT + timedelta(days=400)


def test_an_intact_seal_is_told_with_its_key_and_its_time(sealed: bytes, trust: TrustBundle) -> None:
    report = read(sealed, trust, LATER)

    assert (report.state, report.valid, report.whole_file, report.bytes_intact) == ("intact", True, True, True)
    assert (report.key, report.signer, report.sealed_at) == ("seal-1", f"Cachet de {OFFICE}", SEALED_AT)
    assert (report.time_proved, report.expired_now, report.active_content) == (False, False, ())


@settings(max_examples=300)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_bit_flipped_anywhere_breaks_the_seal(sealed: bytes, trust: TrustBundle, place: float, bit: int) -> None:
    data = bytearray(sealed)
    data[int(place * len(data))] ^= 1 << bit

    assert not read(bytes(data), trust, LATER).valid


def test_every_byte_of_the_signature_counts(sealed: bytes, trust: TrustBundle) -> None:
    start, end = sealed.index(b"/Contents <"), sealed.index(b">", sealed.index(b"/Contents <"))
    for where in range(start, end, 7):
        data = bytearray(sealed)
        data[where] ^= 1

        assert read(bytes(data), trust, LATER).state in {"altered", "foreign"}


def test_the_case_of_the_hexadecimal_signature_counts(sealed: bytes, trust: TrustBundle) -> None:
    start = sealed.index(b"/Contents <") + len(b"/Contents <")
    end = sealed.index(b">", start)
    shouting = sealed[:start] + sealed[start:end].upper() + sealed[end:]

    assert read(shouting, trust, LATER).state == "altered"


@pytest.mark.parametrize("kept", [0, 4, 500, 0.1, 0.4, 0.9, 0.999])
def test_a_truncated_file_is_no_longer_sealed(sealed: bytes, trust: TrustBundle, kept: float) -> None:
    assert not read(sealed[: int(kept if kept > 1 else kept * len(sealed))], trust, LATER).valid


def test_an_update_after_the_seal_is_told(sealed: bytes, trust: TrustBundle) -> None:
    pages = sealed + b"\n5 0 obj\n<</Type /Page>>\nendobj\nxref\n0 1\ntrailer <</Prev 1>>\nstartxref\n9\n%%EOF\n"

    report = read(pages, trust, LATER)

    assert (report.state, report.bytes_intact, report.whole_file) == ("extended", True, False)


def test_an_update_by_another_program_is_told(sealed: bytes, trust: TrustBundle) -> None:
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string  # noqa: PLC0415 - the only test that needs it
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - same

    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root[pdf_name("/Lang")] = pdf_string("en")
    writer.update_root()
    updated = BytesIO()
    writer.write(updated)

    assert read(updated.getvalue(), trust, LATER).state == "extended"


def test_a_file_written_anew_by_another_program_is_altered(sealed: bytes, trust: TrustBundle) -> None:
    again = BytesIO()
    with pikepdf.open(BytesIO(sealed)) as pdf:
        pdf.save(again)

    assert read(again.getvalue(), trust, LATER).state == "altered"


def test_a_sealed_file_inside_another_proves_nothing_of_it(sealed: bytes, trust: TrustBundle) -> None:
    around = b"%PDF-1.7\n1 0 obj <</Length 9>> stream\n" + sealed + b"\nendstream endobj\n%%EOF"

    assert not read(around, trust, LATER).valid


def test_an_unsealed_document_has_no_seal(unsealed: bytes, trust: TrustBundle) -> None:
    assert read(unsealed, trust, LATER).state == "unsealed"


@pytest.fixture(scope="module")
def stranger() -> tuple[Made, Made]:
    """The authority and the key of another instance, under the same names."""
    authority = make_authority(OFFICE, now=MADE_AT)
    return authority, make_seal(authority, OFFICE, now=MADE_AT)


def test_the_seal_of_another_instance_of_the_same_name_is_foreign(
    unsealed: bytes, trust: TrustBundle, stranger: tuple[Made, Made]
) -> None:
    authority, key = stranger
    theirs = seal(unsealed, sealer_of(key.private, key.certificate + authority.certificate), at=SEALED_AT)

    report = read(theirs, trust, LATER)

    assert (report.state, report.of_instance, report.signer) == ("foreign", False, f"Cachet de {OFFICE}")


def test_our_certificate_on_another_s_signature_is_altered(
    unsealed: bytes, trust: TrustBundle, sealer: Sealer, stranger: tuple[Made, Made]
) -> None:
    theirs = sealer_of(stranger[1].private, stranger[1].certificate)
    forged = seal(unsealed, replace(sealer, sign=theirs.sign), at=SEALED_AT)

    assert read(forged, trust, LATER).state == "altered"


def test_a_signature_moved_to_another_document_is_altered(sealer: Sealer, trust: TrustBundle, unsealed: bytes) -> None:
    form = form_of(sealer.certificates)
    elsewhere = bytes(32)
    signature = form.filled(elsewhere, sealer.sign(form.attributes(elsewhere)))
    placed = place(unsealed, at=SEALED_AT, signer="Cachet", room=len(signature))

    assert read(placed.filled(signature), trust, LATER).state == "altered"


def test_a_key_that_is_newer_than_the_bundle_is_known_by_its_authority(
    authority: Made, unsealed: bytes, trust: TrustBundle
) -> None:
    newer = make_seal(authority, OFFICE, now=LATER)
    document = seal(unsealed, sealer_of(newer.private, newer.certificate), at=LATER)

    report = read(document, trust, LATER)
    entry = Revoked(newer.certificate, LATER)
    revoking = replace(trust, revocations=list_of_revocations(authority, [entry], now=LATER, number=2))

    assert (report.state, report.key, report.of_instance) == ("intact", "", True)
    assert read(document, replace(trust, authorities=()), LATER).state == "foreign"
    assert read(document, revoking, LATER).state == "revoked"


def test_a_revoked_key_proves_nothing(sealed: bytes, trust: TrustBundle) -> None:
    revoked = replace(trust, keys=(replace(trust.keys[0], revoked_at=LATER),))

    assert read(sealed, revoked, LATER).state == "revoked"


@pytest.mark.parametrize("at", [MADE_AT - timedelta(days=1), MADE_AT + TERM + timedelta(days=2)])
def test_a_seal_outside_of_the_term_of_its_key_is_outdated(
    unsealed: bytes, sealer: Sealer, trust: TrustBundle, at: datetime
) -> None:
    assert read(seal(unsealed, sealer, at=at), trust, at).state == "outdated"


def test_a_seal_outlives_the_certificate_of_its_key(sealed: bytes, trust: TrustBundle) -> None:
    report = read(sealed, trust, SEALED_AT + timedelta(days=30 * 365))

    assert (report.state, report.expired_now) == ("intact", True)


@pytest.mark.parametrize(
    ("added", "found"),
    [
        (b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>", ("JavaScript",)),
        (b"/OpenAction <</S /L#61unch /F (cmd.exe)>>", ("Launch",)),
        (b"/AcroForm <</XFA 3 0 R>> /A <</S/SubmitForm>>", ("SubmitForm", "XFA")),
    ],
)
def test_what_could_act_is_told(sealed: bytes, trust: TrustBundle, added: bytes, found: tuple[str, ...]) -> None:
    report = read(sealed + b"\n7 0 obj <<" + added + b">> endobj\n", trust, LATER)

    assert (report.valid, report.active_content) == (False, found)
    assert "Ne l’ouvrez pas" in lines(report)[-1]


def test_what_could_act_is_found_in_compressed_objects(trust: TrustBundle) -> None:
    objects = zlib.compress(b"1 0 <</S /JavaScript>>")
    file = b"%PDF-1.7\n4 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\r\n" + objects + b"\nendstream"

    assert read(file, trust, LATER).active_content == ("JavaScript",)


HOSTILE = {
    "empty": b"",
    "not a PDF": b"PK\x03\x04",
    "nothing but a head": b"%PDF-1.7",
    "nested arrays": b"%PDF-1.7\n" + b"[" * 2_000_000,
    "nested dictionaries": b"%PDF-1.7\n" + b"<<" * 1_000_000,
    "many ranges": b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 200_000,
    "a range out of the file": b"%PDF-1.7\n/ByteRange [0 10 9999999999 9999999999]",
    "a negative range": b"%PDF-1.7\n/ByteRange [0 -10 5 5]",
    "an endless hole": b"%PDF-1.7\n/ByteRange [0 40 3000042 0]<" + b"00" * 1_500_000 + b">",
    "many streams": b"%PDF-1.7\n" + b"/ObjStm>> stream\n" * 100_000,
    "a bomb": b"%PDF-1.7\n/ObjStm>> stream\n" + zlib.compress(bytes(200_000_000), 9),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_an_answer_and_soon(trust: TrustBundle, name: str) -> None:
    began = process_time()

    report = read(HOSTILE[name], trust, LATER)

    assert not report.valid
    assert process_time() - began < 2


def test_a_file_larger_than_any_document_is_not_read(sealed: bytes, trust: TrustBundle) -> None:
    assert read(sealed.ljust(MOST_BYTES + 1), trust, LATER).state == "too_large"


def holed(value: bytes) -> bytes:
    """A file with a hole that holds a value, and covers everything."""
    head = b"%PDF-1.7\n/ByteRange [0 0000000100 0000000000 0000000009]".ljust(100)
    data = head + b"<" + value.hex().encode() + b">" + b"\n%%EOF\n  "
    return data.replace(b"0 0000000100 0000000000", b"0 0000000100 %010d" % (len(data) - 9))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(value=st.binary(max_size=400))
@example(b"0\x84\xff\xff\xff\xff")
@example(b"0\x80" * 200)
def test_no_signature_whatever_is_an_error(trust: TrustBundle, value: bytes) -> None:
    assert read(holed(value), trust, LATER).state == "altered"


@settings(max_examples=200)
@given(where=st.integers(0, 3600), bytes_=st.binary(min_size=1, max_size=6))
def test_no_damaged_signature_is_an_error(sealer: Sealer, trust: TrustBundle, where: int, bytes_: bytes) -> None:
    value = bytearray(form_of(sealer.certificates).filled(bytes(32), bytes(384)))
    value[where : where + len(bytes_)] = bytes_

    assert read(holed(bytes(value)), trust, LATER).state in {"altered", "foreign"}


def test_every_state_has_its_sentence(sealed: bytes, trust: TrustBundle) -> None:
    assert lines(read(sealed, trust, LATER))[0].startswith("Le cachet est intact")
    assert {str(sentence)[-1] for sentence in SENTENCES.values()} == {"."}
