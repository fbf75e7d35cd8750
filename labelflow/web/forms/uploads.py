"""Fields for files. Form only: name and size; what is inside is examined by the service that keeps it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import wtforms
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from labelflow.i18n import _, file_size
from labelflow.web.forms.told import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

EVIDENCE = (".pdf", ".odt", ".jpg", ".jpeg", ".png")


class FileField(Told, wtforms.FileField):
    """One file; `data` is a FileStorage or None."""

    sheet = "file"
    macro = "file"

    def __init__(
        self,
        label: object = None,
        *,
        suffixes: Sequence[str] = EVIDENCE,
        max_bytes: int = 10_000_000,
        **options: Any,
    ) -> None:
        self.suffixes = tuple(suffixes)
        self.max_bytes = max_bytes
        super().__init__(label, **options)

    @property
    def rule(self) -> str:
        """What may be sent, in words."""
        kinds = ", ".join(suffix.removeprefix(".").upper() for suffix in self.suffixes if suffix != ".jpeg")
        return _("%(kinds)s, %(size)s au plus.", kinds=kinds, size=file_size(self.max_bytes))

    def process_formdata(self, valuelist: list[Any]) -> None:
        given = [value for value in valuelist if isinstance(value, FileStorage) and value.filename]
        self.data = given[0] if given else None
        self.raw_data = given

    def check(self) -> None:
        suffix = PurePosixPath(self.data.filename).suffix.lower()
        if suffix not in self.suffixes:
            raise ValidationError(_("Choisissez un fichier d’un de ces formats : %(rule)s", rule=self.rule))
        size = self.data.stream.seek(0, 2)
        self.data.stream.seek(0)
        if size > self.max_bytes:
            raise ValidationError(
                _(
                    "Choisissez un fichier plus léger : celui-ci pèse %(size)s, la limite est de %(limit)s.",
                    size=file_size(size),
                    limit=file_size(self.max_bytes),
                )
            )
        if size == 0:
            raise ValidationError(_("Ce fichier est vide : choisissez-en un autre."))
