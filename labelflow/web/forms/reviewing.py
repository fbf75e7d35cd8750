"""Forms of reviewers: the declaration of interests, stepping aside, the grid, the conclusion."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from wtforms.validators import StopValidation

from labelflow.domain.scoring import COMMENTED
from labelflow.i18n import _, _l, month_in_words, ngettext
from labelflow.queries.programmes import programme_of
from labelflow.sentences import LINKS
from labelflow.web.filters import words
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import (
    Answer,
    ChoiceField,
    ChoicesField,
    Level,
    LevelField,
    LongTextField,
    TickField,
    YesNoField,
)
from labelflow.web.people_words import LANGUAGES
from labelflow.web.review_words import ABSENT, RECOMMENDATION_HINTS, RECOMMENDATIONS, period, question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labelflow.domain.conflicts import ConflictRule
    from labelflow.domain.grid import Criterion, Grid
    from labelflow.domain.workflow import Ask
    from labelflow.models.review import Mark
    from labelflow.queries.certified_reviews import Locked

LINK: Final = "lien-"
"""Prefix of the questions of a declaration, before the kind of link."""
TEXT_LENGTH: Final = 5000
OF_YEAR: Final = "/"
"""Between a programme and a year, in what a certificate of reviewing is asked for."""
STAY: Final = "rester"
"""Name of the button that saves without going further."""


class DeclarationForm(BaseForm):
    """One question per kind of link, what they are, and a signature: see `declaration_form`."""

    def validate(self, **options: Any) -> bool:
        """A link that is declared is described: which one, since when."""
        good = bool(super().validate(**options))
        if self.links and not self["details"].data:
            self.refuse(_("Décrivez le lien que vous déclarez."), "details")
            good = False
        return good

    @property
    def questions(self) -> list[YesNoField]:
        """The questions, in the order of the programme."""
        return [field for field in self if field.name.startswith(LINK)]

    @property
    def links(self) -> list[str]:
        """Kinds of the links that were declared."""
        return [field.name.removeprefix(LINK) for field in self.questions if field.data]


def declaration_form(rules: Sequence[ConflictRule], seen: int) -> DeclarationForm:
    """The declaration that the programme asks for, in the order in which it is read."""
    asked: dict[str, Any] = {
        LINK + rule.code: YesNoField(
            question(rule),
            hint=period(rule),
            required=_("Répondez par oui ou par non : %(what)s.", what=LINKS.get(rule.code, rule.code)),
        )
        for rule in rules
    }
    asked["details"] = LongTextField(
        _("Précisions"),
        hint=_("Si vous avez répondu oui à une question : quel lien, depuis quand, jusqu’à quand ?"),
        max_length=2000,
        rows=4,
    )
    asked["signed"] = TickField(
        _("Je déclare sur l’honneur que ces réponses sont exactes et complètes."),
        required=_("Signez votre déclaration."),
    )
    return DeclarationForm.with_fields(asked)(seen=seen)


class RecusalForm(BaseForm):
    """Stepping aside: of which kind the link is, and in a few words."""

    links = ChoicesField(_l("Nature du lien"))
    reason = LongTextField(
        _l("Ce lien, en quelques mots"),
        hint=_l("Pour la coordination seulement. La structure candidate n’en saura rien."),
        required=_l("Dites en quelques mots quel est ce lien."),
        rows=4,
    )


def recusal_form(rules: Sequence[ConflictRule], ask: Ask | None, **given: Any) -> RecusalForm:
    """The form, with the limits that the programme sets to the reason."""
    form = RecusalForm(**given)
    form.links.choices = [(rule.code, LINKS.get(rule.code, rule.code)) for rule in rules]
    if ask is not None:
        form.reason.min_length, form.reason.max_length = ask.min_length, ask.max_length
    return form


class MarkField(LevelField):
    """A criterion in a draft: it may be left blank, but a comment without an answer could not be kept."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.is_blank and self.data.comment:
            raise StopValidation(_("Choisissez une réponse : sans elle, votre commentaire ne peut pas être gardé."))


class MarksForm(BaseForm):
    """The criteria of one family. Draft: what is missing is said when the review is submitted."""

    @property
    def given(self) -> dict[str, dict[str, Any]]:
        """What was answered, as the service keeps it; criteria left blank lose their mark."""
        return {field.name: _kept(field.data) for field in self.asked}


def _kept(answer: Answer) -> dict[str, Any]:
    if answer.value.isdecimal():
        return {"level": int(answer.value), "comment": answer.comment}
    return {"absent": answer.value, "comment": answer.comment}


def marks_form(
    grid: Grid, criteria: Sequence[Criterion], marks: Mapping[str, Mark], asides: Mapping[str, str], seen: int | None
) -> MarksForm:
    """The form of a family, filled with what was saved. `asides`: what stands beside each criterion."""
    asked = {criterion.code: _mark_field(grid, criterion, asides[criterion.code]) for criterion in criteria}
    saved = {code: answer_of(mark) for code, mark in marks.items() if code in asked}
    return MarksForm.with_fields(asked)(seen=seen, **saved)


def answer_of(mark: Mark | None) -> Answer:
    """A saved mark as the field holds it."""
    if mark is None:
        return Answer()
    return Answer(str(mark.level) if mark.level is not None else mark.absent, mark.comment)


def _mark_field(grid: Grid, criterion: Criterion, aside: str) -> MarkField:
    return MarkField(
        words(criterion.name),
        code=criterion.code,
        levels=levels_of(grid, criterion),
        hint=words(criterion.help),
        aside=aside,
        comment_label=_("Commentaire sur %(code)s", code=criterion.code),
    )


def levels_of(grid: Grid, criterion: Criterion) -> list[Level]:
    """The four levels in the words of the criterion, then the answers that are no level."""
    pairs = zip(grid.scale, criterion.levels, strict=True)
    levels = [Level(str(rank), words(name), words(told), rank) for rank, (name, told) in enumerate(pairs)]
    others = ("na", "insufficient") if criterion.na_able else ("insufficient",)
    return [*levels, *(Level(code, *ABSENT[code]) for code in others)]


def explained(grid: Grid) -> list[str]:
    """Names of the answers that need a comment, in quotes."""
    names = [words(name) for rank, name in enumerate(grid.scale) if rank in COMMENTED]
    return [_("« %(name)s »", name=name) for name in (*names, ABSENT["na"][0])]


class ConclusionForm(BaseForm):
    """What the reader concludes."""

    strengths = LongTextField(
        _l("Points forts"), hint=_l("La structure lira ce texte, sans votre nom."), max_length=TEXT_LENGTH, rows=6
    )
    advice = LongTextField(
        _l("Conseils"),
        hint=_l("Ce que la structure pourrait améliorer, et comment. Elle lira aussi ce texte."),
        max_length=TEXT_LENGTH,
        rows=6,
    )
    recommendation = ChoiceField(_l("Votre avis"), choices=list(RECOMMENDATIONS.items()), hints=RECOMMENDATION_HINTS)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.recommendation.says_optional = False  # a draft may wait for it, a review may not


class CertificateForm(BaseForm):
    """For which reviews a certificate is wanted: see `certificate_form`."""


def certificate_form(locked: Sequence[Locked]) -> CertificateForm:
    """All the reviews of a year, for each programme, then each review alone."""
    names = {one.programme_code: programme_of(one.assignment.programme_version_id).short_name for one in locked}
    years = Counter((one.programme_code, one.given_on.year) for one in locked)
    choices = [
        (f"{code}{OF_YEAR}{year}", _of_year(names[code], year, number)) for (code, year), number in years.items()
    ]
    choices += [(one.assignment.public_id, _of_review(one)) for one in locked]
    what = ChoiceField(
        _("Pour quelles évaluations ?"),
        hint=_("L’attestation dit combien, en quel mois et en quelle qualité. Elle ne nomme aucune structure évaluée."),
        choices=choices,
        required=_("Choisissez les évaluations à attester."),
    )
    asked: dict[str, Any] = {"what": what}
    languages = _spoken(locked)
    if len(languages) > 1:
        choices = [(code, LANGUAGES[code]) for code in languages]
        asked["language"] = ChoiceField(
            _("En quelle langue ?"), choices=choices, required=_("Choisissez la langue de l’attestation.")
        )
    return CertificateForm.with_fields(asked)(language=languages[0] if languages else None)


def _spoken(locked: Sequence[Locked]) -> list[str]:
    """The languages that all these programmes speak in their certificates."""
    each = [programme_of(one.assignment.programme_version_id).certificate_languages for one in locked]
    return [code for code in (each[0] if each else ()) if all(code in spoken for spoken in each)]


def _of_year(programme: str, year: int, number: int) -> str:
    counted = ngettext("une évaluation", "%(num)s évaluations", number)
    return _("Toutes celles de %(year)s, %(programme)s : %(reviews)s", year=year, programme=programme, reviews=counted)


def _of_review(one: Locked) -> str:
    structure = one.assignment.application.structure.name
    return _("Une seule : %(structure)s, %(month)s", structure=structure, month=month_in_words(one.given_on))
