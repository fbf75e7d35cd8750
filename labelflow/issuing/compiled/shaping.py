"""Shapes a line of Latin text with HarfBuzz, as Pango does when WeasyPrint sets the same line.

The library is the one that Pango itself has loaded or would load, so both always agree. There is no
other dependency: where it is not found, every certificate takes the plain path.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from struct import Struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NAMES: Final = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")
_LEFT_TO_RIGHT: Final = 4
_LATIN: Final = int.from_bytes(b"Latn")
_WHOLE: Final = 0xFFFFFFFF
_INFO: Final = Struct("=IIIII")
_POSITION: Final = Struct("=iiiii")
_POINTERS: Final = [
    "hb_blob_create_from_file",
    "hb_face_create",
    "hb_font_create",
    "hb_buffer_create",
    "hb_language_from_string",
    "hb_buffer_get_glyph_infos",
    "hb_buffer_get_glyph_positions",
]


class Glyph(NamedTuple):
    """One glyph of a line: lengths in Pango's units, `cluster` the index of its first character."""

    id: int
    width: int
    x_offset: int
    y_offset: int
    cluster: int


class NoShaper(RuntimeError):
    """HarfBuzz is not installed where Pango would find it."""


class _Feature(ctypes.Structure):
    _fields_ = (
        ("tag", ctypes.c_uint32),
        ("value", ctypes.c_uint32),
        ("start", ctypes.c_uint),
        ("end", ctypes.c_uint),
    )


class Shaper:
    """One face at one size, with its features and its language. Not to be shared between threads."""

    def __init__(self, file: Path, scale: int, features: Sequence[tuple[str, int]], language: str) -> None:
        self._library = harfbuzz()
        self._font = _font(str(file), scale)
        self._buffer = ctypes.c_void_p(self._library.hb_buffer_create())
        self._features = (_Feature * max(len(features), 1))(
            *(_Feature(int.from_bytes(tag.encode()), value, 0, _WHOLE) for tag, value in features)
        )
        self._count = len(features)
        self._language = ctypes.c_void_p(self._library.hb_language_from_string(language.encode(), -1))

    def __call__(self, text: str) -> list[Glyph]:
        """The glyphs of ``text``, set on one line."""
        library, buffer = self._library, self._buffer
        library.hb_buffer_reset(buffer)
        encoded = text.encode("utf-32-le")
        library.hb_buffer_add_utf32(buffer, encoded, len(text), 0, len(text))
        library.hb_buffer_set_direction(buffer, _LEFT_TO_RIGHT)
        library.hb_buffer_set_script(buffer, _LATIN)
        library.hb_buffer_set_language(buffer, self._language)
        library.hb_shape(self._font, buffer, self._features, self._count)
        length = ctypes.c_uint()
        infos = library.hb_buffer_get_glyph_infos(buffer, ctypes.byref(length))
        positions = library.hb_buffer_get_glyph_positions(buffer, None)
        size = length.value * _INFO.size
        return [
            Glyph(gid, width, x, y, cluster)
            for (gid, _, cluster, _, _), (width, _, x, y, _) in zip(
                _INFO.iter_unpack(ctypes.string_at(infos, size)),
                _POSITION.iter_unpack(ctypes.string_at(positions, size)),
                strict=True,
            )
        ]

    def __del__(self) -> None:
        """Give the buffer back."""
        if hasattr(self, "_buffer"):
            self._library.hb_buffer_destroy(self._buffer)


@lru_cache(maxsize=1)
def harfbuzz() -> Any:  # noqa: ANN401 - a C library
    """The library. Raises NoShaper."""
    for name in _NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for pointer in _POINTERS:
            getattr(library, pointer).restype = ctypes.c_void_p
        return library
    raise NoShaper("libharfbuzz")


def version() -> str:
    """Of the library, since another one may kern otherwise. Raises NoShaper."""
    library = harfbuzz()
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode())


@lru_cache(maxsize=64)
def _font(file: str, scale: int) -> ctypes.c_void_p:
    """A font of HarfBuzz, kept for the life of the process: faces and sizes are few."""
    library = harfbuzz()
    blob = ctypes.c_void_p(library.hb_blob_create_from_file(file.encode()))
    face = ctypes.c_void_p(library.hb_face_create(blob, 0))
    font = ctypes.c_void_p(library.hb_font_create(face))
    library.hb_font_set_scale(font, scale, scale)
    return font
