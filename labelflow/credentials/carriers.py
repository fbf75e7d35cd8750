"""What carries a credential: a text, a baked picture (Open Badges 3.0, §5.3), the file enclosed in a PDF.

Whatever is read here comes from anybody: each carrier is bounded before it is opened, no entity, no address
and no script is followed, and what cannot be read raises NoCredential.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final, Literal

from labelflow.credentials.pictures import LARGEST_CREDENTIAL, PNG, NoCredential, in_png, in_svg, inflated

ENCLOSED: Final = "credential.json"
"""The file's name inside the certificate."""
LARGEST: Final = 20_000_000
"""Bytes of the largest file that is opened."""

Form = Literal["json", "jwt", "svg", "png", "pdf"]

_JWT: Final = re.compile(rb"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*")
_ENCLOSED: Final = re.compile(rb"/EmbeddedFile(?![A-Za-z])")
_STREAM: Final = re.compile(rb"stream\r?\n")
_FLATE: Final = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
_DICTIONARY: Final = 4_096
"""Bytes within which the dictionary of an enclosed file begins and ends."""
MOST_ENCLOSED: Final = 16


def carried(data: bytes) -> tuple[Form, bytes]:
    """What carries the credential, and the credential itself: a JSON text or a VC-JWT. Raises NoCredential."""
    if len(data) > LARGEST:
        raise NoCredential("larger than anything issued here")
    form = form_of(data)
    readers = {"svg": in_svg, "png": in_png, "pdf": _in_pdf}
    found = readers[form](data) if form in readers else data
    if len(found) > LARGEST_CREDENTIAL:
        raise NoCredential("a credential longer than any issued here")
    return form, found.strip()


def form_of(data: bytes) -> Form:
    """What the first bytes say; a name or a media type could say anything. Raises NoCredential."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(PNG):
        return "png"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"<"):
        return "svg"
    if start.startswith(b"{"):
        return "json"
    if len(data) <= LARGEST_CREDENTIAL and _JWT.fullmatch(data):
        return "jwt"
    raise NoCredential("neither a credential, nor a picture, nor a PDF")


def _in_pdf(data: bytes) -> bytes:
    """The first enclosed file that could be a credential. Raises NoCredential.

    Looked for in the bytes: a stream never lies inside a compressed object, so that the file need not be taken
    apart by a reader of PDF, which a few kilobytes can make unfold to gigabytes.
    """
    found = (_enclosed(data, mark.start()) for mark in islice(_ENCLOSED.finditer(data), MOST_ENCLOSED))
    credential = next((text for text in found if text.lstrip().startswith(b"{")), None)
    if credential is None:
        raise NoCredential("a PDF without a credential")
    return credential


def _enclosed(data: bytes, mark: int) -> bytes:
    """The bytes of the stream whose dictionary holds a mark; nothing when it is packed in a way that is not ours."""
    start = data.rfind(b"obj", max(0, mark - _DICTIONARY), mark)
    stream = _STREAM.search(data, mark, mark + _DICTIONARY)
    if start < 0 or stream is None:
        return b""
    told = data[start : stream.start()]
    body = data[stream.end() : stream.end() + 2 * LARGEST_CREDENTIAL]
    if b"/Filter" not in told:
        return body.partition(b"endstream")[0]
    if not _FLATE.search(told) or b"/DecodeParms" in told:
        return b""
    return inflated(body)
