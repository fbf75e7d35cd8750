"""The quick way to the place of a seal: added at the end of a PDF as our own writer makes them.

Same field, tag and signature as `labelflow.sealing.placing`, without reading the whole document. It knows one
layout only: one cross-reference stream, dictionaries as WeasyPrint writes them. Anything else is `Unforeseen`, and
is then placed in the plain way; nothing is guessed.
"""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from labelflow.sealing.placing import FIELD, TOOLTIP, Placed

if TYPE_CHECKING:
    from datetime import datetime

_XREF: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_HEAD: Final = re.compile(rb"\d+ 0 obj\s*(<<.*?>>)\s*stream\r?\n", re.DOTALL)
_REFERENCE: Final = rb"(\d+) 0 R"
_IDENTIFIER: Final = re.compile(
    rb"/ID ?\[\s*(\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]*>)\s*(\(.*?\)|<[0-9a-fA-F]*>)\s*\]", re.DOTALL
)
_WIDTHS: Final = re.compile(rb"/W ?\[ ?(\d) (\d) (\d) ?\]")
_PAIR: Final = re.compile(rb"(\d+) ?(?:\[[^\[\]]*\]|\d+ 0 R)\s*")
_PLAIN, _PACKED = 1, 2
_RESERVED: Final = (b"/AcroForm", b"/Perms", b"/Extensions", b"/DSS")
_UNKNOWN: Final = b"/ByteRange [0 %010d %010d %010d]"


class Unforeseen(ValueError):
    """The document is laid out in another way than ours."""


class _Reader:
    """The objects of a document with one cross-reference stream."""

    def __init__(self, pdf: bytes) -> None:
        end = _XREF.search(pdf, max(0, len(pdf) - 64))
        head = _HEAD.match(pdf, int(end.group(1))) if end else None
        if end is None or head is None:
            raise Unforeseen
        self.pdf, self.start, self.trailer = pdf, int(end.group(1)), head.group(1)
        widths = _WIDTHS.search(self.trailer)
        self.size = _number(self.trailer, b"/Size")
        if widths is None or b"/Prev" in self.trailer or b"/Index [0 %d]" % self.size not in self.trailer:
            raise Unforeseen
        self._widths = [int(width) for width in widths.groups()]
        self._table = self._stream(head, self.trailer)
        self._packs: dict[int, dict[int, bytes]] = {}
        if len(self._table) != self.size * sum(self._widths):
            raise Unforeseen

    def object(self, number: int) -> bytes:
        """The text of an object that is a dictionary."""
        kind, first, _second = self._entry(number)
        if kind == _PACKED:
            text = self._pack(first)[number]
        elif kind == _PLAIN:
            text = self.pdf[first : self.pdf.index(b"endobj", first)].split(b"obj", 1)[1]
        else:
            raise Unforeseen
        text = text.strip()
        if not (text.startswith(b"<<") and text.endswith(b">>")):
            raise Unforeseen
        return text

    def _entry(self, number: int) -> tuple[int, int, int]:
        place, found = number * sum(self._widths), []
        for width in self._widths:
            found.append(int.from_bytes(self._table[place : place + width], "big"))
            place += width
        return found[0], found[1], found[2]

    def _pack(self, number: int) -> dict[int, bytes]:
        if number not in self._packs:
            head = _HEAD.match(self.pdf, self._entry(number)[1])
            if head is None or b"/ObjStm" not in head.group(1):
                raise Unforeseen
            unpacked = self._stream(head, head.group(1))
            first = _number(head.group(1), b"/First")
            index = [int(figure) for figure in unpacked[:first].split()]
            starts = [first + offset for offset in index[1::2]] + [len(unpacked)]
            self._packs[number] = {
                name: unpacked[start:end] for name, start, end in zip(index[::2], starts, starts[1:], strict=False)
            }
        return self._packs[number]

    def _stream(self, head: re.Match[bytes], words: bytes) -> bytes:
        data = self.pdf[head.end() : head.end() + _number(words, b"/Length")]
        return zlib.decompress(data) if b"/FlateDecode" in words else data


def append(pdf: bytes, *, at: datetime, signer: str, room: int) -> Placed:
    """The document with the place of a seal of `room` bytes. Raises Unforeseen."""
    try:
        reader = _Reader(pdf)
        changed, form, page, key = _changed(reader)
    except (KeyError, IndexError, ValueError, zlib.error) as error:
        raise Unforeseen from error
    signature, widget = reader.size, reader.size + 1
    changed[widget] = _widget(page, signature, key)
    changed[reader.size + 2] = form
    before, hole, after = _signature(at, signer, room)
    parts, offsets, length = [b"\n"], {}, len(pdf) + 1
    for number, text in ((signature, before + hole + after), *sorted(changed.items())):
        offsets[number] = length
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, text))
        length += len(parts[-1])
    parts.append(_references(reader, offsets, length, at, signer))
    data = pdf + b"".join(parts)
    start = offsets[signature] + len(b"%d 0 obj\n" % signature) + len(before)
    end = start + len(hole)
    ranges = _UNKNOWN % (start, end, len(data) - end)
    place = data.index(_UNKNOWN % (0, 0, 0), len(pdf))
    return Placed(data[:place] + ranges + data[place + len(ranges) :], start, end)


def _changed(reader: _Reader) -> tuple[dict[int, bytes], bytes, int, int]:
    """The objects that name the field, the element that it hangs in, its page, and its key in the parent tree."""
    root = _reference(reader.trailer, b"/Root")
    catalogue = reader.object(root)
    if any(word in catalogue for word in _RESERVED):
        raise Unforeseen
    page = _first(reader.object(_reference(catalogue, b"/Pages")), b"/Kids")
    tree = reader.object(_reference(catalogue, b"/StructTreeRoot"))
    top, numbers = _first(tree, b"/K"), _reference(tree, b"/ParentTree")
    signature, widget, element = (reader.size + step for step in range(3))
    named = b"/AcroForm <</Fields [%d 0 R]/SigFlags 3>>/Perms <</DocMDP %d 0 R>>" % (widget, signature)
    named += b"/Extensions <</ESIC <</BaseVersion /1.7/ExtensionLevel 1>>>>"
    parents, key = _with_parent(reader.object(numbers), element)
    changed = {
        root: catalogue[:-2] + named + b">>",
        page: _with_kid(reader.object(page), b"/Annots", widget),
        top: _with_kid(reader.object(top), b"/K", element),
        numbers: parents,
    }
    if len(changed) != 4:  # noqa: PLR2004 - four objects, each of its own
        raise Unforeseen
    hung = b"<</Type /StructElem/S /Form/P %d 0 R/Pg %d 0 R/K [<</Type /OBJR/Obj %d 0 R/Pg %d 0 R>>]>>"
    return changed, hung % (top, page, widget, page), page, key


def _with_kid(text: bytes, name: bytes, kid: int) -> bytes:
    """A dictionary whose list of references `name` has one more."""
    found = re.search(name + rb" ?\[((?:\d+ 0 R\s*)*)\]", text)
    if found is None:
        if re.search(name + rb"\b", text):
            raise Unforeseen
        return text[:-2] + name + b" [%d 0 R]>>" % kid
    return text[: found.end(1)] + b" %d 0 R" % kid + text[found.end(1) :]


def _with_parent(text: bytes, element: int) -> tuple[bytes, int]:
    """A parent tree of one level with one more entry, and its key."""
    start = text.index(b"[", text.index(b"/Nums")) + 1
    place, key = start, -1
    while (pair := _PAIR.match(text, place)) is not None:
        place, key = pair.end(), max(key, int(pair.group(1)))
    if text[place : place + 1] != b"]":
        raise Unforeseen
    return text[:place] + b" %d %d 0 R" % (key + 1, element) + text[place:], key + 1


def _widget(page: int, signature: int, key: int) -> bytes:
    words = (
        b"<</Type /Annot/Subtype /Widget/FT /Sig/T %s/TU %s/Rect [0 0 0 0]/F 132/P %d 0 R/V %d 0 R/StructParent %d>>"
    )
    return words % (_text(FIELD), _text(TOOLTIP), page, signature, key)


def _signature(at: datetime, signer: str, room: int) -> tuple[bytes, bytes, bytes]:
    """The signature dictionary: before its hole, the hole, after it."""
    allowed = b"<</Type /SigRef/TransformMethod /DocMDP/TransformParams <</Type /TransformParams/P 1/V /1.2>>>>"
    head = b"<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached" + _UNKNOWN % (0, 0, 0) + b"/Contents "
    moment = at.strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    tail = b"/M (%s)/Name %s/Reference [%s]>>" % (moment, _text(signer), allowed)
    return head, b"<" + b"00" * room + b">", tail


def _references(reader: _Reader, offsets: dict[int, int], place: int, at: datetime, signer: str) -> bytes:
    """The cross-reference stream of what was added, and the end of the file."""
    own = reader.size + 3
    found = _IDENTIFIER.search(reader.trailer)
    if found is None:
        raise Unforeseen
    identifier = sha256(found.group(0) + at.isoformat().encode() + signer.encode()).hexdigest()[:32].encode()
    entries = sorted({**offsets, own: place}.items())
    index = b" ".join(b"%d 1" % number for number, _offset in entries)
    table = b"".join(b"\1" + offset.to_bytes(4, "big") + b"\0" for _number, offset in entries)
    words = b"<</Type /XRef/Index [%s]/W [1 4 1]/Size %d/Root %d 0 R/Info %d 0 R/ID [%s <%s>]/Prev %d/Length %d>>" % (
        index,
        own + 1,
        _reference(reader.trailer, b"/Root"),
        _reference(reader.trailer, b"/Info"),
        found.group(1),
        identifier,
        reader.start,
        len(table),
    )
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, words, table, place)


def _text(text: str) -> bytes:
    """A text string, whatever its letters."""
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def _reference(text: bytes, name: bytes) -> int:
    return _only(re.findall(name + rb" " + _REFERENCE, text))


def _first(text: bytes, name: bytes) -> int:
    return _only(re.findall(name + rb" ?\[\s*" + _REFERENCE, text))


def _number(text: bytes, name: bytes) -> int:
    return _only(re.findall(name + rb" (\d+)(?! 0 R)\b", text))


def _only(found: list[bytes]) -> int:
    if len(found) != 1:
        raise Unforeseen
    return int(found[0])
