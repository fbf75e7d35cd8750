"""What every field of ours shares: it tells all it needs (label, hint, instruction) and draws itself."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from flask import current_app
from markupsafe import Markup
from wtforms.validators import StopValidation

if TYPE_CHECKING:
    from wtforms import Form

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Text as it is kept: composed letters, no control characters, plain line ends, no outer space."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).strip()


class Told:
    """Mixin of the fields.

    `required` is the instruction shown when nothing was given (« Indiquez le nom de la structure. »);
    without it the field is optional and its label says so. `hint` stands under the label.
    """

    sheet = "text"
    """Name of the template in `components/fields/` that draws the field…"""
    macro = ""
    """… and of the macro in it."""
    says_optional = True
    """Whether the label of an optional field says so; filters do not, since all of them are."""
    asks = True
    """Whether the person is asked something: hidden fields are not shown among the others."""

    data: Any
    name: str
    id: str
    process_errors: list[str]

    def __init__(self, label: object = None, *, hint: object = "", required: object = None, **options: Any) -> None:
        self.hint = hint
        self.required = required
        self.autocomplete = options.pop("autocomplete", "")
        self.width = options.pop("width", "")
        options.setdefault("widget", draw)
        super().__init__(label, **options)  # type: ignore[call-arg]  # the next class is a WTForms field

    @property
    def anchor(self) -> str:
        """Id of the control that the summary of errors leads to."""
        return self.id

    @property
    def is_blank(self) -> bool:
        return self.data is None or self.data in ("", [], ())

    def pre_validate(self, _form: Form) -> None:
        if self.process_errors:
            raise StopValidation
        if not self.is_blank:
            self.check()
        elif self.required:
            raise StopValidation(str(self.required))

    def check(self) -> None:
        """Raise ValidationError with an instruction when what was given cannot be used."""


def draw(field: Any, **_options: Any) -> Markup:
    """The widget of all our fields: a macro named by the field's kind."""
    macros = current_app.jinja_env.get_template(f"components/fields/{field.sheet}.html").module
    return Markup(getattr(macros, field.macro)(field))  # noqa: S704 - the macro escapes what it prints
