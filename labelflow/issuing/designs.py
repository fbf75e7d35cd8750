"""The design of a programme's documents: the shared one, with what the programme's own folder lays over it.

A programme brings `certificates/` beside its texts: HTML, CSS, drawings, fonts, never a program. A file of the same
name replaces the shared one. The whole is kept with the version that was installed, and never changes after that.
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from labelflow import paths
from labelflow.issuing.typesetting import DocumentFault

if TYPE_CHECKING:
    from pathlib import Path

OWN: Final = "certificates"
_KINDS: Final = frozenset({".html", ".css", ".svg", ".png", ".jpg", ".otf", ".ttf"})
_LARGEST: Final = 2_000_000
"""Bytes of the largest file of a design."""
_MOST: Final = 80
"""Files of a design."""


def has_own(programme: Path) -> bool:
    """Whether the folder of a programme brings a design."""
    return (programme / OWN).is_dir()


def design_of(home: Path, code: str, version: str) -> Path:
    """The design with which an installed version of a programme prints."""
    kept = _place(home, code, version)
    return kept if kept.is_dir() else paths.certificates()


def lay_over(programme: Path, target: Path) -> Path:
    """Make the design of a programme's folder at `target`, which must not exist. Raises DocumentFault."""
    shutil.copytree(paths.certificates(), target)
    own = programme / OWN
    files = [path for path in sorted(own.rglob("*")) if not path.is_dir()]
    if len(files) > _MOST:
        raise DocumentFault(f"{OWN}: {len(files)} > {_MOST}")
    for path in files:
        if path.is_symlink() or path.suffix not in _KINDS or path.stat().st_size > _LARGEST:
            raise DocumentFault(f"{OWN}/{path.relative_to(own)}")
        place = target / path.relative_to(own)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return target


def keep(programme: Path, home: Path, code: str, version: str) -> bool:
    """Keep the design of a programme's folder for the version that is being installed.

    False when another design is kept for that version already. Raises DocumentFault.
    """
    kept = _place(home, code, version)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=kept.parent) as folder:
        made = lay_over(programme, kept.parent / folder / "design")
        if not kept.is_dir():
            made.rename(kept)
            return True
        return digest_of(made) == digest_of(kept)


def digest_of(design: Path) -> str:
    """The fingerprint of every file of a design."""
    digest = sha256()
    for path in sorted(design.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(design)}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _place(home: Path, code: str, version: str) -> Path:
    """Named by a fingerprint: neither a code nor a version can lead out of the folder."""
    return home / "designs" / sha256(f"{code}\0{version}".encode()).hexdigest()[:24]
