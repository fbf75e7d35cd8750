"""What anybody reports about a label, and how the coordination ends it."""

from __future__ import annotations

from labelflow.domain.concerns import (
    LONGEST_MESSAGE,
    LONGEST_PLACE,
    LONGEST_REASON,
    SHORTEST_REASON,
)
from labelflow.i18n import _l
from labelflow.services.concern_words import KINDS, OUTCOMES, STATES
from labelflow.web.forms.base import BaseForm, QueryForm
from labelflow.web.forms.fields import ChoiceField, LongTextField, SelectField, TextField
from labelflow.web.forms.from_people import ReachedField, StampedForm


class ReportForm(StampedForm):
    """A report of anybody."""

    kind = ChoiceField(
        _l("Que signalez-vous ?"), choices=list(KINDS.items()), required=_l("Choisissez ce que vous signalez.")
    )
    message = LongTextField(
        _l("Ce que vous avez constaté"),
        required=_l("Dites ce que vous avez constaté."),
        max_length=LONGEST_MESSAGE,
        hint=_l("Des faits, avec leur date. Ne nommez pas d’élève."),
    )
    place = TextField(
        _l("Où l’avez-vous vu ?"),
        max_length=LONGEST_PLACE,
        hint=_l("L’adresse d’une page, un document, un lieu."),
    )
    email = ReachedField(
        _l("Votre adresse électronique"),
        hint=_l("Seulement pour vous dire la suite. Sans adresse, votre signalement est anonyme et compte autant."),
    )


class CloseForm(BaseForm):
    """How a report ends."""

    outcome = ChoiceField(_l("Conclusion"), choices=list(OUTCOMES.items()), required=_l("Choisissez une conclusion."))
    reason = LongTextField(
        _l("Motif"),
        required=_l("Écrivez le motif."),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        hint=_l("La personne qui a signalé le lira, si elle a laissé une adresse : ne nommez personne d’autre."),
    )


class ConcernsForm(QueryForm):
    """What to show of the reports."""

    etat = SelectField(_l("État"), blank=_l("Tous"), choices=list(STATES.items()))
