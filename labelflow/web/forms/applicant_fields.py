"""Fields for the questions of a programme's form, and what is kept of each answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from wtforms.validators import ValidationError

from labelflow.domain.contacts import parse_phone
from labelflow.i18n import _
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.web.filters import words
from labelflow.web.forms import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from labelflow.domain.form import Answer, Question
    from labelflow.domain.territory import Commune
    from labelflow.models.structure import Structure

LONG: Final = 1500
"""Characters above which a text is given more room."""
NAMED_AT_MOST: Final = 4
"""Communes of one name that a message lists."""


class PhoneField(fields.TextField):
    """A telephone number."""

    kind = "tel"
    inputmode = "tel"

    def check(self) -> None:
        if not isinstance(parse_phone(self.data), str):
            raise ValidationError(_("Vérifiez le numéro de téléphone : dix chiffres, par exemple 05 61 00 00 00."))


class CommuneField(fields.TextField):
    """A commune of the region by name, with its postal code when several share the name; kept by INSEE code."""

    insee = ""

    def process_data(self, value: object) -> None:
        found = gazetteer().by_insee(str(value or ""))
        self.insee = found.insee if found else ""
        self.data = _written(found) if found else str(value or "")

    def check(self) -> None:
        found = _communes(self.data)
        if not found:
            raise ValidationError(_("Aucune commune de la région ne s’appelle ainsi : vérifiez le nom."))
        if len(found) > 1:
            named = ", ".join(_written(commune) for commune in found[:NAMED_AT_MOST])
            raise ValidationError(
                _("Plusieurs communes portent ce nom : ajoutez le code postal (%(named)s).", named=named)
            )
        self.insee = found[0].insee


def _written(commune: Commune) -> str:
    return f"{commune.name} ({commune.postal_codes[0]})" if commune.postal_codes else commune.name


def _communes(typed: str) -> Sequence[Commune]:
    postal = "".join(sign for sign in typed if sign.isdigit())
    name = "".join(sign for sign in typed if not sign.isdigit() and sign not in "()").strip(" ,")
    found = list(gazetteer().by_name(name)) if name else list(gazetteer().by_postal_code(postal))
    here = [commune for commune in found if postal in commune.postal_codes]
    return here or found


def field_for(question: Question, *, hint: str = "") -> Any:
    """The field that asks a question. A draft may leave it blank: what is required is said, never enforced."""
    kind, more = _KINDS[question.kind](question)
    return kind(words(question.label), hint=" ".join(filter(None, (words(question.hint), hint))), **more)


def suggestion_for(question: Question, structure: Structure) -> Answer:
    """What the register already knows, offered once: nobody is asked twice for what is public."""
    known = {"url": structure.url, "email": structure.email, "phone": structure.phone, "commune": structure.code_insee}
    return known.get(question.kind) or None


def value_of(question: Question, answer: Answer) -> Any:
    """What the field shows for an answer that was kept."""
    if question.kind == "date" and answer:
        return date.fromisoformat(str(answer)[:10])
    return answer


def answer_of(field: Any) -> Answer:
    """What is kept of a field that was filled in; None for nothing."""
    if field.is_blank:
        return None
    if isinstance(field, CommuneField):
        return field.insee
    if isinstance(field, fields.DateField):
        return str(field.data.isoformat())
    kept: Answer = field.data
    return kept


def _text(question: Question) -> tuple[Any, dict[str, Any]]:
    return fields.TextField, {"max_length": question.max_length}


def _long_text(question: Question) -> tuple[Any, dict[str, Any]]:
    return fields.LongTextField, {"max_length": question.max_length, "rows": 9 if question.max_length > LONG else 5}


def _number(question: Question) -> tuple[Any, dict[str, Any]]:
    return fields.NumberField, {"least": question.at_least, "most": question.at_most}


def _options(question: Question) -> list[tuple[str, str]]:
    return [(option.code, words(option.label)) for option in question.options]


def _departments(_question: Question) -> tuple[Any, dict[str, Any]]:
    return fields.ChoicesField, {"choices": [(one.code, f"{one.name} ({one.code})") for one in DEPARTMENTS.values()]}


_KINDS: Final[Mapping[str, Callable[[Question], tuple[Any, dict[str, Any]]]]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "choice": lambda question: (fields.ChoiceField, {"choices": _options(question)}),
    "choices": lambda question: (fields.ChoicesField, {"choices": _options(question)}),
    "date": lambda _question: (fields.DateField, {}),
    "yes_no": lambda _question: (fields.YesNoField, {}),
    "url": lambda _question: (fields.UrlField, {}),
    "email": lambda _question: (fields.EmailField, {}),
    "phone": lambda _question: (PhoneField, {}),
    "commune": lambda _question: (CommuneField, {}),
    "departments": _departments,
}
