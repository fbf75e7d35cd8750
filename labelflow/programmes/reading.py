"""Reads the files of a programme's folder into plain data, and says in French what cannot be read."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from labelflow.i18n import _
from labelflow.programmes.faults import Fault

if TYPE_CHECKING:
    from pathlib import Path

FENCE: Final = "+++"
LARGEST_FILE: Final = 2_000_000
"""Bytes. No honest programme file comes near; keeps a wrong path from filling the memory."""

_WHERE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass
class Folder:
    """A programme's folder, and the faults met while reading it."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def toml(self, name: str, *, required: bool = True) -> dict[str, Any] | None:
        """The table in the file `name`; None, with a fault unless it may be absent, when there is none."""
        if not required and not self.has(name):
            return None
        text = self.text(name)
        return None if text is None else self._parsed(name, text, first_line=0)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.path / name).exists()

    def text(self, name: str) -> str | None:
        """The text of the file `name`, which must be UTF-8; None, with a fault, when it cannot be read."""
        try:
            if (self.path / name).stat().st_size > LARGEST_FILE:
                self._add(name, "", _("ce fichier dépasse 2 Mo"), _("vérifiez que c’est le bon fichier"))
                return None
            content = (self.path / name).read_bytes()
        except FileNotFoundError:
            self._add(name, "", _("ce fichier manque"), _("créez-le"))
        except OSError as error:
            self._add(
                name,
                "",
                _("ce fichier ne peut pas être lu (%(reason)s)", reason=error.strerror),
                _("vérifiez les droits et le chemin"),
            )
        else:
            return self._decoded(name, content)
        return None

    def page(self, name: str) -> tuple[dict[str, Any], str] | None:
        """Head (TOML between two lines `+++`) and body of a text; None, with a fault, when it has no head."""
        text = self.text(name)
        if text is None:
            return None
        lines = text.split("\n")
        if lines[0].strip() != FENCE or FENCE not in [line.strip() for line in lines[1:]]:
            self._add(
                name, "", _("l’en-tête entre deux lignes +++ manque"), _('écrivez +++, subject = "…", +++ en tête')
            )
            return None
        end = next(index for index, line in enumerate(lines) if index and line.strip() == FENCE)
        head = self._parsed(name, "\n".join(lines[1:end]), first_line=1)
        body = "\n".join(lines[end + 1 :]).strip() + "\n"
        if not body.strip():
            self._add(name, "", _("le texte est vide"), _("écrivez-le sous l’en-tête"))
        return None if head is None else (head, body)

    def languages_of_texts(self) -> list[str]:
        """The language folders under `texts/`."""
        texts = self.path / "texts"
        return sorted(entry.name for entry in texts.iterdir() if entry.is_dir()) if texts.is_dir() else []

    def text_codes(self, language: str) -> list[str]:
        """The codes (`applicant/receipt`) of the texts in a language; documents lie at its root."""
        root = self.path / "texts" / language
        return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob("*/*.md"))

    def _add(self, file: str, key: str, what: str, mend: str) -> None:
        self.faults.append(Fault(file, key, what, mend))

    def _decoded(self, name: str, content: bytes) -> str | None:
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            what = _("ce fichier n’est pas encodé en UTF-8")
            self._add(name, line_key(line), what, _("enregistrez-le de nouveau en UTF-8"))
            return None

    def _parsed(self, name: str, text: str, *, first_line: int) -> dict[str, Any] | None:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            where = _WHERE.search(str(error))
            line = int(where[1]) + first_line if where else text.count("\n") + 1 + first_line
            key = line_key(line, where[2] if where else None)
            reason = _WHERE.sub("", str(error)).strip()
            mend = _(
                "vérifiez à cet endroit les guillemets, les crochets et le signe égal, et qu’aucune clé n’est répétée"
            )
            self._add(name, key, _("l’écriture TOML est incorrecte (%(reason)s)", reason=reason), mend)
            return None


def line_key(line: int, column: str | None = None) -> str:
    """A place in a file that could not be read as keys."""
    if column is None:
        return _("ligne %(line)s", line=line)
    return _("ligne %(line)s, colonne %(column)s", line=line, column=column)


def sha256_of(body: str) -> str:
    """What an acceptance of this text records."""
    return hashlib.sha256(body.encode()).hexdigest()
