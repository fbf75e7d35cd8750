"""Watches WeasyPrint make one certificate: where its slots are, which operation shows each line, every object."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from labelflow.issuing.compiled import alphabet
from labelflow.issuing.compiled.boxes import features_of, font_of, marked, place_of, spacing_of, texts_of
from labelflow.issuing.compiled.lines import UNITS, Style, Unsettable
from labelflow.issuing.compiled.template import Slot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from labelflow.issuing.compiled.boxes import Text


class Watch:
    """What was seen of one certificate. `fault` says why none of it can be relied on."""

    def __init__(self, files: Mapping[str, Path], tier: str) -> None:
        self._files = files
        self._tier = tier
        self.fault = ""
        self.slots: list[Slot] = []
        self.shown: list[list[int]] = []
        """For each slot, the operation that shows each of its lines."""
        self.lines: list[tuple[str, ...]] = []
        self.starts: list[float] = []
        self.followers: list[tuple[int, int, float, bytes]] = []
        """Texts that stand after a slot on its line: (operation, slot, distance from the slot's end, height)."""
        self.operations: list[bytes] = []
        self.objects: dict[int, Any] = {}
        self.pdf: Any = None
        self.info = 0
        """Number of the object that WeasyPrint adds last, with the title and the dates."""

    def laid_out(self, document: Any, root: Any) -> None:  # noqa: ANN401 - WeasyPrint is not typed
        """Look again once the page is painted, and while its fonts may still grow."""
        page = document.pages[0]
        paint = page.paint

        def painted(stream: Any, scale: float) -> None:  # noqa: ANN401 - same
            paint(stream, scale)
            self.operations = [one if isinstance(one, bytes) else one.encode() for one in map(_plain, stream.stream)]
            fonts = {font.hash: font for font in document.fonts.values()}
            texts = list(texts_of(page._page_box))  # noqa: SLF001 - WeasyPrint tells of its boxes nowhere else
            try:
                for pieces in marked(texts, root):
                    self._see(pieces, texts, fonts)
            except Unsettable as fault:
                self.fault = str(fault)

        page.paint = painted

    def written(self, pdf: Any) -> None:  # noqa: ANN401 - same
        """Keep every object."""
        self.pdf, self.info = pdf, len(pdf.objects)
        self.objects = {one.number: one for one in pdf.objects if one.free != "f"}

    def style_of(self, text: Text, fonts: Mapping[str, Any]) -> Style:
        """How a text is set; the font of a slot is given its whole alphabet. Raises Unsettable."""
        place = place_of(text, self.operations)
        name, size, shows = font_of(place, self.operations)
        font = fonts[name]
        file = self._files.get(sha256(font.file_content).hexdigest())
        if file is None:
            raise Unsettable("a font that is not a file of the design or of the packages")
        style, kind = text.box.style, text.box.element.get("data-slot")
        held_by = alphabet.characters(kind or "", alphabet.TIERS[1] if kind is None else self._tier)
        for features in features_of(style):
            held = alphabet.glyphs(str(file), features, style["lang"] or "", held_by)
            found = Style(
                file=str(file),
                scale=round(size * UNITS),
                features=features,
                language=style["lang"] or "",
                spacing=spacing_of(style),
                widths={glyph: width for glyph, (_, width) in held.items()},
            )
            if found.line(text.box.text).shown == self.operations[shows]:
                if kind is not None:
                    _complete(font, held)
                return found
        raise Unsettable(f"a text that is set otherwise than foreseen: {text.box.text}")

    def _see(self, pieces: Sequence[Text], texts: Sequence[Text], fonts: Mapping[str, Any]) -> None:
        first = pieces[0]
        style = self.style_of(first, fonts)
        rows = [[text for text in texts if text.row is piece.row] for piece in pieces]
        wraps = all(row == [piece] for row, piece in zip(rows, pieces, strict=True)) and (
            first.block.element is first.box.element
        )
        if len(pieces) > 1 and not wraps:
            raise Unsettable("a text that shares one of its lines")
        room = first.block.width if wraps else first.limit - rows[0][-1].end + first.box.width
        narrowest = 0.0 if wraps else self._narrowest(first, rows[0], texts, fonts)
        index = len(self.slots)
        self.slots.append(Slot(style=style, room=float(room), wraps=wraps, narrowest=narrowest))
        self.starts.append(first.start)
        self.lines.append(tuple(piece.box.text for piece in pieces))
        self.shown.append([font_of(place_of(piece, self.operations), self.operations)[2] for piece in pieces])
        width = style.line(first.box.text).width
        for text in rows[0]:
            if text.start > first.start:
                place = place_of(text, self.operations)
                self.followers.append((place, index, text.start - width, text.placed[1]))

    def _narrowest(self, slot: Text, row: Sequence[Text], texts: Sequence[Text], fonts: Mapping[str, Any]) -> float:
        """The width under which something of another line would come to this one, or this text go to the line before."""
        block = [text for text in texts if text.block is slot.block]
        before = [text for text in block if text.box.position_y < row[0].box.position_y and text.row is not slot.row]
        after = [text for text in block if text.box.position_y > row[0].box.position_y and text.row is not slot.row]
        bounds = [0.0]
        if before and slot is row[0]:
            bounds.append(slot.limit - max(text.end for text in before if text.row is before[-1].row))
        if after:
            word = after[0].box.text.split(" ")[0]
            width = self.style_of(after[0], fonts).line(word).width
            bounds.append(slot.limit - row[-1].end + slot.box.width - width)
        return max(bounds)


def _plain(operation: Any) -> Any:  # noqa: ANN401 - pydyf's operations are bytes, texts or dictionaries
    return getattr(operation, "data", operation)


def _complete(font: Any, held: Mapping[int, tuple[str, int]]) -> None:  # noqa: ANN401 - WeasyPrint is not typed
    """Have the alphabet in the font's subset, in an order that no certificate decides."""
    for glyph, (text, width) in held.items():
        font.widths.setdefault(glyph, width)
        font.to_unicode.setdefault(glyph, text)
    for kept in (font.widths, font.to_unicode):
        ordered = sorted(kept.items())
        kept.clear()
        kept.update(ordered)
