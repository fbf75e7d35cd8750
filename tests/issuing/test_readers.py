"""A sealed certificate looks and reads the same in the engines of the readers that people have."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING

import pymupdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from labelflow.issuing import render_certificate
from labelflow.issuing.scanning import scan
from labelflow.sealing.authority import make_authority, make_seal
from labelflow.sealing.keys import sealer_of
from labelflow.sealing.making import seal
from tests import photos
from tests.issuing import samples
from tests.sealing.conftest import MADE_AT, OFFICE, SEALED_AT

if TYPE_CHECKING:
    from pathlib import Path

DPI = 100
MOST_APART = 2.0
"""Mean difference of two softened pictures, of 255: each engine smooths edges in its own way."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readers")
    authority = make_authority(OFFICE, now=MADE_AT)
    key = make_seal(authority, OFFICE, now=MADE_AT)
    unsealed = render_certificate(samples.certificate(), enclosed=samples.enclosed(), templates=folder / "shelf")
    path = folder / "attestation.pdf"
    path.write_bytes(seal(unsealed, sealer_of(key.private, key.certificate + authority.certificate), at=SEALED_AT))
    return path


def ran(*command: str | Path) -> bytes:
    program = shutil.which(str(command[0]))
    if program is None:
        pytest.skip(f"{command[0]} is not installed on this machine")
    return subprocess.run([program, *command[1:]], check=True, capture_output=True).stdout


def by_mupdf(file: Path) -> tuple[str, Image.Image]:
    with pymupdf.open(file) as document:
        return document[0].get_text(), photos.page_of(file.read_bytes(), dpi=DPI)


def by_poppler(file: Path) -> tuple[str, Image.Image]:
    text = ran("pdftotext", "-raw", file, "-").decode()
    return text, Image.open(BytesIO(ran("pdftoppm", "-r", str(DPI), file))).convert("RGB")


def by_pdfium(file: Path) -> tuple[str, Image.Image]:
    document = pypdfium2.PdfDocument(file.read_bytes())
    page = document[0]
    seen = page.get_textpage().get_text_range(), page.render(scale=DPI / 72).to_pil().convert("RGB")
    document.close()
    return seen


def by_ghostscript(file: Path) -> tuple[str, Image.Image]:
    """Its text is not compared: it turns the two letters of a ligature's code around."""
    command = ("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sOutputFile=-", "-sDEVICE=png16m", f"-r{DPI}")
    return "", Image.open(BytesIO(ran(*command, "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", file)))


ENGINES = {"Poppler": by_poppler, "PDFium": by_pdfium, "Ghostscript": by_ghostscript}


def apart(one: Image.Image, other: Image.Image) -> float:
    soft = ImageFilter.GaussianBlur(2)
    difference = ImageChops.difference(one.resize(other.size).filter(soft), other.filter(soft))
    return max(ImageStat.Stat(difference).mean)


def words(text: str) -> list[str]:
    """In no order: a reader lays columns out as it likes."""
    return sorted(unicodedata.normalize("NFKC", text).replace("\xad", "").split())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_words_are_read_and_the_same_page_is_seen(engine: str, file: Path) -> None:
    text, seen = ENGINES[engine](file)
    same_text, same = by_mupdf(file)

    assert words(text or same_text) == words(same_text)
    assert apart(seen, same) < MOST_APART
    assert scan(photos.png(seen)).codes == (samples.certificate().verify_url,)
