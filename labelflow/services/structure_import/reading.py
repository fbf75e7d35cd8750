"""Reads a CSV file of structures row by row, whatever its encoding and separator, and never stops at a bad row."""

from __future__ import annotations

import csv
import io
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from labelflow.domain.refusal import Refusal
from labelflow.errors import Invalid
from labelflow.i18n import gettext as _
from labelflow.services.structure_import.columns import SEPARATORS, check_heading, known_column
from labelflow.services.structure_import.encoding import FALLBACK, Encoding, find_encoding
from labelflow.services.structure_import.mending import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST_LINE: Final = 100_000
LONGEST_RECORD: Final = 100_000
MOST_LINES: Final = 200
"""Signs and lines of one record; beyond, a quote was left open."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: where it was, what it said, and why it could not be read (then `cells` is empty)."""

    line: int
    cells: dict[str, str]
    written: list[str] = field(default_factory=list)
    """The cells as they were, to be given back."""
    problem: Refusal | None = None


class RecordTooLong(Exception):
    """A record runs on and on: its opening quote was never closed."""


class _Lines:
    """Feeds the CSV reader line by line, remembers what a record took, and takes lines back."""

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.first_line = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES or sum(map(len, self.taken)) > LONGEST_RECORD:
            raise RecordTooLong
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def next_record(self) -> None:
        """What was taken is used up."""
        self.first_line += len(self.taken)
        self.taken = []

    def give_back_all_but_the_first(self) -> None:
        """The record was no record: only its first line is lost."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


class Table:
    """An open CSV file of structures. Iterate over it for its rows; close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        """Open and read the heading. Raises Invalid for what is not a CSV file of structures."""
        if not path.is_file():
            raise Invalid(_("Il n’y a pas de fichier %(name)s.", name=str(path)))
        self.path, self.size = path, path.stat().st_size
        self.encoding: Encoding = find_encoding(path)
        self._bytes = path.open("rb")
        self._file = io.TextIOWrapper(self._bytes, encoding=self.encoding.name, errors=FALLBACK, newline="")
        self._lines = _Lines(lambda: self._file.readline(LONGEST_LINE))
        try:
            self.separator, self.headings = self._read_heading(path.name)
            self.columns = check_heading(self.headings, path.name)
        except BaseException:
            self._file.close()
            raise

    def _read_heading(self, file_name: str) -> tuple[str, list[str]]:
        """The separator that makes most known columns, and the heading it gives."""
        try:
            text = next((line for line in self._lines if line.strip(" \t\r\n,;|") and not _names_separator(line)), "")
        except RecordTooLong:
            text = ""
        self._lines.next_record()
        if not text:
            raise Invalid(_("Le fichier %(name)s est vide.", name=file_name))
        readings = [(separator, _split(text, separator)) for separator in SEPARATORS]
        return max(readings, key=lambda reading: (sum(map(bool, map(known_column, reading[1]))), len(reading[1])))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    @property
    def position(self) -> int:
        """Bytes read so far, for a progress bar."""
        return self._bytes.tell()

    def __iter__(self) -> Iterator[Row]:
        """Every row that says something, the unreadable ones included."""
        reader = csv.reader(self._lines, delimiter=self.separator)
        while True:
            problem, cells = None, list[str]()
            try:
                cells = next(reader)
            except StopIteration:
                if not self._lines.taken:
                    return
            except RecordTooLong:
                problem = Refusal("row-quote")
            except csv.Error:
                problem = Refusal("row-unreadable")
            problem = problem or self._shape_problem(cells)
            if problem and len(self._lines.taken) > 1:
                problem = Refusal("row-quote")
                self._lines.give_back_all_but_the_first()
                cells = _split(self._lines.taken[0], self.separator)
            line = self._lines.first_line
            self._lines.next_record()
            if any(cell.strip() for cell in cells):
                yield self._row(line, cells, problem)

    def _shape_problem(self, cells: list[str]) -> Refusal | None:
        if not any(cell.strip() for cell in cells):
            return None
        if len(cells) < len(self.columns) or any(cell.strip() for cell in cells[len(self.columns) :]):
            return Refusal("row-cells", {"found": len(cells), "expected": len(self.columns)})
        if cells[0].strip().casefold() == self.headings[0].casefold() and self._is_heading(cells):
            return Refusal("row-heading")
        return None

    def _is_heading(self, cells: list[str]) -> bool:
        return [known_column(cell) for cell in cells[: len(self.columns)]] == self.columns

    def _row(self, line: int, cells: list[str], problem: Refusal | None) -> Row:
        if problem:
            return Row(line, {}, cells, problem)
        pairs = zip(self.columns, cells, strict=False)
        return Row(line, {column: clean(cell) for column, cell in pairs if column}, cells)


def _names_separator(line: str) -> bool:
    """The line `sep=;` that spreadsheets put on top of a file for themselves."""
    return line.lower().startswith("sep=")


def _split(line: str, separator: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return [cell.strip() for cell in line.split(separator)]
