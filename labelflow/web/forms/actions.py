"""The sheet of an action, section by section. Whatever is well typed can be kept, even while the rest is not."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self

from labelflow.domain import actions as rules
from labelflow.i18n import _, _l
from labelflow.territory import DEPARTMENTS
from labelflow.territory.vocabulary import ACCESS, FORMATS, GROUPS, LANGUAGES, LEVELS, SUBJECTS
from labelflow.web.action_words import MODES, MONTHS, PRICES
from labelflow.web.forms import fields
from labelflow.web.forms.applicant_fields import CommuneField, PhoneField
from labelflow.web.forms.base import BaseForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelflow.models.action import Action
    from labelflow.territory.vocabulary import Value

CENTS: Final = 100


def _named(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in values.values()]


class ActionForm(BaseForm):
    """One section. Blank answers are welcome in a draft: what a teacher cannot do without is said before publishing."""

    @classmethod
    def made(cls, action: Action, scopes: Iterable[tuple[str, str]] = ()) -> Self:
        """The section with what was written before."""
        known = {name: _shown(name, value) for name, value in rules.content_of(action).items()}
        form = cls(seen=action.version, data=known)
        if "scope" in form:
            form["scope"].choices = list(scopes)
        for field in form.asked:
            field.says_optional = field.name not in {*rules.ALWAYS, "departments", "price_cents"}
        return form

    @property
    def kept(self) -> dict[str, Any]:
        """The answers that can be kept, by name; those that were not understood are left out."""
        return {field.name: _kept(field) for field in self.asked if not field.errors}


def _shown(name: str, value: Any) -> Any:
    if name == "price_cents" and value is not None:
        return Decimal(value) / CENTS
    return [str(one) for one in value] if name == "months" else value


def _kept(field: Any) -> Any:
    if field.is_blank:
        return False if isinstance(field, fields.TickField) else rules.CONTENT[field.name]
    if isinstance(field, CommuneField):
        return field.insee
    match field.name:
        case "price_cents":
            return int(field.data * CENTS)
        case "months":
            return [int(one) for one in field.data]
        case _:
            return field.data


class EssentialForm(ActionForm):
    """What the list of results shows."""

    scope = fields.ChoiceField(
        _l("De quel type d’action s’agit-il ?"), hint=_l("Seuls les types que votre label couvre sont proposés.")
    )
    title = fields.TextField(_l("Titre"), hint=_l("Court et concret : ce que la classe va vivre."), max_length=120)
    summary = fields.LongTextField(
        _l("Résumé"), hint=_l("Deux ou trois phrases, lues dans la liste des résultats."), max_length=400, rows=3
    )
    description = fields.LongTextField(_l("Déroulé détaillé"), max_length=4000, rows=8)
    formats = fields.ChoicesField(_l("Format"), hint=_l("Les mots sont ceux d’ADAGE."), choices=_named(FORMATS))
    subjects = fields.ChoicesField(_l("Sujets"), choices=_named(SUBJECTS))


class ClassesForm(ActionForm):
    """For whom."""

    levels = fields.ChoicesField(
        _l("Niveaux"),
        choices=[(one.code, f"{one.name} · {GROUPS[one.group].name.split(' (')[0]}") for one in LEVELS.values()],
    )
    curriculum = fields.LongTextField(
        _l("Lien avec les programmes"), hint=_l("Les attendus ou les notions travaillés."), max_length=1000, rows=3
    )
    duration_minutes = fields.NumberField(
        _l("Durée d’une séance, en minutes"), least=1, most=rules.LONGEST_MINUTES, hint=_l("Par exemple : 90.")
    )
    sessions = fields.NumberField(_l("Nombre de séances"), least=1, most=60)
    group_least = fields.NumberField(_l("Élèves : au moins"), least=1, most=rules.LARGEST_GROUP)
    group_most = fields.NumberField(_l("Élèves : au plus"), least=1, most=rules.LARGEST_GROUP)
    languages = fields.ChoicesField(_l("Langues dans lesquelles l’action est menée"), choices=_named(LANGUAGES))
    access = fields.ChoicesField(
        _l("Accessible aux élèves qui ont un…"),
        hint=_l("Cochez ce que vous savez vraiment accueillir, et dites comment."),
        choices=_named(ACCESS),
    )
    access_detail = fields.LongTextField(_l("Comment vous les accueillez"), max_length=1000, rows=3)

    def validate(self, extra_validators: Any = None) -> bool:
        """The two ends of a group are checked together."""
        right = super().validate(extra_validators)
        least, most = self.group_least.data, self.group_most.data
        whole = not self.group_least.errors and not self.group_most.errors
        if whole and rules.contradictions({"group_least": least, "group_most": most}):
            self.refuse(_("Écrivez un nombre au moins égal au minimum ci-dessus."), "group_most")
            return False
        return bool(right)


class PlaceForm(ActionForm):
    """Where."""

    mode = fields.ChoiceField(_l("Où se passe l’action ?"), choices=list(MODES.items()))
    departments = fields.ChoicesField(
        _l("Départements où vous vous déplacez"),
        hint=_l("Si vous venez dans les établissements."),
        choices=[(one.code, f"{one.name} ({one.code})") for one in DEPARTMENTS.values()],
    )
    site_name = fields.TextField(_l("Lieu d’accueil des classes"), hint=_l("Si vous recevez les classes."))
    site_insee = CommuneField(
        _l("Commune de ce lieu"), hint=_l("Laissez vide si c’est celle de votre structure."), max_length=120
    )
    transport_help = fields.TickField(_l("Une aide au transport est possible"))
    transport_detail = fields.LongTextField(_l("Venir : transport, stationnement, aide"), max_length=1000, rows=3)


class MoneyForm(ActionForm):
    """How much, and when."""

    price = fields.ChoiceField(_l("Prix pour l’établissement"), choices=list(PRICES.items()))
    price_cents = fields.DecimalField(
        _l("Montant, en euros"), least=0, most=rules.DEAREST_CENTS // CENTS, hint=_l("Si l’action est payante.")
    )
    price_detail = fields.LongTextField(
        _l("Ce que le prix comprend"), hint=_l("Par élève ou par classe, déplacement compris ou non."), max_length=500,
        rows=3,
    )  # fmt: skip
    months = fields.ChoicesField(_l("Mois où l’action peut avoir lieu"), choices=list(MONTHS.items()))
    period_detail = fields.TextField(_l("Précisions sur les dates"), hint=_l("Par exemple : le mardi et le jeudi."))


class PreparingForm(ActionForm):
    """What must be done, before, during and after."""

    teacher_does = fields.LongTextField(
        _l("Ce que l’enseignante ou l’enseignant doit faire"),
        hint=_l("Préparation, présence, adultes à prévoir. « Rien » est une réponse."),
        max_length=1000,
        rows=4,
    )
    needs = fields.LongTextField(_l("Salle et matériel nécessaires"), max_length=1000, rows=3)
    before = fields.LongTextField(_l("Avant la séance"), hint=_l("Documents et activités proposés."), max_length=1000)
    after = fields.LongTextField(_l("Après la séance"), max_length=1000)
    material_url = fields.UrlField(_l("Adresse des documents"), max_length=500)


class ContactForm(ActionForm):
    """Who answers."""

    contact_name = fields.TextField(_l("Personne ou service à contacter"), max_length=120)
    contact_email = fields.EmailField(
        _l("Adresse électronique"), hint=_l("Elle n’est jamais affichée telle quelle."), autocomplete="off"
    )
    contact_phone = PhoneField(_l("Téléphone"), max_length=32)
    contact_url = fields.UrlField(_l("Page de réservation"), max_length=500)


class StartForm(BaseForm):
    """Under which label."""

    label = fields.ChoiceField(_l("Pour quelle structure ?"), required=_l("Choisissez la structure."))
    title = fields.TextField(
        _l("Titre de l’action"), required=_l("Donnez un titre à l’action."), max_length=120,
        hint=_l("Vous pourrez le changer."),
    )  # fmt: skip


class ActForm(BaseForm):
    """A button."""


SECTIONS: Final[Mapping[str, tuple[Any, type[ActionForm]]]] = {
    "essentiel": (_l("L’essentiel"), EssentialForm),
    "classes": (_l("Pour quelles classes"), ClassesForm),
    "lieu": (_l("Le lieu et le transport"), PlaceForm),
    "prix-et-dates": (_l("Le prix et les dates"), MoneyForm),
    "preparation": (_l("Ce qu’il faut préparer"), PreparingForm),
    "contact": (_l("Le contact"), ContactForm),
}
"""Sections of the sheet, in order: address → title and form."""
