"""Fields for numbers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import wtforms
from wtforms.validators import ValidationError

from labelflow.i18n import _, number
from labelflow.web.forms.told import Told, clean


class NumberField(Told, wtforms.Field):
    """A whole number; spaces between thousands are welcome."""

    macro = "line"
    kind = "text"
    inputmode = "numeric"

    def __init__(
        self, label: object = None, *, least: int | None = None, most: int | None = None, **options: Any
    ) -> None:
        self.least = least
        self.most = most
        super().__init__(label, **{"width": "short", **options})

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(clean(valuelist[0]).split()) if valuelist else ""
        self.data = self.read(text) if text else None

    def read(self, text: str) -> int | Decimal:
        if not text.removeprefix("-").isdecimal():
            raise ValueError(_("Écrivez un nombre entier, en chiffres."))
        return int(text)

    def check(self) -> None:
        if self.least is not None and self.data < self.least:
            raise ValidationError(_("Écrivez un nombre d’au moins %(least)s.", least=number(self.least)))
        if self.most is not None and self.data > self.most:
            raise ValidationError(_("Écrivez un nombre d’au plus %(most)s.", most=number(self.most)))


class DecimalField(NumberField):
    """A number with decimals, after a comma or a point."""

    inputmode = "decimal"

    def _value(self) -> str:
        return super()._value().replace(".", ",")

    def read(self, text: str) -> Decimal:
        try:
            value = Decimal(text.replace(",", "."))
        except InvalidOperation:
            value = Decimal("nan")
        if not value.is_finite():
            raise ValueError(_("Écrivez un nombre en chiffres, par exemple 12,5."))
        return value
