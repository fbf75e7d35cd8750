"""The forms by which a structure fills its application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from labelflow.domain.uploads import IMAGES, MEGABYTE, NAMES
from labelflow.i18n import _, _l
from labelflow.web.filters import words
from labelflow.web.forms import fields
from labelflow.web.forms.applicant_fields import answer_of, field_for, suggestion_for, value_of
from labelflow.web.forms.base import BaseForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from labelflow.domain.form import Answer, Question, Section, Slot
    from labelflow.domain.grid import Criterion, Grid
    from labelflow.models.application import Application
    from labelflow.models.structure import Structure
    from labelflow.programmes.schema import Programme

SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": (".pdf",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}


class StartForm(BaseForm):
    """For which structure, and for which families of actions."""

    @classmethod
    def made(cls, structures: Sequence[Structure], programme: Programme, **options: Any) -> Self:
        """The questions that this person needs: one with a single possible answer is not asked."""
        asked: dict[str, Any] = {}
        if len(structures) > 1:
            asked["structure"] = fields.ChoiceField(
                _l("Pour quelle structure ?"),
                choices=[(one.public_id, f"{one.name} ({one.commune})") for one in structures],
                required=_l("Choisissez la structure qui candidate."),
            )
        if len(programme.scopes) > 1:
            asked["scopes"] = scopes_field(programme)
        return cls.with_fields(asked)(**options)


def scopes_field(programme: Programme) -> Any:
    """The families of actions that the label may cover."""
    return fields.ChoicesField(
        _l("Pour quelles actions demandez-vous le label ?"),
        hint=_l("Choisissez seulement ce que vous faites vraiment : la décision portera sur ce périmètre."),
        choices=[(scope.code, words(scope.names)) for scope in programme.scopes],
        hints={scope.code: words(scope.help) for scope in programme.scopes if scope.help},
        required=_l("Choisissez au moins une famille d’actions."),
    )


class ScopesForm(BaseForm):
    """The families of actions, changed afterwards."""

    @classmethod
    def made(cls, programme: Programme, **options: Any) -> Self:
        return cls.with_fields({"scopes": scopes_field(programme)})(**options)


class SectionForm(BaseForm):
    """One page of questions. Whatever is well typed can be kept, even while the rest is not."""

    PREFIX: Final = "q_"

    @classmethod
    def made(cls, section: Section, application: Application, visible: Iterable[Question], seen: int) -> Self:
        """The questions that the answers so far call for; what the register knows is offered, once."""
        answers, shown = application.answers, {question.code for question in visible}
        asked = [question for question in section.questions if question.code in shown]
        leading = {q.when.question for q in section.questions if q.when is not None}
        more = _("Selon votre réponse, d’autres questions s’ajoutent après l’enregistrement.")
        made = {f"{cls.PREFIX}{q.code}": field_for(q, hint=more if q.code in leading else "") for q in asked}
        offered = {q.code: suggestion_for(q, application.structure) for q in asked if q.code not in answers}
        known = {f"{cls.PREFIX}{q.code}": value_of(q, {**offered, **answers}.get(q.code)) for q in asked}
        form = cls.with_fields(made)(seen=seen, data=known)
        for question in asked:
            form[f"{cls.PREFIX}{question.code}"].says_optional = not question.required
        return form

    @property
    def kept(self) -> dict[str, Answer]:
        """The answers that can be kept, by question; those that were not understood are left out."""
        return {field.name.removeprefix(self.PREFIX): answer_of(field) for field in self.asked if not field.errors}


class PositionsForm(BaseForm):
    """Where the structure places itself on the criteria of a family."""

    @classmethod
    def made(cls, grid: Grid, criteria: Iterable[Criterion], known: Mapping[str, fields.Answer], seen: int) -> Self:
        made = {criterion.code: level_field(grid, criterion) for criterion in criteria}
        return cls.with_fields(made)(seen=seen, data=dict(known))

    @property
    def kept(self) -> dict[str, dict[str, Any]]:
        """The positions that can be kept, by criterion."""
        return {field.name: position_of(field.data) for field in self.asked if not field.errors}


NOT_APPLICABLE: Final = "na"


def level_field(grid: Grid, criterion: Criterion) -> Any:
    """The four described levels of a criterion, and « sans objet » where the grid allows it."""
    levels = [
        fields.Level(str(rank), words(name), words(criterion.levels[rank]), rank)
        for rank, name in enumerate(grid.scale)
        if words(criterion.levels[rank]).strip(" -–—")
    ]
    if criterion.na_able:
        levels.append(
            fields.Level(NOT_APPLICABLE, _("Sans objet"), _("Ce critère ne concerne pas vos actions. Dites pourquoi."))
        )
    return fields.LevelField(
        words(criterion.name),
        code=criterion.code,
        levels=levels,
        hint=_expected(grid, criterion),
        comment_for={NOT_APPLICABLE},
        comment_label=_("Ce qui le montre, en quelques lignes"),
    )


def _expected(grid: Grid, criterion: Criterion) -> str:
    """What is asked: the bar of an eliminatory criterion, and what may prove it."""
    bar = (
        _("Critère éliminatoire : il faut au moins le niveau « %(level)s ».", level=words(grid.scale[criterion.gate]))
        if criterion.gate is not None
        else ""
    )
    proof = _("Preuves attendues : %(evidence)s", evidence=words(criterion.evidence)) if criterion.evidence else ""
    return " ".join(filter(None, (bar, proof)))


def position_of(answer: fields.Answer) -> dict[str, Any]:
    """What is kept of an answer on a criterion."""
    not_applicable = answer.value == NOT_APPLICABLE
    level = int(answer.value) if answer.value and not not_applicable else None
    return {"level": level, "not_applicable": not_applicable, "comment": answer.comment}


class PieceForm(BaseForm):
    """A file for one place of the published list."""

    @classmethod
    def made(cls, slot: Slot, most_megabytes: int, **options: Any) -> Self:
        suffixes = [suffix for kind in slot.accepts for suffix in SUFFIXES.get(kind, ())]
        asked: dict[str, Any] = {
            "file": fields.FileField(
                _l("Fichier"),
                suffixes=suffixes,
                max_bytes=most_megabytes * MEGABYTE,
                required=_l("Choisissez un fichier."),
            ),
        }
        if slot.has_expiry:
            asked["expires_on"] = fields.DateField(
                _l("Valable jusqu’au"),
                hint=_l("La date de fin écrite sur le document. Un courriel vous préviendra avant."),
                required=_l("Indiquez la date de fin de validité de cette pièce."),
            )
        if slot.max_files > 1:
            asked["title"] = fields.TextField(_l("Titre"), hint=_l("Par exemple : « Atelier fusées, cycle 3 »."))
        if IMAGES & set(slot.accepts):
            asked["no_minor"] = fields.TickField(
                _l("Sur cette image, aucun mineur n’est reconnaissable"),
                hint=_l("À cocher si vous envoyez une photo ou une image."),
            )
        return cls.with_fields(asked)(**options)

    @property
    def facts(self) -> dict[str, Any]:
        """What is said of the file, for the service."""
        return {
            "title": self["title"].data if "title" in self else "",
            "expires_on": self["expires_on"].data if "expires_on" in self else None,
            "no_minor_recognisable": bool("no_minor" in self and self["no_minor"].data),
        }


def kinds_in_words(slot: Slot) -> str:
    """« PDF, ODT »."""
    return ", ".join(NAMES.get(kind, kind) for kind in slot.accepts)


class AttachForm(BaseForm):
    """Which criteria a file proves: one group of boxes a family."""

    @classmethod
    def made(cls, grid: Grid, chosen: Sequence[str]) -> Self:
        asked = {
            f"family_{family.code}": fields.ChoicesField(
                f"{family.code} · {words(family.name)}",
                choices=[(one.code, f"{one.code} · {words(one.name)}") for one in grid.criteria_of(family.code)],
            )
            for family in grid.families
        }
        known = {
            f"family_{family.code}": [one.code for one in grid.criteria_of(family.code) if one.code in chosen]
            for family in grid.families
        }
        form = cls.with_fields(asked)(data=known)
        for field in form.asked:
            field.says_optional = False
        return form

    @property
    def chosen(self) -> list[str]:
        """The criteria that were ticked."""
        return [code for field in self.asked for code in field.data]


class AcceptForm(BaseForm):
    """Accepting a text for the structure."""

    @classmethod
    def made(cls, structure: Structure, seen: int) -> Self:
        label = _(
            "J’ai lu ce texte et je l’accepte au nom de la structure « %(name)s »",
            name=structure.name,
        )
        required = _("Cochez la case pour accepter ce texte.")
        return cls.with_fields({"accepted": fields.TickField(label, required=required)})(seen=seen)
