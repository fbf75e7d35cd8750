"""Pictures that people take of a certificate: printed and photographed askew, in bad light, or captured from a screen."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pymupdf
from PIL import Image, ImageChops, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

Corners = tuple[tuple[float, float], ...]
LEANING: Corners = ((0.03, 0.06), (0.97, 0.0), (0.93, 0.94), (0.0, 1.0))
"""Where the corners of a page come to lie that is seen from its side, in parts of its width and height."""
TABLE = (96, 84, 74)
SIDEWAYS = 6
"""Orientation of the Exif standard: the telephone was held upright, the picture is to be turned by a quarter."""


def page_of(pdf: bytes, *, dpi: int = 150) -> Image.Image:
    """The first page, as a printer puts it on paper."""
    with pymupdf.open(stream=pdf) as document:
        return Image.open(BytesIO(document[0].get_pixmap(dpi=dpi).tobytes("png"))).convert("RGB")


def jpeg(image: Image.Image, *, quality: int = 70, orientation: int = 1) -> bytes:
    """As a telephone writes it."""
    exif = Image.Exif()
    exif[0x112] = orientation
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def pdf(*pages: Image.Image) -> bytes:
    """As a scanner writes it: a photo on each page."""
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], quality=70)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """As a screen is captured."""
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def photographed(page: Image.Image, *, degrees: float = 7, shade: bool = True) -> Image.Image:
    """The page on a table, seen from its side and tilted, half in the shade, with the grain of a small lens."""
    tilted = _seen_from_its_side(page).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE)
    lit = ImageChops.multiply(tilted, _shade(tilted.size)) if shade else tilted
    grain = Image.effect_noise(tilted.size, 36).convert("RGB")
    return Image.blend(lit, grain, 0.12).filter(ImageFilter.GaussianBlur(0.8))


def _shade(size: tuple[int, int]) -> Image.Image:
    falling = Image.linear_gradient("L").rotate(60, expand=True).resize(size)
    return falling.point(lambda value: 105 + value * 150 // 255).convert("RGB")


def beside(*pages: Image.Image) -> Image.Image:
    """Several pages in one picture."""
    table = Image.new("RGB", (sum(page.width for page in pages), max(page.height for page in pages)), TABLE)
    for place, page in enumerate(pages):
        table.paste(page, (sum(before.width for before in pages[:place]), 0))
    return table


def _seen_from_its_side(page: Image.Image) -> Image.Image:
    across, down = page.size
    seen = [(x * across, y * down) for x, y in LEANING]
    flat = [(0, 0), (across, 0), (across, down), (0, down)]
    equations = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        equations += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    where = _solved(equations)
    return page.transform(page.size, Image.Transform.PERSPECTIVE, where, Image.Resampling.BICUBIC, fillcolor=TABLE)


def _solved(equations: list[list[float]]) -> Sequence[float]:
    """Gauss's elimination: each row is the factors of an equation, then what they amount to."""
    rows = [list(row) for row in equations]
    for place in range(len(rows)):
        largest = max(range(place, len(rows)), key=lambda row: abs(rows[row][place]))
        rows[place], rows[largest] = rows[largest], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for other in range(len(rows)):
            if other != place:
                factor = rows[other][place]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [row[-1] for row in rows]
