"""Folders of programmes with one thing changed, for tests of what is said about it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from labelflow import paths
from labelflow.programmes.faults import Fault, ProgrammeFault
from labelflow.programmes.loader import load

if TYPE_CHECKING:
    from pathlib import Path

LABEL, CHARTER = "sciences-en-occitanie", "charte-du-reseau"


def copy(code: str, into: Path) -> Path:
    """A copy of a shipped programme."""
    return shutil.copytree(paths.programmes() / code, into / code)


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first `old`, which must be there, by `new` in a file of the folder."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def append(folder: Path, file: str, more: str) -> None:
    """Add lines at the end of a file of the folder."""
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{more}\n")


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """What the loader finds wrong; nothing when it loads."""
    try:
        load(folder)
    except ProgrammeFault as error:
        return error.faults
    return ()


def places(folder: Path) -> list[tuple[str, str]]:
    """File and key of each fault, in order."""
    return [(fault.file, fault.key) for fault in faults_of(folder)]
