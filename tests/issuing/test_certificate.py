"""The certificate says what the record says, whole, whatever the record holds."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pymupdf
import pytest
import zxingcpp
from PIL import Image

from labelflow import paths
from labelflow.issuing import CertificateContent, DocumentFault, render_certificate
from labelflow.issuing.examples import certificate_example
from labelflow.programmes.loader import load
from tests.issuing import samples
from tests.issuing.samples import certificate, joined, text_of, words

MILLIMETRE = 72 / 25.4
LONG_NAME = (
    "Association départementale pour la promotion de la culture scientifique, technique et industrielle "
    "en Pyrénées-Orientales et en Cerdagne"
)
FIVE_LINES = (
    "Maison des associations Simone-Veil",
    "Bâtiment C, 2e étage, porte 214",
    "12 bis avenue du Maréchal-de-Lattre-de-Tassigny",
    "BP 40217",
    "66002 PERPIGNAN CEDEX",
)
EIGHT_SCOPES = (
    "Ateliers scolaires",
    "Expositions itinérantes",
    "Conférences et rencontres",
    "Sciences participatives",
    "Formation des médiateurs",
    "Médias et production numérique",
    "Clubs et accueil périscolaire",
    "Accueil de jeunes en laboratoire",
)
LONG_CAPACITY = "Vice-présidente déléguée à l’enseignement supérieur, à la recherche et à l’innovation, par délégation"
PROGRAMME = load(paths.programmes() / "sciences-en-occitanie")


def longest(language: str) -> CertificateContent:
    """The longest that may be, with the words of the real programme, of an issue after the first."""
    name = f"{LONG_NAME} (ADPC)"
    return replace(certificate_example(PROGRAMME, language, longest=True), holder_name=f"{name:.<140}"[:140], issue=12)


EXTREMES = {
    "every day": certificate(),
    "one letter": certificate(holder_name="A", holder_address=("46000 Cahors",), scope_names=("Média",)),
    "140 characters": certificate(holder_name=f"{LONG_NAME:.<140}"),
    "140 without a space": certificate(holder_name="Wissenschaftsvermittlung" * 5 + "abcdefghijklmnopqrst"),
    "140 capitals": certificate(holder_name="CENTRE DE CULTURE SCIENTIFIQUE " * 4 + "DES HAUTES-PYRÉN"),
    "everything long": certificate(
        holder_name=f"{LONG_NAME} (ADPC)"[:140],
        holder_address=FIVE_LINES,
        scope_names=EIGHT_SCOPES,
        signatory_name="Marie-Antoinette de Saint-Exupéry-Lapeyrouse",
        signatory_capacity=LONG_CAPACITY,
    ),
    "three scripts": certificate(holder_name="Ἀκαδημία · Наука · Col·legi Ŀŀ №1 ẽ œuvres"),
    **{f"the longest, in {language}": longest(language) for language in ("oc", "ca", "en")},
    "long address of the site": certificate(verify_url=f"https://{'sous-domaine.' * 6}example/v/{samples.NUMBER}"),
}


def inset(rect: pymupdf.Rect, across: float, down: float) -> pymupdf.Rect:
    return pymupdf.Rect(rect.x0 + across, rect.y0 + down, rect.x1 - across, rect.y1 - down)


@pytest.fixture(scope="module", params=EXTREMES)
def extreme(request: pytest.FixtureRequest) -> tuple[CertificateContent, bytes]:
    """A content at its limits, and its certificate."""
    content = EXTREMES[request.param]
    return content, render_certificate(content)


def test_a_certificate_is_one_a4_page_in_landscape(extreme: tuple[CertificateContent, bytes]) -> None:
    with pymupdf.open(stream=extreme[1]) as pdf:
        assert [(round(page.rect.width), round(page.rect.height)) for page in pdf] == [(842, 595)]


def test_a_certificate_holds_its_whole_record(extreme: tuple[CertificateContent, bytes]) -> None:
    content, pdf = extreme
    text = joined(text_of(pdf))

    said = (
        content.holder_name,
        *content.holder_address,
        *content.scope_names,
        content.programme_name,
        content.owner,
        content.number,
        content.short_code,
        content.guarantee,
        content.reference,
        content.signatory_name,
        content.signatory_capacity,
        content.verify_url.removeprefix("https://"),
    )
    assert [value for value in said if joined(value) not in text] == []


def test_nothing_on_a_certificate_is_cut_or_printed_over_another_thing(
    extreme: tuple[CertificateContent, bytes],
) -> None:
    with pymupdf.open(stream=extreme[1]) as pdf:
        page = inset(pdf[0].rect, 18 * MILLIMETRE, 18 * MILLIMETRE)
        printed = [pymupdf.Rect(word[:4]) for word in pdf[0].get_text("words")]
        pictures = [pymupdf.Rect(path["rect"]) for path in pdf[0].get_drawings() if path["type"] in {"f", "s"}]

    cores = [inset(rect, 0, rect.height * 0.3) for rect in printed]
    assert [rect for rect in printed if rect not in page] == []
    assert [pair for pair in combinations(cores, 2) if abs(pair[0] & pair[1]) > 0.5] == []
    assert [rect for rect in cores for shape in pictures if shape.height > 3 and abs(rect & shape) > 0.5] == []


def test_the_name_of_the_holder_is_the_largest_text(extreme: tuple[CertificateContent, bytes]) -> None:
    content, pdf = extreme
    with pymupdf.open(stream=pdf) as document:
        lines = [line for block in document[0].get_text("dict")["blocks"] for line in block.get("lines", ())]
    spans = [span for line in lines for span in line["spans"]]
    largest = max(span["size"] for span in spans)

    assert joined("".join(span["text"] for span in spans if span["size"] == largest)) == joined(content.holder_name)


def test_the_qr_code_read_from_the_page_leads_to_the_verification_page(
    extreme: tuple[CertificateContent, bytes],
) -> None:
    content, pdf = extreme
    with pymupdf.open(stream=pdf) as document:
        picture = Image.open(BytesIO(document[0].get_pixmap(dpi=110).tobytes("png")))

    found = zxingcpp.read_barcodes(picture)

    assert [(code.text, code.ec_level) for code in found] == [(content.verify_url, "Q")]


def test_a_damaged_qr_code_still_leads_there() -> None:
    with pymupdf.open(stream=render_certificate(certificate())) as document:
        page = document[0]
        code = max((pymupdf.Rect(path["rect"]) for path in page.get_drawings() if path["rect"].y0 > 400), key=abs)
        page.draw_rect(inset(code, code.width * 0.38, code.height * 0.38), color=(1, 1, 1), fill=(1, 1, 1))
        picture = Image.open(BytesIO(page.get_pixmap(dpi=110).tobytes("png")))

    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [samples.VERIFY_URL]


def test_a_certificate_speaks_of_an_attestation_and_of_the_online_truth() -> None:
    text = words(text_of(render_certificate(certificate())))

    assert "Attestation de labellisation" in text
    assert "L’authenticité et la validité de ce label se vérifient à l’adresse" in text
    assert "seule l’information en ligne fait foi." in text
    assert "du 1er décembre 2026 au 30 novembre 2029" in text
    assert "Label accordé le 24 novembre 2026 par Région Occitanie" in text
    assert "certif" not in text.lower()


def test_a_certificate_keeps_its_meaning_in_black_and_white() -> None:
    with pymupdf.open(stream=render_certificate(certificate())) as document:
        spans = [s for b in document[0].get_text("dict")["blocks"] for ln in b.get("lines", ()) for s in ln["spans"]]
    colours = {span["color"] for span in spans}
    greys = {0.2126 * (c >> 16) + 0.7152 * (c >> 8 & 255) + 0.0722 * (c & 255) for c in colours}

    assert max(greys) < 110


def test_a_certificate_paints_no_gradient_and_no_picture_of_pixels() -> None:
    pdf = render_certificate(certificate())

    with pymupdf.open(stream=pdf) as document:
        assert document[0].get_images() == []
    assert b"/Shading" not in pdf.replace(b"/Shading<<>>", b"").replace(b"/Shading <<>>", b"")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src='https://evil.example/x.png'>",
        "<svg onload='x()'><text>y</text></svg>",
        "{{ 7 * 7 }}{% for x in () %}",
        "%(holder)s %s {0} &amp; &lt;",
        "</p></main><style>*{display:none}</style>",
        'a" onclick="b\' \\ ; /*',
    ],
)
def test_what_looks_like_code_in_a_record_is_only_text(hostile: str) -> None:
    content = certificate(
        holder_name=hostile,
        holder_address=(hostile,),
        scope_names=(hostile,),
        signatory_name=hostile,
        signatory_capacity=hostile,
        guarantee=hostile,
    )

    pdf = render_certificate(content)

    with pymupdf.open(stream=pdf) as document:
        links = [link["uri"] for link in document[0].get_links()]
    assert joined(text_of(pdf)).count(joined(hostile)) == 6
    assert links == [content.verify_url]


def test_a_record_that_cannot_fit_is_refused_rather_than_cut() -> None:
    with pytest.raises(DocumentFault, match="does not fit"):
        render_certificate(certificate(scope_names=EIGHT_SCOPES * 8))


@pytest.mark.parametrize("language", ["fr", "oc", "ca", "en"])
def test_a_certificate_says_in_which_language_it_speaks(language: str) -> None:
    with pymupdf.open(stream=render_certificate(certificate_example(PROGRAMME, language))) as pdf:
        assert pdf.xref_get_key(pdf.pdf_catalog(), "Lang") == ("string", language)


def test_a_translation_says_which_certificate_is_authoritative() -> None:
    original, translated = (
        words(text_of(render_certificate(certificate_example(PROGRAMME, language)))) for language in ("fr", "en")
    )

    assert "Traduction" not in original
    assert "Translation: only the certificate issued in French is authoritative." in translated
    assert "In force" in translated
    assert "from 1 December 2026 to 30 November 2029" in translated


def test_a_later_issue_is_told_from_the_first() -> None:
    assert "édition" not in text_of(render_certificate(certificate()))
    assert "Référentiel 2026.1, édition 2" in words(text_of(render_certificate(certificate(issue=2))))
