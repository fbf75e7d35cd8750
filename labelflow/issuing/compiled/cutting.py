"""Cuts the objects that WeasyPrint made for one certificate where its slots are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from zlib import compress

from labelflow.issuing.compiled.embedding import faces_of
from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.compiled.syntax import HEADER, embedded, entry, number, qr_path, stream, string
from labelflow.issuing.compiled.template import Chunks, Filling, Template, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.issuing.compiled.sheet import Page
    from labelflow.issuing.compiled.template import Hole
    from labelflow.issuing.compiled.watching import Watch

_MARK: Final = re.compile(rb"\x00(\d+)\x00")
_RECT: Final = re.compile(rb"/Rect \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]")
_POINTS: Final = 0.75
"""Of a CSS pixel."""


class Cutting:
    """The objects of one certificate, cut where its slots are."""

    def __init__(self, watch: Watch, page: Page) -> None:
        self._watch = watch
        self._page = page
        self._filling = Filling.of(page, watch.slots)
        self._holes: list[Hole] = []
        catalog, pages = watch.pdf.catalog, watch.pdf.pages
        self._contents = _referred(watch.objects[pages["Kids"][0]]["Contents"])
        self._metadata = _referred(catalog["Metadata"])
        self._info = watch.info
        self._enclosed = next((one for one in watch.objects.values() if _is_enclosed(one)), None)
        found = [slot.lines(text) for slot, text in zip(watch.slots, page.sheet.texts, strict=True)]
        if found != watch.lines:
            raise Unsettable("lines that break elsewhere")

    def template(self) -> Template:
        """The whole, ready to be filled. Raises Unsettable."""
        plain = {self._contents: self._stream(), self._metadata: self._xmp(), self._info: self._facts()}
        plain |= self._links()
        faces, set_in = faces_of(self._watch, plain[self._contents])
        left = {*plain, *(face.number for face in faces), self._enclosed.number if self._enclosed else 0}
        shared, entries = _shared({key: one for key, one in self._watch.objects.items() if key not in left}, self._info)
        return Template(
            slots=tuple(self._watch.slots),
            faces=faces,
            set_in=set_in,
            shared=shared,
            entries=entries,
            page=self._contents,
            plain=plain,
            metadata=self._metadata,
            root=self._watch.pdf.catalog.number,
            info=self._info,
            enclosed=self._enclosed.number if self._enclosed else 0,
            media_type=self._enclosed.extra["Subtype"] if self._enclosed else "",
        )

    def _stream(self) -> Chunks:
        """The page: the lines, what follows them, the QR code."""
        operations = list(self._watch.operations)
        for slot, places in enumerate(self._watch.shown):
            for line, place in enumerate(places):
                operations[place] = self._mark(("line", slot, line, 0.0))
        for place, slot, start, height in self._watch.followers:
            operations[place] = b"1 0 0 -1 %b %b Tm" % (self._mark(("shift", slot, start, 1.0)), height)
        whole = b"\n".join(operations)
        code = qr_path(self._filling.qr)
        if whole.count(code) != 1:
            raise Unsettable("a QR code that is drawn otherwise")
        return self._cut(whole.replace(code, self._mark(("qr", 0, 0.0, 0.0))))

    def _xmp(self) -> Chunks:
        text = _content(self._watch.objects[self._metadata])
        title, created, modified = self._head()
        text = self._hole(text, b"%b</rdf:li></rdf:Alt></dc:title>", "xml", title)
        text = self._hole(text, b"<xmp:CreateDate>%b<", "xml", created)
        return self._cut(self._hole(text, b"<xmp:ModifyDate>%b<", "xml", modified))

    def _facts(self) -> Chunks:
        text = self._watch.pdf.info.data
        title, created, modified = self._head()
        text = self._hole(text, b"/Title %b", "pdf", title)
        text = self._hole(text, b"/CreationDate %b", "date", created)
        return self._cut(self._hole(text, b"/ModDate %b", "date", modified))

    def _head(self) -> tuple[int, int, int]:
        kinds = self._page.sheet.kinds
        places = [place for place, kind in enumerate(kinds) if kind in {"title", "date"}]
        if [kinds[place] for place in places] != ["title", "date", "date"]:
            raise Unsettable("a head without a title and two dates")
        title, created, modified = places
        return title, created, modified

    def _links(self) -> dict[int, Chunks]:
        """The links of marked elements: each address, and how far it reaches."""
        kinds, found = self._page.sheet.kinds, {}
        slots = [index for index, kind in enumerate(k for k in kinds if k in {"link", "text"}) if kind == "link"]
        for order, value in enumerate(place for place, kind in enumerate(kinds) if kind == "link"):
            slot = slots[order] - order
            address = string(self._page.sheet.values[value])
            for key, one in self._watch.objects.items():
                if _is_link(one) and address in one.data:
                    text = one.data.replace(address, self._mark(("pdf", value, 0.0, 0.0)))
                    found[key] = self._cut(self._reaching(text, slot))
        return found

    def _reaching(self, text: bytes, slot: int) -> bytes:
        """A link that ends where its text does."""
        rect = _RECT.search(text)
        width = self._filling.lines[slot][0].width
        if rect is None or self._watch.slots[slot].wraps:
            return text
        start = _POINTS * self._watch.starts[slot]
        if number(start + _POINTS * width) != rect[3]:
            return text
        return text[: rect.start(3)] + self._mark(("shift", slot, start, _POINTS)) + text[rect.end(3) :]

    def _hole(self, text: bytes, around: bytes, kind: str, value: int) -> bytes:
        """Put a hole where a value stands."""
        hole: Hole = (kind, value, 0.0, 0.0)
        told = around % filled(Chunks((b"", b""), (hole,)), self._filling)
        if text.count(told) != 1:
            raise Unsettable("a title or a date that is not where it should be")
        return text.replace(told, around % self._mark(hole))

    def _mark(self, hole: Hole) -> bytes:
        self._holes.append(hole)
        return b"\x00%d\x00" % (len(self._holes) - 1)

    def _cut(self, text: bytes) -> Chunks:
        parts = _MARK.split(text)
        return Chunks(tuple(parts[::2]), tuple(self._holes[int(index)] for index in parts[1::2]))


def agrees(template: Template, first: Watch, other: Watch, page: Page) -> bool:
    """Whether the template prints another certificate as WeasyPrint did, object by object, to the byte."""
    filling = Filling.of(page, template.slots)
    made = {key: filled(chunks, filling) for key, chunks in template.plain.items()}
    if template.enclosed and page.enclosed:
        made[template.enclosed] = embedded(page.enclosed, template.media_type)
    theirs = {key: _content(one) for key, one in other.objects.items()} | {template.info: other.pdf.info.data}
    if template.enclosed:
        theirs[template.enclosed] = other.objects[template.enclosed].data
    shared = {key: _content(one) for key, one in first.objects.items()}
    return shared | made == theirs


def _shared(objects: Mapping[int, Any], info: int) -> tuple[bytes, tuple[bytes, ...]]:
    """The beginning of the file with the objects that all share, and the lines of the table that say where."""
    entries = [entry(0, 0, 0)] * (info + 2)
    parts, place = [HEADER], len(HEADER)
    small = {key: one.data for key, one in objects.items() if not hasattr(one, "stream")}
    for key, one in objects.items():
        if key not in small:
            entries[key] = entry(1, place)
            parts.append(one.indirect + b"\n")
            place += len(parts[-1])
    heads, reached = [], 0
    for index, (key, data) in enumerate(small.items()):
        entries[key] = entry(2, info + 1, index)
        heads.append(b"%d %d" % (key, reached))
        reached += len(data) + 1
    first = b" ".join(heads) + b"\n"
    opening = b"<</Type /ObjStm/N %d/First %d" % (len(small), len(first))
    whole = stream(opening, compress(first + b"\n".join(small.values()), 9))
    parts.append(b"%d 0 obj\n%b\nendobj\n" % (info + 1, whole))
    entries[info + 1] = entry(1, place)
    return b"".join(parts), tuple(entries)


def _content(one: Any) -> bytes:  # noqa: ANN401 - pydyf is not typed
    """What an object says, before it is deflated."""
    if not hasattr(one, "stream"):
        return bytes(one.data)
    parts = (part.encode() if isinstance(part, str) else getattr(part, "data", part) for part in one.stream)
    return b"\n".join(parts)


def _is_link(one: Any) -> bool:  # noqa: ANN401 - same
    return isinstance(one, dict) and one.get("Subtype") == "/Link"


def _is_enclosed(one: Any) -> bool:  # noqa: ANN401 - same
    return hasattr(one, "stream") and one.extra.get("Type") == "/EmbeddedFile"


def _referred(reference: Any) -> int:  # noqa: ANN401 - same
    return reference if isinstance(reference, int) else int(bytes(reference).split()[0])
