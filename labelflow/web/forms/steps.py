"""The form of a declared step: one field for each thing that it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.i18n import _
from labelflow.web.filters import words
from labelflow.web.forms import fields
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import HiddenField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from labelflow.domain.workflow import Ask, Step

    Options = Sequence[tuple[str, str]]
    Made = tuple[Any, dict[str, Any]]

FEW: Final = 7
"""Up to this many, choices are all shown; beyond, they fold into a list."""
LONG: Final = 1000
"""Characters above which a text is given more room."""


class StepForm(BaseForm):
    """The version seen, and the page to go back to."""

    retour = HiddenField()

    @property
    def values(self) -> dict[str, Any]:
        """What was given, by the code of what was asked."""
        return {field.name: field.data for field in self.asked}


def step_form(step: Step, *, choices: Mapping[str, Options] | None = None, seen: int | None = None) -> StepForm:
    """The form that a step asks to fill. `choices`: by field, what may be chosen when the step does not say."""
    known = choices or {}
    return StepForm.with_fields({ask.code: _field(ask, known.get(ask.code, ())) for ask in step.asks})(seen=seen)


def _field(ask: Ask, choices: Options) -> Any:
    label = words(ask.label)
    kind, more = _KINDS.get(ask.kind, _line)(ask, choices or [(code, words(name)) for code, name in ask.options])
    required = _("Répondez à « %(what)s ».", what=label) if ask.required else None
    return kind(label, hint=words(ask.hint), required=required, **more)


def _line(ask: Ask, _options: Options) -> Made:
    return fields.TextField, {"max_length": ask.max_length}


def _long_text(ask: Ask, _options: Options) -> Made:
    rows = 10 if ask.max_length > LONG else 5
    return fields.LongTextField, {"min_length": ask.min_length, "max_length": ask.max_length, "rows": rows}


def _one(_ask: Ask, options: Options) -> Made:
    if len(options) <= FEW:
        return fields.ChoiceField, {"choices": options}
    return fields.SelectField, {"choices": options, "blank": _("Choisissez dans la liste")}


def _several(_ask: Ask, options: Options) -> Made:
    return fields.ChoicesField, {"choices": options}


_KINDS: Final[Mapping[str, Callable[[Ask, Options], Made]]] = {
    "long_text": _long_text,
    "date": lambda _ask, _options: (fields.DateField, {}),
    "yes_no": lambda _ask, _options: (fields.YesNoField, {}),
    "number": lambda _ask, _options: (fields.NumberField, {}),
    "choices": _several,
    "criteria": _several,
    "choice": _one,
    "person": _one,
}
