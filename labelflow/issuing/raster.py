"""Pixels of the pictures that we draw: circles, straight paths, rectangles and lines of text. Nothing else.

Not a reader of SVG: what our own drawings never use raises ValueError, so that nothing is left out in silence.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from PIL.ImageDraw import ImageDraw as Pencil

FINER: Final = 4
"""Pixels drawn for each one kept, each way: smooth edges."""
_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_STEP: Final = re.compile(r"([MLZ])\s*(-?[\d.]+)?\s*(-?[\d.]+)?")
_WITHOUT_INK: Final = frozenset({"title", "g"})
_FONTS: Final = {"400": "SourceSansPro-Regular.ttf", "700": "SourceSansPro-Bold.ttf"}

XY = tuple[float, float]


def png_of(svg: str, *, width: int) -> bytes:
    """A drawing of ours as a PNG of `width` pixels, without metadata: the same drawing gives the same bytes."""
    from xml.etree.ElementTree import fromstring  # noqa: PLC0415 - with its only use

    root = fromstring(svg)  # noqa: S314 - a drawing of ours, never a file of anybody's
    across, down = (float(value) for value in root.attrib["viewBox"].split()[2:])
    scale = width * FINER / across
    image = Image.new("RGBA", (width * FINER, round(down * scale)), (0, 0, 0, 0))
    _Drawing(ImageDraw.Draw(image), scale).elements(root, (0, 0))
    kept = image.resize((width, round(down * scale / FINER)), Image.Resampling.LANCZOS)
    out = BytesIO()
    kept.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Drawing:
    def __init__(self, pencil: Pencil, scale: float) -> None:
        self.pencil = pencil
        self.scale = scale

    def elements(self, parent: Element, at: XY) -> None:
        draw = {"circle": self.circle, "path": self.path, "rect": self.rect, "text": self.text, "svg": self.nested}
        for element in parent:
            name = element.tag.removeprefix(_NAMESPACE)
            if name in draw:
                draw[name](element, at)
            elif name not in _WITHOUT_INK:
                raise ValueError(f"a drawing of ours has no <{name}>")

    def nested(self, element: Element, at: XY) -> None:
        """A drawing inside the drawing, at its own size."""
        if element.attrib["viewBox"] != f"0 0 {element.attrib['width']} {element.attrib['height']}":
            raise ValueError("an inner drawing is drawn at its own size")
        self.elements(element, (at[0] + _number(element, "x"), at[1] + _number(element, "y")))

    def circle(self, element: Element, at: XY) -> None:
        radius = _number(element, "r")
        x, y = at[0] + _number(element, "cx"), at[1] + _number(element, "cy")
        outer = radius + _number(element, "stroke-width") / 2
        box = [self._px((x - outer, y - outer)), self._px((x + outer, y + outer))]
        width = self._width(element)
        self.pencil.ellipse(box, fill=_ink(element, "fill"), outline=_ink(element, "stroke"), width=width)

    def rect(self, element: Element, at: XY) -> None:
        x, y = at[0] + _number(element, "x"), at[1] + _number(element, "y")
        half = _number(element, "stroke-width") / 2
        corner = (x + _number(element, "width") + half, y + _number(element, "height") + half)
        box = [self._px((x - half, y - half)), self._px(corner)]
        self.pencil.rounded_rectangle(
            box,
            radius=_number(element, "rx") * self.scale,
            fill=_ink(element, "fill"),
            outline=_ink(element, "stroke"),
            width=self._width(element),
        )

    def path(self, element: Element, at: XY) -> None:
        for points in _runs(element.attrib["d"]):
            run = [self._px((at[0] + x, at[1] + y)) for x, y in points]
            if ink := _ink(element, "fill"):
                self.pencil.polygon(run, fill=ink)
            if ink := _ink(element, "stroke"):
                self.pencil.line(run, fill=ink, width=self._width(element), joint="curve")

    def text(self, element: Element, at: XY) -> None:
        place = self._px((at[0] + _number(element, "x"), at[1] + _number(element, "y")))
        font = _font(element.attrib["font-weight"], _number(element, "font-size") * self.scale)
        self.pencil.text(place, element.text or "", fill=_ink(element, "fill"), font=font, anchor="ms")

    def _px(self, point: XY) -> XY:
        return point[0] * self.scale, point[1] * self.scale

    def _width(self, element: Element) -> int:
        return max(1, round(_number(element, "stroke-width") * self.scale))


def _runs(path: str) -> list[list[XY]]:
    """The points of each run of a path of straight lines."""
    runs: list[list[XY]] = []
    for step, x, y in _STEP.findall(path):
        if step == "M":
            runs.append([])
        if step != "Z":
            runs[-1].append((float(x), float(y)))
    return runs


def _number(element: Element, name: str) -> float:
    return float(element.attrib.get(name, 0))


def _ink(element: Element, name: str) -> str | None:
    colour = element.attrib.get(name, "none")
    return None if colour == "none" else colour


def _font(weight: str, size: float) -> ImageFont.FreeTypeFont:
    found = find_spec("font_source_sans_pro")
    if found is None or not found.origin:
        raise FileNotFoundError("font_source_sans_pro")
    return ImageFont.truetype(str(Path(found.origin).parent / "files" / _FONTS[weight]), size)
