"""Each document looks as it looked when somebody last judged it: small pictures, kept with the tests.

After a change that is meant: `python -m tests.issuing.test_golden` draws them anew; look at them before they
are committed.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from PIL import Image, ImageChops, ImageStat

from labelflow.issuing import (
    render_certificate,
    render_letter,
    render_minutes,
    render_receipt,
    render_reviewing,
)
from labelflow.issuing.examples import certificate_example
from tests.issuing import samples
from tests.issuing.test_certificate import EXTREMES, PROGRAMME

GOLDEN = Path(__file__).parent / "golden"
DPI = 36
MEAN = 1.5
"""Of 255: what another version of the painter may change on the whole page."""
WORST = 40
"""Of 255, in a picture blurred by a reduction to a third: a word that moved is far above."""


def drawn(name: str) -> Image.Image:
    """The first page of a document, small and grey."""
    pdf = {
        "certificate": lambda: render_certificate(samples.certificate()),
        "certificate-long": lambda: render_certificate(EXTREMES["everything long"]),
        "certificate-oc": lambda: render_certificate(certificate_example(PROGRAMME, "oc")),
        "certificate-ca-long": lambda: render_certificate(EXTREMES["the longest, in ca"]),
        "certificate-en": lambda: render_certificate(certificate_example(PROGRAMME, "en")),
        "letter": lambda: render_letter(samples.letter()),
        "reserved-grant": lambda: render_letter(samples.reserved_grant()),
        "receipt": lambda: render_receipt(samples.receipt()),
        "minutes": lambda: render_minutes(samples.minutes()),
        "reviewing": lambda: render_reviewing(samples.reviewing()),
        "reviewing-en": lambda: render_reviewing(samples.reviewing(language="en")),
    }[name]()
    with pymupdf.open(stream=pdf) as document:
        pixels = document[0].get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY).tobytes("png")
    return Image.open(BytesIO(pixels)).convert("L")


NAMES = (
    "certificate",
    "certificate-long",
    "certificate-oc",
    "certificate-ca-long",
    "certificate-en",
    "letter",
    "reserved-grant",
    "receipt",
    "minutes",
    "reviewing",
    "reviewing-en",
)


def distance(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """How far two pictures are: on the whole, and at their worst place once both are blurred."""
    whole = ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
    small = [picture.reduce(3) for picture in (one, other)]
    worst = ImageChops.difference(*small).getextrema()[1]
    return whole, int(worst)  # type: ignore[arg-type]  # a grey picture has one band


@pytest.mark.parametrize("name", NAMES)
def test_a_document_looks_as_it_did(name: str) -> None:
    found, golden = drawn(name), Image.open(GOLDEN / f"{name}.png").convert("L")

    assert found.size == golden.size
    whole, worst = distance(found, golden)
    assert (whole < MEAN, worst < WORST) == (True, True), f"{name}: mean {whole:.2f}, worst {worst}"


def test_a_line_that_moved_or_a_word_that_is_gone_is_seen() -> None:
    golden = Image.open(GOLDEN / "certificate.png").convert("L")
    moved, gone = golden.copy(), golden.copy()
    line = (170, 60, 400, 105)
    moved.paste(golden.crop(line), (line[0], line[1] + 2))
    gone.paste(255, (170, 108, 260, 118))  # the address

    assert distance(moved, golden)[1] > WORST
    assert distance(gone, golden)[1] > WORST


if __name__ == "__main__":
    for each in NAMES:
        drawn(each).quantize(16).save(GOLDEN / f"{each}.png", optimize=True)
