"""What a teacher writes to a holder, and says of its answer afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.actions import LARGEST_GROUP
from labelflow.domain.class_requests import ANSWERS, LONGEST_LINE, LONGEST_MESSAGE, LONGEST_NAME, NO, NOT_YET, YES
from labelflow.i18n import _l
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import ChoiceField, LongTextField, NumberField, SelectField
from labelflow.web.forms.fields import TextField as LineField
from labelflow.web.forms.from_people import ReachedField, StampedForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

ANSWERED: Final[Mapping[str, LazyProxy]] = {
    YES: _l("Oui, on m’a répondu"),
    NO: _l("Non, personne ne m’a répondu"),
    NOT_YET: _l("Pas encore, j’attends"),
}


class AskHolderForm(StampedForm):
    """A request of a teacher."""

    name = LineField(_l("Votre nom"), required=_l("Indiquez votre nom."), max_length=LONGEST_NAME, autocomplete="name")
    email = ReachedField(
        _l("Votre adresse électronique"),
        required=_l("Indiquez votre adresse électronique."),
        hint=_l(
            "La structure vous répondra à cette adresse. Nous y envoyons d’abord un lien, pour vérifier que c’est la vôtre."
        ),
    )
    school = LineField(
        _l("Établissement et commune"),
        required=_l("Indiquez votre établissement et sa commune."),
        max_length=LONGEST_LINE,
        autocomplete="organization",
    )
    level = SelectField(_l("Classe"), blank=_l("Choisissez"))
    pupils = NumberField(_l("Nombre d’élèves"), least=1, most=LARGEST_GROUP)
    wanted = LineField(_l("Période souhaitée"), max_length=LONGEST_LINE, hint=_l("Par exemple : un mardi d’avril."))
    message = LongTextField(_l("Votre message"), max_length=LONGEST_MESSAGE)


class ConfirmForm(BaseForm):
    """A button."""


class AnswerForm(BaseForm):
    answer = ChoiceField(
        _l("La structure vous a-t-elle répondu ?"),
        choices=[(code, ANSWERED[code]) for code in ANSWERS],
        required=_l("Choisissez une réponse."),
    )
