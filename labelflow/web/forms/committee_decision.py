"""The draft of a decision: reasons in law and in fact, reservations, departure, advice. Rows are added by a button."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from labelflow.i18n import _, _l
from labelflow.web.committee_words import SEVERITIES
from labelflow.web.filters import today, words
from labelflow.web.forms.base import BaseForm, SubForm
from labelflow.web.forms.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    LongTextField,
    PartField,
    SelectField,
    TickField,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.models.decision import Decision
    from labelflow.programmes.schema import Programme

GROUND: Final = "motif"
RESERVATION: Final = "reserve"
FIRST_GROUNDS: Final = 3
MOST_ROWS: Final = 20
ADD_GROUND: Final = "ajouter-motif"
ADD_RESERVATION: Final = "ajouter-reserve"
"""Names of the buttons that add a row and save nothing."""
LONG: Final = 5000


class RowForm(SubForm):
    """A row of the draft. Nothing in it is asked for: a row may stay empty."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self:
            field.says_optional = False

    @property
    def given(self) -> dict[str, str]:
        """What was given, as the decision keeps it."""
        found = {field.name.rpartition("-")[2]: field.data for field in self.asked if field.name.endswith(KEPT)}
        return {
            name: value.isoformat() if isinstance(value, date) else str(value or "") for name, value in found.items()
        }


KEPT: Final = ("article", "criterion", "facts", "severity", "text", "due_on")


class DraftForm(BaseForm):
    """What a decision says beside its outcome."""

    grounds_shown = HiddenField()
    reservations_shown = HiddenField()
    text = LongTextField(
        _l("Autres paragraphes de la lettre"),
        hint=_l("Ils suivent les motifs. Laissez vide si rien ne manque."),
        max_length=LONG,
        rows=4,
    )
    advice = LongTextField(
        _l("Conseils à la structure"),
        hint=_l("Ce que la commission recommande, sans en faire une condition."),
        max_length=LONG,
        rows=4,
    )

    def rows(self, kind: str) -> list[Any]:
        """The rows of one kind, in order."""
        return [field for field in self if field.name.startswith(f"{kind}-") and isinstance(field, PartField)]

    @property
    def values(self) -> dict[str, Any]:
        """What the step that keeps the draft reads."""
        given: dict[str, Any] = {"text": self.text.data, "advice": self.advice.data}
        if "departure_reason" in self:
            given["departure_reason"] = self.departure_reason.data
        given["grounds"] = [row.form.given for row in self.rows(GROUND) if any(row.form.given.values())]
        given["reservations"] = [row.form.given for row in self.rows(RESERVATION) if _is_kept(row.form)]
        return given

    def validate(self, **options: Any) -> bool:
        """A reservation that is kept names its criterion, and how grave it is."""
        good = bool(super().validate(**options))
        for row in self.rows(RESERVATION):
            if _is_kept(row.form):
                for name, message in _LACKING.items():
                    if not row.form[name].data:
                        row.form.refuse(message, name)
                        good = False
        return good


_LACKING: Final[Mapping[str, Any]] = {
    "criterion": _l("Choisissez le critère de cette réserve."),
    "severity": _l("Dites si cette réserve est majeure ou mineure."),
}


def _is_kept(row: Any) -> bool:
    return not row.removed.data and any(row.given[name] for name in ("criterion", "text"))


def draft_form(
    decision: Decision, programme: Programme, *, reserves: bool, reasons: bool, sent: Mapping[str, Any]
) -> DraftForm:
    """The form of a decision. `sent`: what was posted, which says how many rows the page had.

    `reserves`: the outcome opens reservations; `reasons`: it needs reasons, so several rows wait for them.
    """
    first = FIRST_GROUNDS if reasons else 1
    grounds = _shown("grounds_shown", sent, max(first, len(decision.grounds)), ADD_GROUND)
    reservations = _shown("reservations_shown", sent, len(decision.reservations) or 1, ADD_RESERVATION)
    fields: dict[str, Any] = {}
    if decision.departs:
        fields["departure_reason"] = LongTextField(
            _("Pourquoi la commission s’écarte de la proposition calculée"),
            hint=_("Ce texte figure dans la lettre. Sans lui, la décision ne peut pas être signée."),
            max_length=LONG,
            rows=4,
        )
    data: dict[str, Any] = {name: getattr(decision, name) for name in ("text", "advice", "departure_reason")}
    for place in range(grounds):
        fields[f"{GROUND}-{place}"] = PartField(_ground_form(programme), _("Motif %(number)s", number=place + 1))
        data[f"{GROUND}-{place}"] = _at(decision.grounds, place)
    for place in range(reservations if reserves else 0):
        fields[f"{RESERVATION}-{place}"] = PartField(
            _reservation_form(programme), _("Réserve %(number)s", number=place + 1)
        )
        data[f"{RESERVATION}-{place}"] = _dated(_at(decision.reservations, place))
    form = DraftForm.with_fields(fields)(seen=decision.version, data=data)
    form.grounds_shown.data, form.reservations_shown.data = str(grounds), str(reservations)
    return form


def _shown(name: str, sent: Mapping[str, Any], least: int, adds: str) -> int:
    """How many rows to show: as many as the page had, and one more when it was asked for."""
    had = int(sent[name]) if str(sent.get(name, "")).isdecimal() else 0
    return min(MOST_ROWS, max(least, had + (1 if adds in sent else 0)))


def _at(rows: list[Any], place: int) -> dict[str, Any]:
    return dict(rows[place]) if place < len(rows) else {}


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    due = str(row.get("due_on") or "")
    return {**row, "due_on": date.fromisoformat(due) if due else None}


def _ground_form(programme: Programme) -> type[RowForm]:
    articles = [(one.code, f"{one.code} · {words(one.text)}") for one in programme.eligibility.articles]
    return RowForm.with_fields(
        {
            "article": SelectField(_l("Article du règlement"), choices=articles, blank=_l("Choisissez dans la liste")),
            "criterion": SelectField(_l("Critère"), choices=_criteria(programme), blank=_l("Aucun en particulier")),
            "facts": LongTextField(
                _l("Faits"),
                hint=_l("Ce qui, dans le dossier ou en séance, justifie la décision : daté, précis, vérifiable."),
                max_length=LONG,
                rows=5,
            ),
        }
    )


def _reservation_form(programme: Programme) -> type[RowForm]:
    return RowForm.with_fields(
        {
            "criterion": SelectField(_l("Critère"), choices=_criteria(programme), blank=_l("Choisissez dans la liste")),
            "severity": ChoiceField(_l("Gravité"), choices=list(SEVERITIES.items())),
            "text": LongTextField(_l("Ce que la structure doit faire"), max_length=2000, rows=3),
            "due_on": DateField(_l("Avant le"), earliest=today() + timedelta(days=1)),
            "removed": TickField(_l("Retirer cette réserve")),
        }
    )


def _criteria(programme: Programme) -> list[tuple[str, str]]:
    grid = programme.grid
    return [(one.code, f"{one.code} · {words(one.name)}") for one in grid.criteria] if grid else []
