"""The code of a certificate is read from the pictures that people take of it; what cannot be read is told, and soon."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from time import process_time
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageFilter

from labelflow.issuing import render_certificate
from labelflow.issuing.scanning import MOST_PIXELS, Scan, scan, scan_pages
from tests import photos
from tests.issuing import samples

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = samples.certificate()
SAID = Scan((CONTENT.verify_url,))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """A certificate on paper."""
    return photos.page_of(render_certificate(CONTENT, templates=tmp_path_factory.mktemp("shelf")))


@pytest.mark.parametrize("degrees", [0, 7, 45, 97, 183])
def test_a_photo_taken_askew_with_noise_and_a_shadow_is_read(printed: Image.Image, degrees: float) -> None:
    assert scan(photos.jpeg(photos.photographed(printed, degrees=degrees))) == SAID


def test_another_reader_of_codes_reads_such_a_photo(printed: Image.Image, tmp_path: Path) -> None:
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg is not installed on this machine")
    file = tmp_path / "photo.jpg"
    file.write_bytes(photos.jpeg(photos.photographed(printed, shade=False)))

    told = subprocess.run(["zbarimg", "--quiet", "--raw", file], check=True, capture_output=True, text=True)

    assert told.stdout.split() == [CONTENT.verify_url]


def test_a_telephone_held_upright_is_read(printed: Image.Image) -> None:
    assert scan(photos.jpeg(printed.rotate(90, expand=True), orientation=photos.SIDEWAYS)) == SAID


def test_a_screenshot_is_read_with_or_without_a_ground(printed: Image.Image) -> None:
    clear = printed.convert("RGBA")
    clear.putalpha(printed.convert("L").point(lambda value: 255 - value))

    assert [scan(photos.png(image)) for image in (printed, clear)] == [SAID, SAID]


def test_a_code_that_is_small_in_a_large_photo_is_read(printed: Image.Image) -> None:
    table = Image.new("RGB", (4000, 3000), photos.TABLE)
    table.paste(printed.resize((1100, 778)), (1600, 900))

    assert scan(photos.jpeg(table)) == SAID


def test_each_code_is_told_once(printed: Image.Image) -> None:
    assert scan(photos.png(photos.beside(printed, printed))) == SAID


@pytest.mark.parametrize("how", ["blurred", "cut", "blank"])
def test_what_shows_no_code_says_so(printed: Image.Image, how: str) -> None:
    picture = {
        "blurred": printed.filter(ImageFilter.GaussianBlur(5)),
        "cut": printed.crop((0, 0, printed.width // 2, printed.height)),
        "blank": Image.new("L", (800, 600), 255),
    }[how]

    assert scan(photos.jpeg(picture)) == Scan(fault="no_code")


@pytest.mark.parametrize("data", [b"GIF89a", b"<svg/>", b"", b"\xff\xd8\xff", b"RIFF....WEBP"])
def test_what_is_no_picture_says_so(data: bytes) -> None:
    assert scan(data) == Scan(fault="unreadable")


def test_a_torn_picture_is_an_answer(printed: Image.Image) -> None:
    assert scan(photos.jpeg(printed)[:9000]).fault in {"unreadable", "no_code"}  # WeasyPrint tells Pillow to be lenient


def test_a_picture_of_many_pixels_is_not_unfolded() -> None:
    side = int(MOST_PIXELS["PNG"] ** 0.5) + 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bomb = photos.png(Image.new("1", (side, side)))
        began = process_time()

        assert scan(bomb) == Scan(fault="too_many_pixels")
        assert process_time() - began < 0.1


def test_the_largest_picture_that_is_read_is_read_soon() -> None:
    side = int(MOST_PIXELS["PNG"] ** 0.5)
    noise = photos.png(Image.effect_noise((side // 4, side // 4), 90).resize((side, side)))
    began = process_time()

    assert scan(noise) == Scan(fault="no_code")
    assert process_time() - began < 3


def test_the_pages_of_a_scanned_paper_are_read(printed: Image.Image) -> None:
    blank = Image.new("RGB", printed.size, "white")

    assert scan_pages(photos.pdf(blank, printed)) == SAID
    assert scan_pages(photos.pdf(blank)) == Scan(fault="no_code")


@pytest.mark.parametrize("pages", [4, 5_000], ids=["large", "many"])
def test_a_pdf_full_of_hostile_photos_is_told_soon(pages: int) -> None:
    photo = photos.jpeg(Image.new("L", (4_000, 3_000) if pages == 4 else (40, 40), "white"))
    bomb = photo.replace(b"\x0b\xb8\x0f\xa0", b"\xff\xff\xff\xff")  # of four thousand million pixels, it says
    begun = process_time()

    for one in (photo, bomb, photo[: len(photo) // 2], b"\xff\xd8\xff" + bytes(100)):
        assert scan_pages(b"%PDF-1.7\n" + b"stream\r\n%s\nendstream\n" % one * pages) == Scan(fault="no_code")

    assert scan_pages(b"%PDF-1.7\nstream\n" + photo) == Scan(fault="no_code")
    assert process_time() - begun < 4
