"""A group of fields under one legend, for a SubForm within a form."""

from __future__ import annotations

from typing import Any

import wtforms

from labelflow.web.forms.told import draw


class PartField(wtforms.FormField):
    """The fields of a SubForm, in a group: `PartField(ContactForm, _l("Contact"), hint=_l("…"))`."""

    sheet = "part"
    macro = "part"
    asks = True

    def __init__(
        self, form_class: type[wtforms.Form], label: object = None, *, hint: object = "", **options: Any
    ) -> None:
        self.hint = hint
        options.setdefault("widget", draw)
        super().__init__(form_class, label, **options)
