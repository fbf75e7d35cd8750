"""Every issued document is archivable, accessible and the same each time, say tools that are not ours."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import outloud
import pikepdf
import pymupdf
import pytest

from labelflow.issuing import render_certificate
from tests.issuing import preflight, samples

if TYPE_CHECKING:
    from pathlib import Path

RENDER_TWICE = """
import hashlib
from labelflow.issuing import render_certificate, render_letter, render_minutes, render_receipt
from tests.issuing import samples
made = (render_certificate(samples.certificate()), render_letter(samples.letter()),
        render_receipt(samples.receipt()), render_minutes(samples.minutes()))
print(*(hashlib.sha256(pdf).hexdigest() for pdf in made))
"""


def run(*command: str | Path) -> str:
    """Run a program of the system; skip where it is not installed."""
    program = shutil.which(str(command[0]))
    if program is None:
        pytest.skip(f"{command[0]} is not installed on this machine")
    return subprocess.run([program, *command[1:]], check=True, capture_output=True, text=True).stdout


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def test_a_document_claims_pdf_a_3a_and_pdf_ua_1(document: bytes) -> None:
    with opened(document) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_a_document_names_its_language_title_and_owner(document: bytes) -> None:
    with opened(document) as pdf, pdf.open_metadata() as metadata:
        assert pdf.Root.Lang == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
        assert metadata["dc:creator"] == [samples.OFFICE.owner]


def test_the_syntax_of_a_document_is_clean(document: bytes) -> None:
    with opened(document) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_qpdf_finds_nothing_to_say(document_file: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", document_file)


def test_a_pdf_ua_checker_finds_neither_error_nor_warning(document_file: Path) -> None:
    found = outloud.check(str(document_file))

    assert (found.error, found.findings, found.verdict) == (None, [], "pass")


@pytest.mark.parametrize("kind", ["certificate", "compiled", "letter"])
def test_pdfbox_preflight_finds_no_fault(kind: str, issued: dict[str, bytes], tmp_path: Path) -> None:
    assert preflight.faults(issued[kind], tmp_path) == []


def test_pdfbox_preflight_would_see_a_fault(issued: dict[str, bytes], tmp_path: Path) -> None:
    out = BytesIO()
    with opened(issued["compiled"]) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)

    assert any("action" in fault.lower() for fault in preflight.faults(out.getvalue(), tmp_path))


@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_verapdf_finds_no_fault(flavour: str, document_file: Path) -> None:
    assert run("verapdf", "--format", "text", "--flavour", flavour, document_file).startswith("PASS")


def test_every_font_is_embedded_and_comes_from_the_packages(document: bytes) -> None:
    with pymupdf.open(stream=document) as pdf:
        fonts = {font[3]: font[1] for page in pdf for font in page.get_fonts()}

    assert fonts
    assert all(kind != "n/a" for kind in fonts.values())
    assert all("+Labelflow-S" in name for name in fonts), fonts


def test_poppler_agrees_that_fonts_are_embedded_and_readable(document_file: Path) -> None:
    lines = run("pdffonts", document_file).splitlines()[2:]

    assert lines
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


def test_all_the_text_hangs_in_the_structure_tree_or_is_an_artifact(document: bytes) -> None:
    with opened(document) as pdf:
        tree = pdf.Root.StructTreeRoot
        reached, waiting = set(), list(tree.K)
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Dictionary):
                reached.add(element.objgen)
                kids = element.get("/K", [])
                waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        nums = list(tree.ParentTree.Nums)[1::2]
        owners = [owner for entry in nums for owner in (entry if isinstance(entry, pikepdf.Array) else [entry])]

    assert owners
    assert all(owner is None or owner.objgen in reached for owner in owners)


def test_numbers_of_pages_are_artifacts(issued: dict[str, bytes]) -> None:
    with opened(issued["receipt"]) as pdf:
        streams = [page.Contents.read_bytes() for page in pdf.pages]

    assert streams
    assert all(stream.count(b"/Pagination") == 2 for stream in streams)


def test_the_same_content_gives_the_same_bytes_in_two_processes() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", RENDER_TWICE],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(made) == 1
    assert len(made.pop().split()) == 4


def test_two_certificates_never_share_an_identifier() -> None:
    first = render_certificate(samples.certificate())
    second = render_certificate(samples.certificate(holder_name="Kosmos"))

    with opened(first) as one, opened(second) as other:
        assert bytes(one.trailer.ID[0]) != bytes(other.trailer.ID[0])


def test_the_dates_of_a_document_are_those_of_its_content(issued: dict[str, bytes]) -> None:
    with opened(issued["receipt"]) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260903164200Z"
    with opened(issued["certificate"]) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261124")


@pytest.mark.parametrize("heavy", ["weasyprint", "zxingcpp", "pikepdf", "PIL", "fontTools"])
def test_importing_the_issuing_layer_loads_no_heavy_library(heavy: str) -> None:
    code = f"import sys, labelflow.issuing; print({heavy!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"


def test_a_certificate_encloses_its_credential_once_as_the_data_it_prints(issued: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(issued["certificate"])) as pdf:
        associated = [(str(one.UF), str(one.AFRelationship)) for one in pdf.Root.AF]
        held = pdf.attachments["credential.json"].get_file()

    assert associated == [("credential.json", "/Data")]
    assert (held.mime_type, held.creation_date) == ("application/json", samples.enclosed().made_at)


def test_the_same_certificate_with_its_credential_is_the_same_to_the_byte(issued: dict[str, bytes]) -> None:
    assert render_certificate(samples.certificate(), enclosed=samples.enclosed()) == issued["certificate"]
