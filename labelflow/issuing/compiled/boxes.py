"""Reads, in what WeasyPrint laid out and painted, where the marked texts are and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import font_features

from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.compiled.syntax import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Box = Any  # WeasyPrint is not typed


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text on a line: its box, the line and the block that it is in, whatever inline boxes are between."""

    box: Box
    row: Box
    block: Box

    @property
    def start(self) -> float:
        return float(self.box.position_x)

    @property
    def end(self) -> float:
        return float(self.box.position_x + self.box.width)

    @property
    def limit(self) -> float:
        """Where its line must end at the latest."""
        return float(self.block.content_box_x() + self.block.width)

    @property
    def placed(self) -> tuple[bytes, bytes]:
        """Its origin, as the page's stream writes it."""
        return number(float(self.box.position_x)), number(float(self.box.position_y + self.box.baseline))


def texts_of(box: Box, row: Box = None, block: Box = None) -> Iterator[Text]:
    """Every text of a page, in the order of its tree."""
    if isinstance(box, boxes.TextBox):
        if box.text.strip():
            yield Text(box, row, block)
        return
    if isinstance(box, boxes.BlockContainerBox) and not isinstance(box, boxes.InlineBlockBox):
        row, block = None, box
    elif isinstance(box, boxes.LineBox) and row is None:
        row = box
    for child in getattr(box, "children", ()):
        yield from texts_of(getattr(child, "_box", child), row, block)


def marked(texts: Sequence[Text], root: Any) -> list[list[Text]]:  # noqa: ANN401 - an element
    """The pieces of each marked text. Raises Unsettable for one that shows nothing."""
    elements = [element for element in root.iter() if element.get("data-slot") is not None]
    found = [[text for text in texts if text.box.element is element] for element in elements]
    if not all(found):
        raise Unsettable("a marked text that is nowhere on the page")
    return found


def place_of(text: Text, operations: Sequence[bytes]) -> int:
    """Where the page's stream begins to show a text. Raises Unsettable when that is not certain."""
    origin = b"1 0 0 -1 %b %b Tm" % text.placed
    places = [index for index, operation in enumerate(operations) if operation == origin]
    if len(places) != 1:
        raise Unsettable("a text that is shown nowhere, or twice")
    return places[0]


def font_of(place: int, operations: Sequence[bytes]) -> tuple[str, float, int]:
    """The font and the size with which a text is shown, and which operation shows it."""
    end = next(index for index in range(place, len(operations)) if operations[index] == b"ET")
    shows = [index for index in range(place, end) if operations[index].endswith(b" TJ")]
    if len(shows) != 1:
        raise Unsettable("a text in more than one font")
    chosen = next(index for index in range(shows[0], 0, -1) if operations[index].endswith(b" Tf"))
    name, size = operations[chosen][1:].split()[:2]
    return name.decode(), float(size), shows[0]


def features_of(style: Any) -> Iterator[tuple[tuple[str, int], ...]]:  # noqa: ANN401 - same
    """The features of a text, as Pango may apply them: letter spacing undoes ligatures in most of its versions.

    A text without ligatures agrees with both: the likely one comes first, and probes hold ligatures.
    """
    asked: Mapping[str, int] = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    undone = {**asked, "liga": 0, "clig": 0, "dlig": 0}
    for features in (undone, asked) if spacing_of(style) else (asked,):
        yield tuple(features.items())


def spacing_of(style: Any) -> float:  # noqa: ANN401 - same
    """Letter spacing in pixels."""
    return 0.0 if style["letter_spacing"] == "normal" else float(style["letter_spacing"])
