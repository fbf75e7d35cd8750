"""Forms of the coordination: filters of the queue, the document check, an invitation, filters of the labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.i18n import _, _l
from labelflow.territory import DEPARTMENTS
from labelflow.web.coordination_words import WAITING
from labelflow.web.filters import words
from labelflow.web.forms.base import BaseForm, QueryForm
from labelflow.web.forms.fields import (
    Answer,
    HiddenField,
    Level,
    LevelField,
    LongTextField,
    SearchField,
    SelectField,
    TickField,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from labelflow.domain.grid import Criterion, Grid
    from labelflow.models.application import DocumentCheck
    from labelflow.queries.reach import Standing

EXPLAINED: Final = ("0", "1")
"""Levels of the document check that need a comment: the structure will have to mend something."""


class StandingForm(QueryForm):
    """Filters by programme and state."""

    def offer(self, programmes: Mapping[str, str], standings: Iterable[Standing]) -> None:
        """The choices that depend on what there is; with one programme there is nothing to choose."""
        names: dict[str, list[str]] = {}
        for one in standings:
            name = words(one.state.labels.staff)
            known = names.setdefault(one.state.code, [])
            if name not in known:
                known.append(name)
        self.etat.choices = [(code, " / ".join(known)) for code, known in names.items()]
        self.programme.choices = list(programmes.items())
        if len(programmes) < 2:  # noqa: PLR2004 - nothing to choose from
            del self.programme


class QueueForm(StandingForm):
    """What to show of the queue."""

    q = SearchField(_l("Structure"))
    programme = SelectField(_l("Programme"), blank=_l("Tous"))
    etat = SelectField(_l("État"), blank=_l("En cours"))
    attend = SelectField(
        _l("Attend"), blank=_l("Tout le monde"), choices=[(code, name) for code, name in WAITING.items() if code]
    )
    departement = SelectField(
        _l("Département"),
        blank=_l("Tous"),
        choices=[(one.code, f"{one.code} {one.name}") for one in DEPARTMENTS.values()],
    )
    retard = TickField(_l("En retard seulement"))


class LabelsForm(StandingForm):
    """What to show of the labels."""

    q = SearchField(_l("Structure ou numéro"))
    programme = SelectField(_l("Programme"), blank=_l("Tous"))
    etat = SelectField(_l("État"), blank=_l("Tous"))
    reserves = TickField(_l("Avec des réserves à lever"))


class AssignForm(BaseForm):
    """Whom to invite, as what."""

    person = HiddenField()
    reader = HiddenField()


class CheckForm(BaseForm):
    """The criteria that documents settle."""

    @property
    def found(self) -> dict[str, dict[str, Any]]:
        """What was found, as the service records it; criteria left blank are left as they were."""
        return {
            field.name: {"level": int(field.data.value), "comment": field.data.comment}
            for field in self.asked
            if field.data.value.isdecimal()
        }


def check_form(
    grid: Grid,
    criteria: Sequence[Criterion],
    checks: Mapping[str, DocumentCheck],
    asides: Mapping[str, str],
    seen: int,
) -> CheckForm:
    """The form, filled with the former check."""
    asked = {criterion.code: _check_field(grid, criterion, asides[criterion.code]) for criterion in criteria}
    saved = {code: Answer(str(checks[code].level), checks[code].comment) for code in asked if code in checks}
    return CheckForm.with_fields(asked)(seen=seen, **saved)


def _check_field(grid: Grid, criterion: Criterion, aside: str) -> LevelField:
    pairs = zip(grid.scale, criterion.levels, strict=True)
    return LevelField(
        words(criterion.name),
        code=criterion.code,
        levels=[Level(str(rank), words(name), words(told), rank) for rank, (name, told) in enumerate(pairs)],
        comment_for=EXPLAINED,
        hint=words(criterion.help),
        aside=aside,
        comment_label=_("Commentaire sur %(code)s", code=criterion.code),
    )


class ClearForm(BaseForm):
    """Why somebody may read in spite of a link."""

    reason = LongTextField(
        _l("Pourquoi ce lien ne fait pas douter de son impartialité"),
        hint=_l("Cette raison reste au journal."),
        required=_l("Dites pourquoi cette personne peut lire le dossier malgré ce lien."),
        min_length=20,
        max_length=2000,
        rows=4,
    )
