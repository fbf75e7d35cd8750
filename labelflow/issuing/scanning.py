"""Reads the codes to scan that a picture of anybody's shows: a photo of a certificate, a screenshot.

What a picture would unfold to is known before it is unfolded, and it is read in grey and not larger than a code
needs: neither its time nor its memory depends on who sent it.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = {"JPEG": 52_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""Of a picture that is read, by format: the photo of a good telephone, and the largest of screens."""
SIDES: Final = (1_600, 3_200)
"""Pixels of the longer side at which codes are looked for, the quicker first."""
MOST_CODES: Final = 20
MOST_PHOTOS: Final = 3
"""Of a PDF, how many are looked at: its first pages."""
_PHOTO: Final = re.compile(rb"stream\r?\n(?=\xff\xd8\xff)")
"""Where a JPEG begins that a PDF holds as it is, as scanners and telephones put a paper in one."""

Fault = Literal["", "unreadable", "too_many_pixels", "no_code"]


@dataclass(frozen=True, slots=True)
class Scan:
    """What the codes of a picture say, each once; else why there is none."""

    codes: tuple[str, ...] = ()
    fault: Fault = ""


def scan(picture: bytes) -> Scan:
    """Whatever the bytes, an answer."""
    try:
        image = _opened(picture)
    except _TooManyPixelsError:
        return Scan(fault="too_many_pixels")
    except Exception:  # noqa: BLE001 - a hostile file is an answer, whatever it does to the library that opens it
        return Scan(fault="unreadable")
    for side in SIDES:
        if codes := _codes(image, side):
            return Scan(codes)
        if max(image.size) <= side:
            break
    return Scan(fault="no_code")


def scan_pages(pdf: bytes) -> Scan:
    """The codes that the photos in a PDF show. Its pages are not drawn and nothing else of it is unfolded: a photo lies
    in it as it is, and is read with the bounds of any other.
    """
    codes: dict[str, None] = {}
    for begun in islice(_PHOTO.finditer(pdf), MOST_PHOTOS):
        end = pdf.find(b"endstream", begun.end())
        codes |= dict.fromkeys(scan(pdf[begun.end() : end if end >= 0 else None]).codes)
    return Scan(tuple(codes), "" if codes else "no_code")


class _TooManyPixelsError(ValueError):
    """The picture says that it is larger than any that is read."""


def _opened(picture: bytes) -> Image:
    """In grey, turned as it is to be seen. Raises what the library raises."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only whoever hands in a picture loads it

    with warnings.catch_warnings(), Image.open(BytesIO(picture), formats=tuple(MOST_PIXELS)) as image:
        warnings.simplefilter("ignore")
        if image.width * image.height > MOST_PIXELS[image.format or ""]:
            raise _TooManyPixelsError
        image.draft("L", (SIDES[-1], SIDES[-1]))  # a JPEG is unfolded no larger than is looked at
        grey = _on_white(image)
        return ImageOps.exif_transpose(grey)


def _on_white(image: Image) -> Image:
    """In grey; what was transparent is white, as a page would show it."""
    from PIL import ImageChops  # noqa: PLC0415 - same

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("L")
    layers = image if image.mode == "RGBA" else image.convert("RGBA")
    grey = layers.convert("L")
    grey.paste(255, mask=ImageChops.invert(layers.getchannel("A")))
    return grey


def _codes(image: Image, side: int) -> tuple[str, ...]:
    import zxingcpp  # noqa: PLC0415 - same

    smaller = image.copy()
    smaller.thumbnail((side, side))
    found = zxingcpp.read_barcodes(smaller, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return tuple(dict.fromkeys(code.text for code in found[:MOST_CODES] if code.text.strip()))
