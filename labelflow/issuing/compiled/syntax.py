"""What PDF looks like where a certificate fills it in, to the byte as WeasyPrint writes it."""

from __future__ import annotations

import zlib
from datetime import UTC
from hashlib import md5
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelflow.issuing.qr import Run
    from labelflow.issuing.typesetting import Enclosure

HEADER: Final = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


def entry(kind: int, first: int, second: int = 0) -> bytes:
    """A line of the table of objects: free (0), at a place in the file (1), in a stream of objects (2)."""
    return bytes((kind,)) + first.to_bytes(4) + second.to_bytes(2)


def number(value: float) -> bytes:
    """A figure as WeasyPrint writes it."""
    return b"%d" % int(value) if value.is_integer() else f"{value:f}".rstrip("0").encode()


def string(text: str) -> bytes:
    """A text as WeasyPrint writes it."""
    if text.isascii():
        return b"(%b)" % text.encode().replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode()


def pdf_date(day: str) -> str:
    """A day of ISO 8601 as PDF writes it."""
    return f"D:{day.replace('-', '')}"


def stream(opening: bytes, deflated: bytes) -> bytes:
    """A compressed stream whose dictionary begins with `opening`."""
    return b"%b/Filter /FlateDecode/Length %d>>\nstream\n%b\nendstream" % (opening, len(deflated), deflated)


def qr_path(runs: Iterable[Run]) -> bytes:
    """The dark modules as one path, as WeasyPrint draws the SVG of `labelflow.issuing.qr`."""
    return "\n".join([f"{x} {y}.5 m\n{x + length} {y}.5 l" for x, y, length in runs]).encode()


def embedded(enclosed: Enclosure, media_type: str) -> bytes:
    """The stream of a file that travels in the certificate."""
    made_at = enclosed.made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ").encode()
    digest = md5(enclosed.data, usedforsecurity=False).hexdigest().encode()
    opening = b"<</Type /EmbeddedFile/Subtype %b/Params <</CheckSum <%b>/Size %d/CreationDate (%b)/ModDate (%b)>>" % (
        media_type.encode(),
        digest,
        len(enclosed.data),
        made_at,
        made_at,
    )
    return stream(opening, zlib.compress(enclosed.data, 9))
