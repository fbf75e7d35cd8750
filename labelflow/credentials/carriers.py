"""What carries a credential: a text, a baked picture (Open Badges 3.0, §5.3), the file enclosed in a PDF.

Whatever is read here comes from anybody: each carrier is bounded before it is opened, no entity, no address
and no script is followed, and what cannot be read raises NoCredential.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from labelflow.credentials.pictures import LARGEST_CREDENTIAL, PNG, NoCredential, in_png, in_svg, inflated, something

if TYPE_CHECKING:
    from pikepdf import AttachedFileSpec, Pdf

ENCLOSED: Final = "credential.json"
"""The file's name inside the certificate."""
LARGEST: Final = 20_000_000
"""Bytes of the largest file that is opened."""

Form = Literal["json", "jwt", "svg", "png", "pdf"]

_JWT: Final = re.compile(rb"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*")
_ATTACHED: Final = ("openbadgecredential.json", ENCLOSED)


def carried(data: bytes) -> tuple[Form, bytes]:
    """What carries the credential, and the credential itself: a JSON text or a VC-JWT. Raises NoCredential."""
    if len(data) > LARGEST:
        raise NoCredential("larger than anything issued here")
    form = _form(data)
    readers = {"svg": in_svg, "png": in_png, "pdf": _in_pdf}
    found = readers[form](data) if form in readers else data
    if len(found) > LARGEST_CREDENTIAL:
        raise NoCredential("a credential longer than any issued here")
    return form, found.strip()


def _form(data: bytes) -> Form:
    """What the first bytes say; a name or a media type could say anything."""
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
    """The credential enclosed in a PDF."""
    from io import BytesIO  # noqa: PLC0415 - only where a PDF is opened

    import pikepdf  # noqa: PLC0415 - same

    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            return _enclosed(pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, TypeError, KeyError, AttributeError) as fault:
        raise NoCredential("a PDF that cannot be read") from fault


def _enclosed(pdf: Pdf) -> bytes:
    for name in _ATTACHED:
        if name in pdf.attachments:
            return something(_bounded(pdf.attachments[name]))
    raise NoCredential("a PDF without a credential")


def _bounded(enclosed: AttachedFileSpec) -> bytes:
    """The bytes of an enclosed file, however little of it says however much: unpacked here, not by the reader of PDF."""
    stream = enclosed.get_file().obj
    packing = stream.get("/Filter")
    if stream.get("/DecodeParms") is not None or packing not in (None, "/FlateDecode"):
        raise NoCredential("an enclosed file packed in a way that is not ours")
    raw = bytes(stream.read_raw_bytes())
    return inflated(raw) if packing else raw
