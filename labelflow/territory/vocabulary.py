"""The words by which actions are described and looked for: levels, formats, subjects, languages, accessibility.

A table of facts like the others of this folder (`actions.csv`). Levels and formats are those of ADAGE, which teachers
know; the last column holds other words, in French, Occitan and Catalan, by which an action with the value is found.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from labelflow.territory import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "actions.csv"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a list, its place among the others, and what ADAGE calls it ("": ADAGE has no such value)."""

    code: str
    name: str
    group: str
    adage: str
    words: str
    place: int

    @property
    def bit(self) -> int:
        """The value as one bit of a number that holds several."""
        return 1 << self.place


def _lists() -> dict[str, dict[str, Value]]:
    own = FOLDER / FILE
    path = own if own.is_file() else Path(__file__).parent / FILE
    found: dict[str, dict[str, Value]] = {}
    _heading, *lines = path.read_text(encoding="utf-8").splitlines()
    for name, code, called, group, adage, words in csv.reader(lines):
        values = found.setdefault(name, {})
        values[code] = Value(code, called, group, adage, words, len(values))
    return found


_ALL: Final = _lists()

LEVELS: Final[Mapping[str, Value]] = _ALL["level"]
GROUPS: Final[Mapping[str, Value]] = _ALL["group"]
"""Cycles and the like: groups of levels."""
FORMATS: Final[Mapping[str, Value]] = _ALL["format"]
SUBJECTS: Final[Mapping[str, Value]] = _ALL["subject"]
LANGUAGES: Final[Mapping[str, Value]] = _ALL["language"]
ACCESS: Final[Mapping[str, Value]] = _ALL["access"]
"""Families of handicap for which an action is made accessible."""
