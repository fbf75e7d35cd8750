"""A compiled certificate: the bytes that all share, and holes that a few values fill.

Nothing of WeasyPrint or pikepdf is needed to fill one.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Final

from labelflow.issuing.compiled.breaking import broken
from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.compiled.syntax import embedded, entry, number, pdf_date, qr_path, stream, string
from labelflow.issuing.qr import qr_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelflow.issuing.compiled.faces import Face
    from labelflow.issuing.compiled.lines import Line, Style
    from labelflow.issuing.compiled.sheet import Page
    from labelflow.issuing.qr import Run
    from labelflow.issuing.typesetting import Enclosure

_QUICK: Final = 2
"""The level of compression of what each certificate has to itself: a third of the time of the usual one, for 2 % more."""
_KEPT: Final = 512
"""Texts whose lines a slot remembers: scopes, dates and signatories come back."""
Hole = tuple[str, int, float, float]
"""What fills it, and what that takes: `line` (slot, line), `shift` (slot, origin, scale), `pdf`, `date`, `xml` (value), `qr`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where a text goes: its style, the room on each of its lines, and for one that may not wrap its narrowest width."""

    style: Style
    room: float
    wraps: bool
    narrowest: float
    _lines: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def lines(self, text: str) -> tuple[str, ...]:
        """The lines that a text takes here. Raises Unsettable."""
        found = self._lines.get(text)
        if found is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            found = self._lines[text] = self._broken(text)
        return found

    def _broken(self, text: str) -> tuple[str, ...]:
        if not text:
            raise Unsettable("nothing to show")
        lines = broken(text, self.style, self.room)
        if not self.wraps and (len(lines) > 1 or self.style.line(text).width < self.narrowest):
            raise Unsettable("the rest of its line would move to another one")
        return lines


@dataclass(frozen=True, slots=True)
class Chunks:
    """Bytes around holes: one more piece of `shared` than `holes`."""

    shared: tuple[bytes, ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What goes into the holes of a template."""

    values: Sequence[str]
    lines: Sequence[Sequence[Line]]
    qr: Iterable[Run]
    qr_side: int
    enclosed: Enclosure | None
    identifier: bytes

    @classmethod
    def of(cls, page: Page, slots: Sequence[Slot]) -> Filling:
        """What a certificate fills these slots with. Raises Unsettable."""
        texts = zip(slots, page.sheet.texts, strict=True)
        side, runs = qr_runs(page.address)
        digest = sha256("\0".join((*page.sheet.shared, *page.sheet.values, page.address)).encode())
        digest.update(page.enclosed.data if page.enclosed else b"")
        return cls(
            values=page.sheet.values,
            lines=[[slot.style.line(line) for line in slot.lines(text)] for slot, text in texts],
            qr=runs,
            qr_side=side,
            enclosed=page.enclosed,
            identifier=digest.digest()[:16],
        )

    @property
    def shape(self) -> str:
        """What decides, with the words that all share, where everything is: certificates of a shape share a template."""
        return "-".join(str(count) for count in (self.qr_side, *map(len, self.lines)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`shared` is the beginning of the file: the objects that never change, most of them in one compressed stream.

    `entries` is what the table of objects says of each, empty for those that are a certificate's own.
    """

    slots: tuple[Slot, ...]
    faces: tuple[Face, ...]
    set_in: tuple[int, ...]
    """For each slot, which of the faces it is set in; none of them (-1) when its font is left whole."""
    shared: bytes
    entries: tuple[bytes, ...]
    page: int
    plain: dict[int, Chunks]
    """Objects with holes, written as they are; that of number `page` becomes the deflated stream of the page."""
    metadata: int
    root: int
    info: int
    enclosed: int
    """Number of the stream of the enclosed file; 0: nothing is enclosed."""
    media_type: str

    def filled(self, filling: Filling) -> bytes:
        """The certificate: a whole PDF."""
        parts, entries, place = [self.shared], list(self.entries), len(self.shared)
        for key, data in self.objects(filling):
            entries[key] = entry(1, place)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (key, data))
            place += len(parts[-1])
        identifier = filling.identifier.hex().encode()
        size = len(entries) + 1
        opening = b"<</Type /XRef/Index [0 %d]/W [1 4 2]/Size %d/Root %d 0 R/Info %d 0 R/ID [<%b><%b>]"
        opening %= (size, size, self.root, self.info, identifier, identifier)
        table = zlib.compress(b"".join((*entries, entry(1, place))))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (len(entries), stream(opening, table)))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % place)
        return b"".join(parts)

    def objects(self, filling: Filling) -> Iterable[tuple[int, bytes]]:
        """The objects of this certificate alone, with their numbers."""
        for key, chunks in self.plain.items():
            data = filled(chunks, filling)
            if key == self.page:
                data = stream(b"<<", zlib.compress(data, _QUICK))
            elif key == self.metadata:
                data = stream(b"<</Type /Metadata/Subtype /XML", zlib.compress(data, _QUICK))
            yield key, data
        for index, face in enumerate(self.faces):
            lines = [lines for lines, own in zip(filling.lines, self.set_in, strict=True) if own == index]
            yield face.number, face.shown(frozenset().union(*(line.glyphs for several in lines for line in several)))
        if self.enclosed and filling.enclosed is not None:
            yield self.enclosed, embedded(filling.enclosed, self.media_type)


def filled(chunks: Chunks, filling: Filling) -> bytes:
    """Put each filling in its hole."""
    parts = [chunks.shared[0]]
    for hole, following in zip(chunks.holes, chunks.shared[1:], strict=True):
        parts += (_fill(hole, filling), following)
    return b"".join(parts)


def _fill(hole: Hole, filling: Filling) -> bytes:
    kind, index, first, second = hole
    match kind:
        case "line":
            return filling.lines[index][int(first)].shown
        case "shift":
            return number(first + second * filling.lines[index][0].width)
        case "pdf":
            return string(filling.values[index])
        case "date":
            return string(pdf_date(filling.values[index]))
        case "xml":
            return escape(filling.values[index], quote=False).encode()
        case "qr":
            return qr_path(filling.qr)
    raise ValueError(kind)
