"""Which files may be evidence: an allow-list by content, never by name or by what the browser says."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from labelflow.domain.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES: Final[Mapping[str, str]] = {
    "application/pdf": "PDF",
    "application/vnd.oasis.opendocument.text": "ODT",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
}
"""The media types that evidence may have, as people call them."""

IMAGES: Final = frozenset({"image/jpeg", "image/png"})
ODT_MIMETYPE: Final = b"application/vnd.oasis.opendocument.text"
MEGABYTE: Final = 1024 * 1024


def media_type_of(data: bytes) -> str | None:
    """The media type by the first bytes; None for anything that evidence may not be."""
    if data[:5] == b"%PDF-":
        return "application/pdf"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    return "application/vnd.oasis.opendocument.text" if data[:4] == b"PK\x03\x04" and _is_odt(data) else None


def upload_refusals(data: bytes, accepts: tuple[str, ...], most_megabytes: int) -> tuple[Refusal, ...]:
    """Why a file cannot be evidence in a place that accepts these kinds."""
    if not data:
        return (Refusal("file-empty"),)
    if len(data) > most_megabytes * MEGABYTE:
        return (Refusal("file-too-large", {"most": most_megabytes}),)
    if media_type_of(data) not in accepts:
        return (Refusal("file-kind", {"accepted": tuple(NAMES.get(name, name) for name in accepts)}),)
    return ()


def _is_odt(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("mimetype")[: len(ODT_MIMETYPE)] == ODT_MIMETYPE
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError):
        return False
