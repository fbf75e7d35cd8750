"""Finds what could act when a PDF is opened: scripts, launched programs, sent forms. Reads names only, in bounds."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTING: Final = ("ImportData", "JavaScript", "Launch", "RichMedia", "SubmitForm", "XFA")
"""ISO 32000-1, 12.6: none of them has a place in a document that is only read."""
_SPELLED: Final = tuple(f"/{name}".encode() for name in ACTING)
_NAME: Final = re.compile(rb"/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){3,40})(?![A-Za-z#])")
_HEXADECIMAL: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECTS: Final = b"/ObjStm"
_STREAM: Final = re.compile(rb"stream\r?\n")
_END: Final = b"endstream"
MOST_STREAMS: Final = 256
MOST_INFLATED: Final = 8_000_000
"""Bytes that all object streams together may unfold to before the search stops."""


def active_content(data: bytes) -> tuple[str, ...]:
    """The names of what could act, anywhere in a file of unknown origin and in its compressed objects."""
    return _found((data, *_unfolded(data)))


def active_in_our_own(data: bytes) -> tuple[str, ...]:
    """The same for a file that our own writer made, whose streams end where they say: without what is noise there."""
    return _found((*_outside_streams(data), *_unfolded(data)))


def _found(parts: tuple[bytes, ...]) -> tuple[str, ...]:
    found = {name for part in parts if _may_name(part) for name in _names(part)}
    return tuple(name for name in ACTING if name in found)


def _may_name(part: bytes) -> bool:
    """Whether it is worth reading the names one by one: most parts hold none of those, spelled out or escaped."""
    return b"#" in part or any(name in part for name in _SPELLED)


def _names(part: bytes) -> Iterator[str]:
    for match in _NAME.finditer(part):
        raw = match.group(1)
        if b"#" in raw:
            raw = _HEXADECIMAL.sub(lambda code: bytes((int(code.group(1), 16),)), raw)
        yield raw.decode("latin-1")


def _outside_streams(data: bytes) -> Iterator[bytes]:
    place = 0
    while (begin := _STREAM.search(data, place)) is not None and (end := data.find(_END, begin.end())) >= 0:
        yield data[place : begin.start()]
        place = end + len(_END)
    yield data[place:]


def _unfolded(data: bytes) -> Iterator[bytes]:
    """The compressed objects."""
    budget, place = MOST_INFLATED, 0
    for _ in range(MOST_STREAMS):
        place = data.find(_OBJECTS, place) + 1
        if place == 0 or budget <= 0:
            return
        begin = _STREAM.search(data, place, place + 400)
        if begin is None:
            continue
        try:
            unfolded = zlib.decompressobj().decompress(memoryview(data)[begin.end() :], budget)
        except zlib.error:
            continue
        budget -= len(unfolded)
        yield unfolded
