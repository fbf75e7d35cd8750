"""Fields for words, addresses and secrets."""

from __future__ import annotations

import re
from typing import Any

import wtforms
from wtforms.validators import ValidationError

from labelflow.i18n import _, number
from labelflow.web.forms.told import Told, clean


class TextField(Told, wtforms.StringField):
    """One line of text."""

    macro = "line"
    kind = "text"
    inputmode = ""
    default_length = 200

    def __init__(self, label: object = None, *, max_length: int | None = None, **options: Any) -> None:
        self.max_length = max_length or self.default_length
        self.inputmode = options.pop("inputmode", self.inputmode)
        super().__init__(label, **options)

    def process_data(self, value: object) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = self.read(valuelist[0]) if valuelist else ""

    def read(self, text: str) -> str:
        return " ".join(clean(text).split("\n"))

    def check(self) -> None:
        if len(self.data) > self.max_length:
            raise ValidationError(
                _(
                    "Écrivez au plus %(most)s caractères : il y en a %(length)s.",
                    most=number(self.max_length),
                    length=number(len(self.data)),
                )
            )


class LongTextField(TextField):
    """Several lines of text, with its length said beside it."""

    macro = "long_text"
    default_length = 10_000

    def __init__(self, label: object = None, *, rows: int = 5, min_length: int = 0, **options: Any) -> None:
        self.rows = rows
        self.min_length = min_length
        super().__init__(label, **options)

    def read(self, text: str) -> str:
        return clean(text)

    def check(self) -> None:
        super().check()
        if len(self.data) < self.min_length:
            raise ValidationError(
                _(
                    "Écrivez au moins %(least)s caractères : il y en a %(length)s.",
                    least=number(self.min_length),
                    length=number(len(self.data)),
                )
            )


class SearchField(TextField):
    """Words to look for."""

    kind = "search"


class EmailField(TextField):
    """An e-mail address."""

    kind = "email"
    inputmode = "email"
    default_length = 254
    _shape = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

    def __init__(self, label: object = None, **options: Any) -> None:
        super().__init__(label, **{"autocomplete": "email", **options})

    def check(self) -> None:
        super().check()
        if not self._shape.fullmatch(self.data):
            raise ValidationError(_("Écrivez une adresse électronique complète, comme prenom.nom@exemple.fr."))


class UrlField(TextField):
    """The address of a page; a missing scheme is added."""

    kind = "url"
    inputmode = "url"
    default_length = 2000
    _shape = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?", re.IGNORECASE)

    def read(self, text: str) -> str:
        text = super().read(text)
        return f"https://{text}" if text and "://" not in text else text

    def check(self) -> None:
        super().check()
        if not self._shape.fullmatch(self.data):
            raise ValidationError(_("Écrivez l’adresse d’une page, comme https://www.exemple.fr."))


class PasswordField(TextField):
    """A secret: kept exactly as typed, never sent back to the page."""

    macro = "password"
    kind = "password"

    def __init__(self, label: object = None, **options: Any) -> None:
        super().__init__(label, **{"autocomplete": "current-password", **options})

    def read(self, text: str) -> str:
        return text


class HiddenField(Told, wtforms.HiddenField):
    """A value that the page carries and the person does not see."""

    macro = "hidden"
    asks = False


class VersionField(HiddenField):
    """The version of the subject that the person saw; after a refusal the page carries the present one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0].isdigit():
            self.data = int(valuelist[0])
