"""Forms of the committee: a session, its agenda, stepping aside, voting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.i18n import _, _l
from labelflow.web.committee_words import VOTES
from labelflow.web.forms.base import BaseForm, QueryForm
from labelflow.web.forms.fields import (
    ChoiceField,
    ChoicesField,
    HiddenField,
    LongTextField,
    MomentField,
    SearchField,
    SelectField,
    TextField,
    UrlField,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from labelflow.queries.item_pages import Voice

VOICE: Final = "voix-"
"""Prefix of the fields of a vote, before whose voice it is."""


class SessionForm(BaseForm):
    """When and where the committee meets."""

    title = TextField(
        _l("Nom de la séance"),
        required=_l("Donnez un nom à la séance."),
        hint=_l("Par exemple : Commission de printemps."),
    )
    held_at = MomentField(
        _l("Date et heure"),
        required=_l("Indiquez la date et l’heure de la séance."),
        hint=_l("À l’heure de Paris."),
    )
    place = TextField(_l("Lieu"), max_length=300)
    remote_address = UrlField(
        _l("Adresse pour participer à distance"),
        hint=_l("Les membres à distance comptent pour le quorum, comme ceux de la salle."),
    )


class PlanForm(SessionForm):
    """The same, with the programme, and the first meeting when this one is the second."""

    programme = ChoiceField(_l("Programme"), required=_l("Choisissez le programme."))
    second_of = SelectField(
        _l("Seconde séance de"),
        blank=_l("Ce n’est pas une seconde séance"),
        hint=_l(
            "Quand une première séance n’a pas réuni le quorum : les dossiers qu’elle avait à son ordre du jour "
            "se délibèrent alors sans condition de quorum."
        ),
    )


class RapporteurForm(BaseForm):
    """Who presents the file."""

    rapporteur = SelectField(
        _l("Personne rapporteure"),
        required=_l("Choisissez une personne dans la liste."),
        blank=_l("Choisissez dans la liste"),
    )


class RecusalForm(BaseForm):
    """Stepping aside: oneself, or a member who said so in the room."""

    member = SelectField(
        _l("Qui se déporte"), required=_l("Choisissez qui se déporte."), blank=_l("Choisissez dans la liste")
    )
    note = LongTextField(
        _l("Précision"),
        hint=_l("La présidence et la coordination la lisent. Vous pouvez la laisser vide."),
        max_length=2000,
        rows=3,
    )


class VoteForm(BaseForm):
    """One choice for each voice that the person holds."""

    ballot = HiddenField()

    @property
    def choices(self) -> dict[str, str]:
        """Whose voice → what it says."""
        return {field.name.removeprefix(VOICE): field.data for field in self.asked}


def vote_form(voices: Sequence[Voice], own: str, ballot: int) -> VoteForm:
    """The form for the voices that are still awaited."""
    fields: dict[str, Any] = {
        f"{VOICE}{voice.member.public_id}": ChoiceField(
            _("Votre voix")
            if voice.member.public_id == own
            else _("Voix de %(name)s, qui vous a donné pouvoir", name=voice.member.name),
            required=_("Choisissez pour, contre ou abstention."),
            choices=list(VOTES.items()),
        )
        for voice in voices
    }
    form = VoteForm.with_fields(fields)()
    form.ballot.data = form.ballot.data or str(ballot)
    return form


class TogetherForm(BaseForm):
    """Which decisions to sign, each with the version that was read."""

    wanted = ChoicesField(_l("Décisions prêtes"), required=_l("Choisissez au moins une décision."))


class LabelSearch(QueryForm):
    """Which label to look at."""

    q = SearchField(_l("Structure ou numéro"))


def people_choices(people: Iterable[Any]) -> list[tuple[str, str]]:
    """(identifier, name) pairs."""
    return [(person.public_id, person.name) for person in people]
