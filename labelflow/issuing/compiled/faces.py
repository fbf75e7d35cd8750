"""The fonts of a compiled certificate: of the alphabet that a template holds, each file takes the glyphs that it shows.

What is left of a TrueType font is what PDF asks of one that is shown by glyph numbers (ISO 32000-1, 9.9): outlines,
their places, widths and the three heads. Numbers of glyphs never change, so that the operators of the page stay true.
"""

from __future__ import annotations

import zlib
from array import array
from dataclasses import dataclass, field
from functools import cached_property
from struct import iter_unpack, pack, unpack_from
from sys import byteorder
from typing import TYPE_CHECKING, Final, NamedTuple

from labelflow.issuing.compiled.lines import Unsettable
from labelflow.issuing.compiled.syntax import stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HINTS: Final = frozenset({"cvt ", "fpgm", "prep"})
_TRUETYPE: Final = 0x00010000
_WHOLE_FONT: Final = 0xB1B0AFBA
"""What the checksums of a whole font come to."""
_WORDS: Final = 0x0001
_SCALE: Final = 0x0008
_MORE: Final = 0x0020
_TWO_SCALES: Final = 0x0040
_MATRIX: Final = 0x0080
_SHORT_REACH: Final = 0x1FFFE
"""Bytes of outlines that short places can tell of."""
_QUICK: Final = 3
"""The level of compression: half the time of the usual one, for 1 % more."""
_KEPT: Final = 128
"""Sets of glyphs whose font is remembered: those of scopes, dates and signatories come back."""


class Piece(NamedTuple):
    """A glyph: its outline, its width and side bearing, the glyphs that it is made of."""

    outline: bytes
    metrics: bytes
    made_of: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Face:
    """A font of a template: `number` is its object, `always` the glyphs of the words that all certificates share."""

    number: int
    always: frozenset[int]
    whole: bytes
    """The file with the alphabet of its slots, as WeasyPrint made it."""
    _pieces: dict[int, Piece] = field(default_factory=dict, compare=False, repr=False)
    _made: dict[frozenset[int], bytes] = field(default_factory=dict, compare=False, repr=False)

    def shown(self, glyphs: Iterable[int]) -> bytes:
        """The object with these glyphs and those of the shared words."""
        wanted = self.always.union(glyphs)
        found = self._made.get(wanted)
        if found is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            font = self._font(wanted)
            found = self._made[wanted] = stream(b"<</Length1 %d" % len(font), zlib.compress(font, _QUICK))
        return found

    @cached_property
    def _tables(self) -> Mapping[str, bytes]:
        (count,) = unpack_from(">H", self.whole, 4)
        directory = iter_unpack(">4sIII", self.whole[12 : 12 + 16 * count])
        return {tag.decode("latin-1"): self.whole[start : start + length] for tag, _sum, start, length in directory}

    @cached_property
    def _places(self) -> array[int]:
        """Where each outline begins, in bytes; one more for where the last one ends."""
        is_long = unpack_from(">h", self._tables["head"], 50)[0] == 1
        places = array("I" if is_long else "H", self._tables["loca"])
        if byteorder == "little":
            places.byteswap()
        return places if is_long else array("I", (2 * place for place in places))

    @cached_property
    def _metrics(self) -> bytes:
        """The width and the side bearing of each glyph: those at the end that share a width are given it."""
        table, wide = self._tables["hmtx"], int(unpack_from(">H", self._tables["hhea"], 34)[0])
        width, bearings = table[4 * wide - 4 : 4 * wide - 2], table[4 * wide :]
        return table[: 4 * wide] + b"".join(width + bearings[at : at + 2] for at in range(0, len(bearings), 2))

    def _piece(self, glyph: int) -> Piece:
        """A glyph, cut out of the whole font once."""
        found = self._pieces.get(glyph)
        if found is None:
            outline = self._tables["glyf"][self._places[glyph] : self._places[glyph + 1]]
            made_of = frozenset(_components(outline))
            for component in tuple(made_of):
                made_of |= self._piece(component).made_of
            padded = outline + bytes(-len(outline) % 2)
            found = self._pieces[glyph] = Piece(padded, self._metrics[4 * glyph : 4 * glyph + 4], made_of)
        return found

    def _font(self, wanted: frozenset[int]) -> bytes:
        """A font with these outlines, those that they are made of, and the one for what is missing; no width else."""
        glyphs = sorted(wanted.union({0}, *(self._piece(glyph).made_of for glyph in wanted)))
        outlines, places, widths, reached, last = [], [], [], 0, -1
        for glyph in glyphs:
            piece, gap = self._piece(glyph), glyph - last - 1
            places.append(pack(">H", reached // 2) * (gap + 1))
            widths.append(bytes(4 * gap) + piece.metrics)
            outlines.append(piece.outline)
            reached, last = reached + len(piece.outline), glyph
        if reached > _SHORT_REACH:
            raise Unsettable("outlines that short places cannot tell of")
        count = len(self._places) - 1
        places.append(pack(">H", reached // 2) * (count - last))
        widths.append(bytes(4 * (count - last - 1)))
        return _assembled(
            {**self._kept, "glyf": b"".join(outlines), "hmtx": b"".join(widths), "loca": b"".join(places)}
        )

    @cached_property
    def _kept(self) -> Mapping[str, bytes]:
        """The tables that no glyph changes: places are short, every glyph has a width of its own."""
        head, hhea = self._tables["head"], self._tables["hhea"]
        return {
            **{tag: table for tag, table in self._tables.items() if tag in _HINTS or tag == "maxp"},
            "head": head[:8] + bytes(4) + head[12:50] + bytes(2) + head[52:],
            "hhea": hhea[:34] + pack(">H", len(self._places) - 1),
        }


def _components(outline: bytes) -> Iterable[int]:
    """The glyphs that a composed outline refers to."""
    if len(outline) < 10 or unpack_from(">h", outline)[0] >= 0:  # noqa: PLR2004 - the head of an outline
        return
    place, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = unpack_from(">HH", outline, place)
        yield glyph
        place += 4 + (4 if flags & _WORDS else 2)
        place += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _assembled(tables: Mapping[str, bytes]) -> bytes:
    """A font file of these tables, with its checksums."""
    tags = sorted(tables)
    power = len(tags).bit_length() - 1
    opening = pack(">IHHHH", _TRUETYPE, len(tags), 16 << power, power, 16 * len(tags) - (16 << power))
    lines, bodies, place, total = [opening], [], 12 + 16 * len(tags), 0
    for tag in tags:
        body, check = _padded(tables[tag]), _checksum(tables[tag])
        lines.append(pack(">4sIII", tag.encode("latin-1"), check, place, len(tables[tag])))
        bodies.append(body)
        place, total = place + len(body), total + check
    directory = b"".join(lines)
    adjustment = (_WHOLE_FONT - total - _checksum(directory)) & 0xFFFFFFFF
    order = tags.index("head")
    bodies[order] = bodies[order][:8] + pack(">I", adjustment) + bodies[order][12:]
    return directory + b"".join(bodies)


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)


def _checksum(table: bytes) -> int:
    words = array("I", _padded(table))
    if byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
