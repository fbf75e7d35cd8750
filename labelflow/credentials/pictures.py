"""Pictures that carry a credential (Open Badges 3.0, §5.3): baking it in, and reading it back from anybody's file."""

from __future__ import annotations

import struct
import zlib
from typing import Final
from xml.parsers import expat

PNG: Final = b"\x89PNG\r\n\x1a\n"
LARGEST_CREDENTIAL: Final = 256_000
DEEPEST: Final = 64
"""Elements inside one another in a picture."""

_KEYWORD: Final = b"openbadgecredential"
_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"


class NoCredential(ValueError):
    """The file carries no credential that can be read."""


def baked_svg(picture: bytes, credential: bytes) -> bytes:
    """The picture with the credential in it."""
    from openbadgeslib import baking  # noqa: PLC0415 - only whoever bakes loads it

    baked: bytes = baking.bake_svg(
        picture, credential.decode(), element=baking.SVG_ELEMENT_OB3, namespace=_NAMESPACE, as_text=True
    )
    return baked


def baked_png(picture: bytes, credential: bytes) -> bytes:
    """The picture with the credential in it."""
    from openbadgeslib import baking  # noqa: PLC0415 - same

    baked: bytes = baking.bake_png(picture, credential.decode(), keyword=_KEYWORD)
    return baked


class _Reading:
    """Follows an SVG element by element; keeps what the first element of credentials holds."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.depth = self.inside = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self.refuse
        parser.StartElementHandler, parser.EndElementHandler = self.begin, self.end
        parser.CharacterDataHandler = self.say

    def refuse(self, *_told: object) -> None:
        raise NoCredential("a picture that declares a document type")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NoCredential("a picture deeper than any drawn here")
        if not self.found and name == f"{_NAMESPACE} credential":
            self.inside = self.depth
            self.found.append(attributes.get("verify", ""))

    def end(self, _name: str) -> None:
        if self.depth == self.inside:
            self.inside = 0
        self.depth -= 1

    def say(self, text: str) -> None:
        if self.inside:
            self.found.append(text)


def in_svg(data: bytes) -> bytes:
    """The credential of a picture. One that declares a document type is refused unread. Raises NoCredential."""
    reading = _Reading()
    try:
        reading.parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as fault:
        raise NoCredential("not XML") from fault
    return something("".join(reading.found).encode("utf-8", "replace"))


def in_png(data: bytes) -> bytes:
    """The credential of the first text chunk that holds one. Raises NoCredential."""
    place = len(PNG)
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 8 : place + 8 + length]
        if kind == b"iTXt" and body.startswith(_KEYWORD + b"\0"):
            return something(_text_of(body[len(_KEYWORD) + 1 :]))
        place += 12 + length
    raise NoCredential("a picture without a credential")


def _text_of(body: bytes) -> bytes:
    """The text of an international chunk: two flags, a language, a translated keyword, then the text."""
    flags, rest = body[:2], body[2:]
    parts = rest.split(b"\0", 2)
    if len(flags) != 2 or len(parts) != 3 or flags not in {b"\0\0", b"\1\0"}:  # noqa: PLR2004 - see above
        raise NoCredential("a broken text chunk")
    return inflated(parts[2]) if flags[0] else parts[2]


def inflated(packed: bytes) -> bytes:
    """What was compressed, however little says however much. Raises NoCredential."""
    inflate = zlib.decompressobj()
    try:
        text = inflate.decompress(packed, LARGEST_CREDENTIAL + 1)
    except zlib.error as fault:
        raise NoCredential("badly compressed") from fault
    if len(text) > LARGEST_CREDENTIAL:
        raise NoCredential("a credential longer than any issued here")
    return text


def something(found: bytes) -> bytes:
    """What was found, if it is anything. Raises NoCredential."""
    if not found.strip():
        raise NoCredential("no credential inside")
    return found
