"""Forms of « mon compte »."""

from __future__ import annotations

from labelflow.domain.disciplines import DISCIPLINES
from labelflow.i18n import OFFERED, _l
from labelflow.territory import DEPARTMENTS
from labelflow.web.forms.accounts import AddressField
from labelflow.web.forms.base import BaseForm, QueryForm
from labelflow.web.forms.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    LongTextField,
    SearchField,
    SelectField,
    TextField,
    UrlField,
)
from labelflow.web.people_words import LANGUAGES, LINKS, MEMBER_ROLES, STRUCTURE_KINDS, TIES

ENGAGING = ("legal_representative", "delegate")
"""Qualities in which a person commits the structure."""


class ProfileForm(BaseForm):
    """What a person says of themself."""

    given_name = TextField(
        _l("Prénom"), required=_l("Indiquez votre prénom."), max_length=100, autocomplete="given-name"
    )
    family_name = TextField(_l("Nom"), required=_l("Indiquez votre nom."), max_length=100, autocomplete="family-name")
    phone = TextField(_l("Téléphone"), max_length=32, autocomplete="tel", inputmode="tel")
    language = SelectField(
        _l("Langue des pages et des messages"),
        required=_l("Choisissez une langue."),
        choices=[(code, LANGUAGES[code]) for code in OFFERED],
    )
    disciplines = ChoicesField(
        _l("Disciplines que vous connaissez"),
        hint=_l("Pour vous confier des dossiers qui vous conviennent, si vous évaluez."),
        choices=list(DISCIPLINES.items()),
    )
    departments = ChoicesField(
        _l("Départements où vous pouvez vous rendre"),
        choices=[(one.code, f"{one.name} ({one.code})") for one in DEPARTMENTS.values()],
    )


class FindStructureForm(QueryForm):
    """Words by which the register is searched."""

    q = SearchField(_l("Nom et commune, SIRET ou numéro RNA"), hint=_l("Par exemple : médiathèque Foix."))


class InterestForm(BaseForm):
    """A link with one structure."""

    code = ChoiceField(
        _l("Quel lien avez-vous ?"),
        required=_l("Choisissez le lien qui convient le mieux."),
        choices=[(code, name) for code, (name, _hint) in LINKS.items()],
        hints={code: hint for code, (_name, hint) in LINKS.items()},
    )
    starts_on = DateField(_l("Depuis quand ?"), required=_l("Indiquez le jour, même approché, où ce lien a commencé."))
    ends_on = DateField(_l("Jusqu’à quand ?"), hint=_l("Laissez vide si ce lien dure encore."))
    note = LongTextField(_l("Précisions"), max_length=1000, rows=3)


class EndForm(BaseForm):
    """The last day of something."""

    on = DateField(_l("Dernier jour"), required=_l("Indiquez le dernier jour."))


class ClaimForm(BaseForm):
    """In which quality a person acts for a structure."""

    role = ChoiceField(
        _l("À quel titre agissez-vous ?"),
        required=_l("Choisissez à quel titre vous agissez."),
        choices=[(role, MEMBER_ROLES[role]) for role in ENGAGING],
    )


class ColleagueForm(BaseForm):
    """Somebody who will act for the structure too."""

    given_name = TextField(_l("Prénom"), required=_l("Indiquez son prénom."), max_length=100)
    family_name = TextField(_l("Nom"), required=_l("Indiquez son nom."), max_length=100)
    email = AddressField(
        _l("Adresse électronique"), required=_l("Indiquez son adresse électronique."), autocomplete="off"
    )
    role = ChoiceField(
        _l("À quel titre ?"),
        required=_l("Choisissez à quel titre cette personne agira."),
        choices=list(MEMBER_ROLES.items()),
    )


class NewStructureForm(BaseForm):
    """A structure that the register does not know: the columns of an import, and the person's quality."""

    name = TextField(_l("Nom de la structure"), required=_l("Indiquez le nom de la structure."), max_length=250)
    kind = SelectField(
        _l("Type de structure"),
        required=_l("Choisissez le type de structure."),
        blank=_l("Choisissez"),
        choices=list(STRUCTURE_KINDS.items()),
    )
    siret = TextField(
        _l("Numéro SIRET"),
        hint=_l("14 chiffres. Une association peut donner son numéro RNA à la place."),
        max_length=20,
    )
    rna = TextField(_l("Numéro RNA"), hint=_l("La lettre W, puis neuf chiffres."), max_length=14)
    address = TextField(_l("Rue et numéro"), autocomplete="street-address", max_length=250)
    postal_code = TextField(
        _l("Code postal"), required=_l("Indiquez le code postal."), max_length=5, inputmode="numeric", width="short"
    )
    commune = TextField(_l("Commune"), required=_l("Indiquez la commune."), max_length=100)
    email = EmailField(_l("Adresse électronique de la structure"), autocomplete="off")
    phone = TextField(_l("Téléphone de la structure"), inputmode="tel", max_length=30)
    url = UrlField(_l("Site web"))
    role = ChoiceField(
        _l("À quel titre agissez-vous ?"),
        required=_l("Choisissez à quel titre vous agissez."),
        choices=[(role, MEMBER_ROLES[role]) for role in ENGAGING],
    )


class TieForm(BaseForm):
    """What another structure is to one's own."""

    kind_ = ChoiceField(
        _l("Qu’est-elle pour la vôtre ?"), required=_l("Choisissez ce qu’elle est."), choices=list(TIES.items())
    )
    starts_on = DateField(_l("Depuis quand ?"), required=_l("Indiquez le jour, même approché, où ce lien a commencé."))
