"""Writes the refused rows to a file that a person mends and imports again."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Final, Self

from labelflow.errors import Invalid
from labelflow.i18n import gettext as _
from labelflow.services.structure_import.mending import safe_for_spreadsheets
from labelflow.services.structure_import.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from labelflow.domain.refusal import Refusal
    from labelflow.services.structure_import.reading import Row, Table

LINE, REASON, TEXT = OURS = ("refus_ligne", "refus_raison", "refus_texte")
"""Columns added to those of the file; an import does not read them."""
ENCODING: Final = "utf-8-sig"
"""UTF-8 with its mark: spreadsheets then open it with the right accents."""


class RefusedFile:
    """Made when the first row is refused: a run that refuses nothing leaves no file, and removes an old one."""

    def __init__(self, path: Path, table: Table) -> None:
        """Raises Invalid when `path` cannot be written, or is the file that is being read."""
        self.path, self.table = path, table
        self.kept = [index for index, heading in enumerate(table.headings) if heading not in OURS]
        self._file: IO[str] | None = None
        if path.exists() and path.samefile(table.path):
            raise Invalid(_("Les lignes refusées ne peuvent pas remplacer le fichier importé : donnez un autre nom."))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable() from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file:
            self._file.close()

    @property
    def written(self) -> bool:
        """Whether some row was refused."""
        return self._file is not None

    def add(self, row: Row, refusals: Iterable[Refusal]) -> None:
        """Write one refused row: its cells as they were, its line and its reasons.

        The cells of a row that could not be read belong to no column: they are given together, beside.
        """
        cells = ["" if row.problem else row.written[index] for index in self.kept]
        whole = self.table.separator.join(row.written) if row.problem else ""
        reasons = " ".join(sentence(refusal) for refusal in refusals)
        self._write([*cells, str(row.line), reasons, whole])

    def _write(self, cells: list[str]) -> None:
        if self._file is None:
            try:
                self._file = self.path.open("w", encoding=ENCODING, newline="", errors="replace")
            except OSError as error:
                raise self._unwritable() from error
            self._write([*(self.table.headings[index] for index in self.kept), *OURS])
        writer = csv.writer(self._file, delimiter=self.table.separator)
        writer.writerow([safe_for_spreadsheets(cell.replace("\x00", "")) for cell in cells])

    def _unwritable(self) -> Invalid:
        return Invalid(_("Impossible d’écrire les lignes refusées dans %(path)s.", path=str(self.path)))
