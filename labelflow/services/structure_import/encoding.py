"""Which bytes are these? Finds the encoding of a text file, or says what the file is instead."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from labelflow.errors import Invalid
from labelflow.i18n import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

HEAD: Final = 65_536
MOST_CONTROLS: Final = 0.02
"""Share of control signs above which a file is no text."""

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_OTHERS: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"SQLite format", b"7z\xbc\xaf", b"Rar!")
_TEXT_CONTROLS: Final = frozenset(b"\t\n\r\f\x1a")
FALLBACK: Final = "labelflow-cp1252"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file. `mixed`: most of it is UTF-8, some lines are not and are read as Windows-1252."""

    name: str
    mixed: bool = False


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode what a codec could not as Windows-1252, and its five holes as Latin-1: no byte is refused."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in stray), error.end


codecs.register_error(FALLBACK, _read_as_windows)


def find_encoding(path: Path) -> Encoding:
    """The encoding of a text file. Raises Invalid, with a sentence that says what to do, for anything else."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Invalid(_("Le fichier %(name)s est vide.", name=path.name))
    if head.startswith(_WORKBOOKS):
        raise Invalid(
            _(
                "%(name)s est un classeur de tableur. Ouvrez-le, puis enregistrez-le au format « CSV UTF-8 ».",
                name=path.name,
            )
        )
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name)
    if head.startswith(_OTHERS):
        raise _not_text(path)
    if wide := _wide_without_mark(head):
        return Encoding(wide)
    if sum(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head) > MOST_CONTROLS * len(head):  # noqa: PLR2004
        raise _not_text(path)
    return _narrow(path)


def _not_text(path: Path) -> Invalid:
    return Invalid(_("%(name)s n’est pas un fichier texte. Donnez un fichier CSV.", name=path.name))


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin letters is zero."""
    half = len(head) // 2 or 1
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > half * 0.6:
            return name
    return None


def _narrow(path: Path) -> Encoding:
    """UTF-8 when its lines are (most of those with accents, if some are broken), else Windows-1252."""
    whole, broken = 0, 0
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                broken += 1
            else:
                whole += 1
    if broken == 0:
        return Encoding("utf-8")
    return Encoding("utf-8", mixed=True) if whole > broken else Encoding("cp1252")
