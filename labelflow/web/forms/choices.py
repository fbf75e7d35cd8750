"""Fields that offer answers to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import wtforms
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from labelflow.i18n import _
from labelflow.web.forms.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Offers(Told):
    """Mixin of the fields below. Choices are (value, words) pairs, at declaration or set by a view."""

    def __init__(self, label: object = None, *, choices: Iterable[tuple[str, object]] = (), **options: Any) -> None:
        options.setdefault("invalid_value_message", _("Choisissez une des réponses proposées."))
        super().__init__(label, choices=as_choices(choices), **options)

    @property
    def choices(self) -> Any:
        return wtforms.SelectField.choices.fget(self)

    @choices.setter
    def choices(self, pairs: Iterable[tuple[str, object]]) -> None:
        wtforms.SelectField.choices.fset(self, as_choices(pairs))


def as_choices(pairs: Iterable[Any]) -> list[SelectChoice]:
    return [pair if isinstance(pair, SelectChoice) else SelectChoice(value=pair[0], label=pair[1]) for pair in pairs]


class ChoiceField(Offers, wtforms.RadioField):
    """One answer among a few, all of them visible. `hints` explains some of them, by value."""

    sheet = "choice"
    macro = "radios"

    def __init__(self, label: object = None, *, hints: Mapping[str, object] | None = None, **options: Any) -> None:
        self.hints = dict(hints or {})
        super().__init__(label, **options)

    @property
    def anchor(self) -> str:
        return f"{self.id}-0"

    def check(self) -> None:
        if self.data not in [choice.value for choice in self.iter_choices()]:
            raise ValidationError(_("Choisissez une des réponses proposées."))


class YesNoField(ChoiceField):
    """Yes or no; `data` is True, False or None."""

    def __init__(self, label: object = None, **options: Any) -> None:
        options["invalid_value_message"] = _("Choisissez oui ou non.")
        super().__init__(label, choices=[("oui", _("Oui")), ("non", _("Non"))], coerce=_yes_no, **options)

    def iter_choices(self) -> Any:
        for choice in super().iter_choices():
            yield choice._replace(selected=self.data is not None and (choice.value == "oui") == self.data)

    def check(self) -> None:
        """Whatever was read is one of the two answers."""


def _yes_no(value: object) -> bool:
    known = {"oui": True, "non": False, True: True, False: False}
    if value not in known:
        raise ValueError(value)
    return known[value]


class SelectField(Offers, wtforms.SelectField):
    """One answer in a long list, folded."""

    sheet = "choice"
    macro = "select"

    def __init__(self, label: object = None, *, blank: object = None, **options: Any) -> None:
        self.blank = blank
        super().__init__(label, **options)

    def check(self) -> None:
        if self.data not in [choice.value for choice in self.iter_choices()]:
            raise ValidationError(_("Choisissez une réponse dans la liste."))


class ChoicesField(Offers, wtforms.SelectMultipleField):
    """Any number of answers: boxes to tick."""

    sheet = "choice"
    macro = "checkboxes"

    def __init__(self, label: object = None, *, hints: Mapping[str, object] | None = None, **options: Any) -> None:
        self.hints = dict(hints or {})
        super().__init__(label, **options)

    @property
    def anchor(self) -> str:
        return f"{self.id}-0"

    def process_data(self, value: Any) -> None:
        super().process_data(value)
        self.data = self.data or []

    def check(self) -> None:
        known = {choice.value for choice in self.iter_choices()}
        if not known.issuperset(self.data):
            raise ValidationError(_("Choisissez parmi les réponses proposées."))


class TickField(Told, wtforms.BooleanField):
    """One box to tick; `required` says what must be agreed to."""

    sheet = "choice"
    macro = "tick"

    @property
    def is_blank(self) -> bool:
        return not self.data
