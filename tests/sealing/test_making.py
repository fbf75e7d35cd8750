"""A sealed document stays what it was, and tools that are not ours find its seal good."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import outloud
import pikepdf
import pymupdf
import pytest

from labelflow.sealing.appending import Unforeseen, append
from labelflow.sealing.authority import make_seal
from labelflow.sealing.keys import sealer_of
from labelflow.sealing.making import Unsealable, seal
from labelflow.sealing.pades import signature_by_pyhanko
from labelflow.sealing.reading import read
from labelflow.sealing.signature import form_of
from tests.issuing import preflight
from tests.issuing.conftest import KINDS, issued
from tests.sealing.conftest import OFFICE, SEALED_AT

if TYPE_CHECKING:
    from pathlib import Path

    from labelflow.sealing.authority import Made
    from labelflow.sealing.keys import Sealer
    from labelflow.sealing.trust import TrustBundle


__all__ = ["issued"]  # a fixture of the other tests of documents


def run(*command: str | Path) -> str:
    """Run a program of the system; skip where it is not installed."""
    program = shutil.which(str(command[0]))
    if program is None:
        pytest.skip(f"{command[0]} is not installed on this machine")
    return subprocess.run([program, *command[1:]], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module", params=["quick", "plain"])
def sealed(request: pytest.FixtureRequest, unsealed: bytes, sealer: Sealer) -> bytes:
    """Sealed in either way: whoever judges them finds no difference."""
    return seal(unsealed, sealer, at=SEALED_AT, quick=request.param == "quick")


@pytest.fixture
def file(sealed: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    return path


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


@pytest.mark.parametrize("quick", [True, False])
def test_the_same_document_key_and_instant_give_the_same_bytes(unsealed: bytes, sealer: Sealer, *, quick: bool) -> None:
    made = {seal(unsealed, sealer, at=SEALED_AT, quick=quick) for _ in range(2)}

    assert len(made) == 1


def test_both_ways_hang_the_same_field_in_the_same_place(unsealed: bytes, sealer: Sealer) -> None:
    found = []
    for quick in (True, False):
        with opened(seal(unsealed, sealer, at=SEALED_AT, quick=quick)) as pdf:
            (field,) = pdf.Root.AcroForm.Fields
            words = {key: str(field[key]) for key in ("/T", "/TU", "/FT", "/F", "/Rect", "/StructParent")}
            signature = {key: str(field.V[key]) for key in ("/M", "/Name", "/Filter", "/SubFilter")}
            found.append((words, signature, len(pdf.Root.StructTreeRoot.ParentTree.Nums), len(pdf.pages[0].Annots)))

    assert found[0] == found[1]


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode))
def test_a_document_laid_out_in_another_way_is_sealed_in_the_plain_one(
    unsealed: bytes, sealer: Sealer, trust: TrustBundle, mode: pikepdf.ObjectStreamMode
) -> None:
    again = BytesIO()
    with opened(unsealed) as pdf:
        pdf.save(again, object_stream_mode=mode)

    document = seal(again.getvalue(), sealer, at=SEALED_AT)

    assert read(document, trust, SEALED_AT).state == "intact"
    assert document == seal(again.getvalue(), sealer, at=SEALED_AT, quick=False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_is_sealed_and_stays_clean(
    kind: str, issued: dict[str, bytes], sealer: Sealer, trust: TrustBundle, tmp_path: Path
) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(seal(issued[kind], sealer, at=SEALED_AT))
    found = outloud.check(str(path))

    assert read(path.read_bytes(), trust, SEALED_AT).state == "intact"
    assert (found.error, found.findings, found.verdict) == (None, [], "pass")
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    assert path.read_bytes().startswith(issued[kind]), "the quick way was taken"


def test_a_document_that_was_sealed_is_not_sealed_again_in_the_quick_way(sealed: bytes) -> None:
    with pytest.raises(Unforeseen):
        append(sealed, at=SEALED_AT, signer="", room=9)


def test_the_compiled_signature_is_to_the_byte_the_one_of_pyhanko(sealer: Sealer) -> None:
    digest, form = bytes(range(32)), form_of(sealer.certificates)

    ours = form.filled(digest, sealer.sign(form.attributes(digest)))

    assert ours == signature_by_pyhanko(sealer, digest)


def test_a_sealed_document_still_claims_pdf_a_3a_and_pdf_ua_1(sealed: bytes) -> None:
    with opened(sealed) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root


def test_the_enclosed_file_stays_the_document_s_own_data(sealed: bytes) -> None:
    with opened(sealed) as pdf:
        assert [(str(one.F), str(one.AFRelationship)) for one in pdf.Root.AF] == [("credential.json", "/Data")]
        assert pdf.attachments["credential.json"].get_file().read_bytes() == b'{"a": 1}'


def test_the_text_and_the_look_of_a_document_do_not_change(unsealed: bytes, sealed: bytes) -> None:
    with pymupdf.open(stream=unsealed) as before, pymupdf.open(stream=sealed) as after:
        assert [page.get_text() for page in after] == [page.get_text() for page in before]
        assert [page.get_pixmap(dpi=60).samples for page in after] == [
            page.get_pixmap(dpi=60).samples for page in before
        ]


def test_a_pdf_ua_checker_finds_neither_error_nor_warning(file: Path) -> None:
    found = outloud.check(str(file))

    assert (found.error, found.findings, found.verdict) == (None, [], "pass")


def test_pdfbox_preflight_finds_no_fault_in_what_is_sealed(sealed: bytes, tmp_path: Path) -> None:
    assert preflight.faults(sealed, tmp_path) == []


def test_the_field_hangs_in_the_structure_tree_and_nothing_may_change(sealed: bytes) -> None:
    with opened(sealed) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owner = numbers[numbers.index(field.StructParent) + 1]

        assert (str(owner.S), str(owner.P.S), owner.K[0].Obj.T) == ("/Form", "/Document", field.T)
        assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"


def test_qpdf_finds_nothing_to_say(file: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", file)


def test_poppler_trusts_the_seal_by_our_authority(unsealed: bytes, authority: Made, tmp_path: Path) -> None:
    now = datetime.now(UTC)  # poppler judges certificates by its own clock
    key = make_seal(authority, OFFICE, now=now)
    file, store, root = tmp_path / "sealed.pdf", tmp_path / "store", tmp_path / "root.pem"
    file.write_bytes(seal(unsealed, sealer_of(key.private, key.certificate + authority.certificate), at=now))
    store.mkdir()
    root.write_text(authority.certificate)
    run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{store}", "-n", "root", "-t", "CT,C,C", "-i", root)

    told = run("pdfsig", "-nssdir", store, file)

    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "Certificate is Trusted" in told


def test_pyhanko_finds_the_seal_intact_trusted_and_unchanged_since(sealed: bytes, authority: Made) -> None:
    status = validated(sealed, authority)

    assert (status.intact, status.valid, status.trusted, status.docmdp_ok) == (True, True, True, True)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"


def validated(pdf: bytes, authority: Made) -> Any:
    from asn1crypto import pem, x509  # noqa: PLC0415 - the tests of our own reader need none of it
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - same
    from pyhanko.sign.validation import async_validate_pdf_signature  # noqa: PLC0415 - same
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - same

    root = x509.Certificate.load(pem.unarmor(authority.certificate.encode())[2])
    context = ValidationContext(trust_roots=[root], allow_fetching=False, moment=SEALED_AT)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return asyncio.run(async_validate_pdf_signature(signature, context))


@pytest.mark.parametrize("action", ["JavaScript", "Launch", "SubmitForm"])
def test_a_document_that_could_act_is_not_sealed(unsealed: bytes, sealer: Sealer, action: str) -> None:
    with opened(unsealed) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(f"/{action}"), JS="app.alert(1)")
        acting = BytesIO()
        pdf.save(acting)

    with pytest.raises(Unsealable, match=action):
        seal(acting.getvalue(), sealer, at=SEALED_AT)


@pytest.mark.parametrize("heavy", ["pyhanko", "cryptography", "asn1crypto", "pikepdf", "babel"])
def test_the_package_alone_loads_nothing_heavy(heavy: str) -> None:
    code = f"import sys, labelflow.sealing, labelflow.sealing.reading; print({heavy!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"


def test_sealing_and_reading_a_seal_load_no_pyhanko(unsealed: bytes, tmp_path: Path) -> None:
    source = tmp_path / "unsealed.pdf"
    source.write_bytes(unsealed)
    code = """
import sys, pathlib
from tests.sealing.conftest import *
root = make_authority(OFFICE, now=MADE_AT)
key = make_seal(root, OFFICE, now=MADE_AT)
from labelflow.sealing.reading import read
trust = TrustBundle("", SEALED_AT, (), (root.certificate,))
made = seal(pathlib.Path(sys.argv[1]).read_bytes(), sealer_of(key.private, key.certificate), at=SEALED_AT)
print(read(made, trust, SEALED_AT).state, "pyhanko" in sys.modules, "weasyprint" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", code, source], check=True, capture_output=True, text=True).stdout

    assert told == "intact False False\n"
