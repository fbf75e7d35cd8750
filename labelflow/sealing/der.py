"""As much of DER as a seal needs: writing tagged values, and walking one level down those of others.

Never recursive and bounded by what it is given: a hostile value is a `ValueError`, at once.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Final

SEQUENCE: Final = 0x30
SET: Final = 0x31
OCTETS: Final = 0x04
CONTEXT_0: Final = 0xA0
CONTEXT_1: Final = 0xA1
CONTEXT_4: Final = 0xA4
_LONG: Final = 0x80
_MOST_LENGTH_BYTES: Final = 4
_MOST_PARTS: Final = 64
_PEM: Final = re.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END CERTIFICATE-----")


def tagged(tag: int, *parts: bytes) -> bytes:
    """A value of these parts."""
    body = b"".join(parts)
    size = len(body)
    if size < _LONG:
        return bytes((tag, size)) + body
    width = (size.bit_length() + 7) // 8
    return bytes((tag, _LONG | width)) + size.to_bytes(width, "big") + body


def whole(data: bytes) -> bytes:
    """The value at the beginning of `data`, its header included; what follows is left out."""
    head, size = _header(data)
    if head + size > len(data):
        raise ValueError("a value is cut short")
    return data[: head + size]


def parts(value: bytes, tag: int) -> list[bytes]:
    """The values inside a constructed value, which must have this tag and nothing after it."""
    if not value or value[0] != tag or len(whole(value)) != len(value):
        raise ValueError("another value than expected")
    rest = value[_header(value)[0] :]
    found: list[bytes] = []
    while rest:
        if len(found) == _MOST_PARTS:
            raise ValueError("a value of too many parts")
        found.append(whole(rest))
        rest = rest[len(found[-1]) :]
    return found


def content(value: bytes) -> bytes:
    """What a value holds, without its header."""
    return value[_header(value)[0] :]


def _header(data: bytes) -> tuple[int, int]:
    """Length of the header, and of what it announces."""
    if len(data) < 2:  # noqa: PLR2004 - a tag and a length
        raise ValueError("a value is cut short")
    size = data[1]
    if size < _LONG:
        return 2, size
    width = size & ~_LONG
    if not 0 < width <= _MOST_LENGTH_BYTES or len(data) < 2 + width:
        raise ValueError("a length that no seal has")
    return 2 + width, int.from_bytes(data[2 : 2 + width], "big")


def ders(certificates: str) -> tuple[bytes, ...]:
    """The certificates of a PEM text, as DER."""
    return tuple(b64decode(body) for body in _PEM.findall(certificates))
