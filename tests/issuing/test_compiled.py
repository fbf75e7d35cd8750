"""A certificate from a template is the certificate that WeasyPrint would have made, or there is no template."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pymupdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from labelflow import paths
from labelflow.issuing import CertificateContent, render_certificate
from labelflow.issuing.compiled import shaping
from labelflow.issuing.compiled import shelf as shelves
from tests.issuing import samples
from tests.issuing.samples import certificate, enclosed, text_of
from tests.issuing.test_certificate import EIGHT_SCOPES, FIVE_LINES, LONG_CAPACITY, LONG_NAME

if TYPE_CHECKING:
    from pathlib import Path

ALIKE = {
    "every day": certificate(),
    "ligatures": certificate(holder_name="L’Office d’affichage et de coffret (fjord)"),
    "accents that are not French": certificate(holder_name="Òptics Ïü; «Ñandú»"),
    "one letter": certificate(holder_name="A", holder_address=("46000 Cahors",), scope_names=("Média",)),
    "140 characters": certificate(holder_name=f"{LONG_NAME} (ADPC)"[:140]),
    "everything long": certificate(
        holder_name=f"{LONG_NAME} (ADPC)"[:140],
        holder_address=FIVE_LINES,
        scope_names=EIGHT_SCOPES,
        signatory_name="Marie-Antoinette de Saint-Exupéry-Lapeyrouse",
        signatory_capacity=LONG_CAPACITY,
    ),
}
UNLIKE = {
    "another script": certificate(holder_name="Ἀκαδημία"),
    "right to left": certificate(holder_name="مدرسة العلوم"),
    "a combining accent": certificate(holder_name="Les Ate\u0301liers"),
    "a dot that Catalan raises": certificate(holder_name="Col·legi d’Òptics"),
    "an emoji": certificate(holder_name="Kosmos 🔭"),
    "a word longer than a line": certificate(holder_name="Wissenschaftsvermittlung" * 5),
    "a dash that may break": certificate(holder_name="Les Petits Ateliers — et les très grands — du Lauragais tarnais"),
}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf that the tests of this module share, as the certificates of an instance do."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(scope="module", params=ALIKE)
def both(request: pytest.FixtureRequest, templates: Path) -> tuple[bytes, bytes, CertificateContent]:
    """A certificate laid out by WeasyPrint, and the same one from its template."""
    content = ALIKE[request.param]
    plain = render_certificate(content, enclosed=enclosed())
    made = render_certificate(content, enclosed=enclosed(), templates=templates)
    assert is_compiled(made)
    return plain, made, content


def is_compiled(pdf: bytes) -> bool:
    """WeasyPrint alone gives a file two identifiers that differ."""
    with opened(pdf) as document:
        return bytes(document.trailer.ID[0]) == bytes(document.trailer.ID[1])


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def said(pdf: bytes) -> dict[int, Any]:
    """What each object of a file says, the fonts and what they hold left out."""
    with opened(pdf) as document:
        fonts = {int(one.objgen[0]) for font in document.pages[0].Resources.Font.values() for one in below(font)}
        return {
            int(one.objgen[0]): one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse(resolved=True)
            for one in document.objects
            if not isinstance(one, pikepdf.Stream) or one.get("/Type") not in ("/ObjStm", "/XRef")
            if one.objgen[0] not in fonts
        }


def below(font: Any) -> list[Any]:
    """A font with all that it is made of."""
    kid = font.DescendantFonts[0]
    found = [font, font.ToUnicode, kid, kid.FontDescriptor]
    found += [kid.FontDescriptor[key] for key in ("/FontFile2", "/CIDSet") if key in kid.FontDescriptor]
    return [one for one in [*found, kid.get("/W")] if one is not None and one.is_indirect]


def pixels(pdf: bytes, folder: Path, *, dpi: int = 100) -> bytes:
    """What Poppler paints."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed on this machine")
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), str(file)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def painted(pdf: bytes, *, dpi: int) -> Image.Image:
    """What MuPDF paints."""
    with pymupdf.open(stream=pdf) as document:
        return Image.open(BytesIO(document[0].get_pixmap(dpi=dpi).tobytes("png")))


def test_a_page_from_a_template_says_the_same_to_the_byte(both: tuple[bytes, bytes, CertificateContent]) -> None:
    plain, made = (said(pdf) for pdf in both[:2])

    assert {key: value for key, value in plain.items() if made.get(key) != value} == {}
    assert set(plain) == set(made)


def test_poppler_paints_the_same_pixels(both: tuple[bytes, bytes, CertificateContent], tmp_path: Path) -> None:
    assert pixels(both[0], tmp_path) == pixels(both[1], tmp_path)


def test_mupdf_paints_the_same_pixels(both: tuple[bytes, bytes, CertificateContent]) -> None:
    one, other = (painted(pdf, dpi=100) for pdf in both[:2])

    assert ImageChops.difference(one, other).getbbox() is None


def seen_by_pdfium(pdf: bytes, *, dpi: int) -> tuple[Image.Image, str]:
    """What PDFium, the engine of Chromium, paints, and the text that it reads."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    seen = page.render(scale=dpi / 72).to_pil().convert("RGB"), page.get_textpage().get_text_range()
    document.close()
    return seen


@pytest.mark.parametrize("dpi", [72, 100, 144])
def test_pdfium_paints_the_same_pixels_and_reads_the_same_text(
    both: tuple[bytes, bytes, CertificateContent], dpi: int
) -> None:
    (one, said_by_one), (other, said_by_other) = (seen_by_pdfium(pdf, dpi=dpi) for pdf in both[:2])

    assert ImageChops.difference(one, other).getbbox() is None
    assert said_by_one == said_by_other


def test_the_text_is_read_back_the_same(both: tuple[bytes, bytes, CertificateContent]) -> None:
    assert text_of(both[0]) == text_of(both[1])


def test_the_qr_code_of_a_template_leads_to_its_own_certificate(both: tuple[bytes, bytes, CertificateContent]) -> None:
    found = zxingcpp.read_barcodes(painted(both[1], dpi=110))

    assert [code.text for code in found] == [both[2].verify_url]


@pytest.mark.parametrize("case", UNLIKE)
def test_what_a_template_cannot_show_for_sure_takes_the_plain_path(case: str, templates: Path) -> None:
    render_certificate(certificate(), enclosed=enclosed(), templates=templates)
    made = render_certificate(UNLIKE[case], enclosed=enclosed(), templates=templates)

    assert made == render_certificate(UNLIKE[case], enclosed=enclosed())


def test_a_template_does_not_depend_on_the_certificate_that_it_was_made_from(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    other = certificate(holder_name="La Fabrique du Quercy et du Rouergue", short_code="222222222")
    render_certificate(other, enclosed=enclosed(), templates=second)

    made = [render_certificate(certificate(), enclosed=enclosed(), templates=folder) for folder in (first, second)]

    assert made[0] == made[1]


def test_a_certificate_from_a_template_loads_neither_weasyprint_nor_pikepdf(templates: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from labelflow.issuing import render_certificate;"
        "from labelflow.issuing.contents import CertificateContent; from pydantic import TypeAdapter;"
        "content = TypeAdapter(CertificateContent).validate_json(sys.stdin.read());"
        f"render_certificate(content, templates=Path({str(templates)!r}));"
        "print(sorted({'weasyprint', 'pikepdf', 'fontTools', 'cffi', 'PIL'} & set(sys.modules)))"
    )
    content = adapter().dump_json(certificate()).decode()
    render_certificate(certificate(), templates=templates)

    done = subprocess.run([sys.executable, "-c", code], input=content, check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"


def adapter() -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - with its only use

    return TypeAdapter(CertificateContent)


def test_a_torn_template_is_made_again_to_the_same_bytes(tmp_path: Path) -> None:
    first = render_certificate(certificate(), templates=tmp_path)
    kept = {file.name for file in tmp_path.iterdir()}
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:1000])

    assert render_certificate(certificate(), templates=tmp_path) == first
    assert {file.name for file in tmp_path.iterdir()} == kept


def test_a_changed_style_sheet_or_a_changed_word_asks_for_another_template(tmp_path: Path) -> None:
    design = shutil.copytree(paths.certificates(), tmp_path / "design")
    templates = tmp_path / "templates"
    first = render_certificate(certificate(), design=design, templates=templates)
    sheet = design / "certificate.css"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("37pt", "36pt"), encoding="utf-8")

    restyled = render_certificate(certificate(), design=design, templates=templates)
    reworded = render_certificate(certificate(title="Attestation d’adhésion"), design=design, templates=templates)

    assert is_compiled(restyled)
    assert restyled != first
    assert "Attestation d’adhésion" in text_of(reworded)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("color: var(--night); overflow-wrap", "text-align: center; overflow-wrap", id="centred"),
        pytest.param("h1 { margin-top: 2mm", "h1 { float: right; margin-top: 2mm", id="beside a float"),
        pytest.param(".facts { table-layout: fixed", ".facts { table-layout: auto", id="columns that give way"),
    ],
)
def test_a_design_in_which_more_than_the_slots_moves_takes_the_plain_path(tmp_path: Path, old: str, new: str) -> None:
    design = shutil.copytree(paths.certificates(), tmp_path / "design")
    sheet = design / "certificate.css"
    text = sheet.read_text(encoding="utf-8")
    assert old in text
    sheet.write_text(text.replace(old, new, 1), encoding="utf-8")

    for name in ("Kosmos", "Les Petits Ateliers du Lauragais", "Muséum"):
        content = certificate(holder_name=name, scope_names=(name,))
        made = render_certificate(content, design=design, templates=tmp_path / "templates")
        plain = render_certificate(content, design=design)
        assert made == plain or said(made) == said(plain)


def test_a_design_that_marks_nothing_takes_the_plain_path(tmp_path: Path) -> None:
    design = shutil.copytree(paths.certificates(), tmp_path / "design")
    page = design / "certificate.html"
    page.write_text(page.read_text(encoding="utf-8").replace(" data-slot", " data-none"), encoding="utf-8")

    made = render_certificate(certificate(), design=design, templates=tmp_path / "templates")

    assert made == render_certificate(certificate(), design=design)
    assert not (tmp_path / "templates").exists()


def test_without_harfbuzz_certificates_take_the_plain_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shaping, "_NAMES", ("libnothing.so.0",))
    shaping.harfbuzz.cache_clear()
    shelves._makers.cache_clear()

    made = render_certificate(certificate(), templates=tmp_path)
    monkeypatch.undo()
    shaping.harfbuzz.cache_clear()

    assert made == render_certificate(certificate())


def test_a_shelf_keeps_only_so_many_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "_MOST", 4)

    for title in "ABCD":
        render_certificate(certificate(title=title), templates=tmp_path)

    assert len(list(tmp_path.iterdir())) == 4


def test_a_text_that_looks_like_a_drawing_is_only_text(templates: Path) -> None:
    hostile = 'labelflow:qr src="labelflow:seal"'

    made = render_certificate(certificate(holder_name=hostile), templates=templates)

    assert samples.joined(hostile) in samples.joined(text_of(made))
