"""Forms of « mon compte »."""

from __future__ import annotations

from typing import Final

from labelflow.domain.disciplines import DISCIPLINES
from labelflow.domain.territory import DEPARTMENTS
from labelflow.i18n import OFFERED, _l
from labelflow.web.forms.accounts import AddressField
from labelflow.web.forms.base import BaseForm, QueryForm
from labelflow.web.forms.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    LongTextField,
    SearchField,
    SelectField,
    TextField,
)

LANGUAGES: Final = {"fr": "Français", "oc": "Occitan", "ca": "Català", "en": "English"}

LINKS: Final = {
    "SELF": (_l("J’en fais partie"), _l("Emploi, mandat, bénévolat, adhésion, à présent ou auparavant.")),
    "FAMILY": (_l("Un proche la dirige"), _l("Famille, conjoint, ami proche.")),
    "FUNDING": (_l("Argent ou projet commun"), _l("Subvention, contrat, prestation, dans un sens ou dans l’autre.")),
    "ADVISED": (_l("Je l’ai accompagnée"), _l("Conseil ou aide pour sa candidature.")),
    "COMPETITOR": (_l("Concurrence"), _l("Même public, même commune ou même appel à projets.")),
    "DISPUTE": (_l("Différend"), _l("Litige, plainte, hostilité connue.")),
    "SCIENTIFIC": (_l("Lien scientifique"), _l("Publication commune, encadrement, conseil scientifique.")),
}
"""Kind of link → name and explanation. Which ones exclude, and how long, is for each programme to say."""

MEMBER_ROLES: Final = {
    "legal_representative": _l("Représentation légale (présidence, direction, mairie…)"),
    "delegate": _l("Délégation : cette personne m’a confié la candidature"),
    "member": _l("Membre de l’équipe, sans engager la structure"),
}


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

    q = SearchField(_l("Nom, SIRET ou numéro RNA"), hint=_l("Le numéro RNA d’une association commence par W."))


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
        choices=[(role, MEMBER_ROLES[role]) for role in ("legal_representative", "delegate")],
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
