"""What a teacher writes to a holder, and says of its answer afterwards."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms.validators import ValidationError

from labelflow import clock
from labelflow.domain.actions import LARGEST_GROUP
from labelflow.domain.class_requests import ANSWERS, LONGEST_LINE, LONGEST_MESSAGE, LONGEST_NAME, NO, NOT_YET, YES
from labelflow.domain.contacts import parse_email
from labelflow.i18n import _, _l
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import ChoiceField, EmailField, HiddenField, LongTextField, NumberField, SelectField
from labelflow.web.forms.fields import TextField as LineField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

TRAP: Final = "site_web"
"""A field that nobody sees: what fills it reads no page."""
SOONEST, LATEST = 3, 12 * 60 * 60
"""Seconds between the opening of the page and its sending: people take longer, and pages do not stay open for days."""

ANSWERED: Final[Mapping[str, LazyProxy]] = {
    YES: _l("Oui, on m’a répondu"),
    NO: _l("Non, personne ne m’a répondu"),
    NOT_YET: _l("Pas encore, j’attends"),
}


class ReachedField(EmailField):
    """An address that a message can be sent to, as it is kept."""

    def read(self, text: str) -> str:
        text = super().read(text)
        found = parse_email(text)
        return found if isinstance(found, str) else text

    def check(self) -> None:
        super().check()
        if not isinstance(parse_email(self.data), str):
            raise ValidationError(_("Écrivez une adresse électronique complète, comme prenom.nom@exemple.fr."))


class StampField(HiddenField):
    """When the page was opened, signed, with a key of its own: the page sent twice is one request."""

    def process_data(self, value: object) -> None:
        self.data = value or _signer().dumps([secrets.token_urlsafe(16), int(clock.now().timestamp())])

    @property
    def read_back(self) -> tuple[str, int] | None:
        """The key and the age in seconds; None when it is not ours."""
        try:
            key, at = _signer().loads(self.data or "")
        except (BadSignature, ValueError, TypeError):
            return None
        return str(key), int(clock.now().timestamp()) - int(at)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="labelflow class request page")


class AskHolderForm(BaseForm):
    """A request of a teacher."""

    stamp = StampField()
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

    def validate(self, **options: Any) -> bool:
        fine = bool(super().validate(**options))
        return fine and self._from_a_person()

    def _from_a_person(self) -> bool:
        """Neither a machine nor a page of another day. What was typed stays; the page has only to be sent again."""
        known = self.stamp.read_back
        if request.form.get(TRAP):
            self.refuse(_("Laissez vide le champ prévu contre les robots, puis envoyez de nouveau."))
        elif known is None or known[1] > LATEST or known[1] < 0:
            self.stamp.process_data(None)
            self.refuse(_("Cette page a expiré. Relisez votre demande, puis envoyez-la de nouveau."))
        elif known[1] < SOONEST:
            self.refuse(_("Cela est allé très vite. Relisez votre demande, puis envoyez-la de nouveau."))
        return not self.form_errors

    @property
    def key(self) -> str:
        """Of this page."""
        known = self.stamp.read_back
        assert known is not None
        return known[0]


class ConfirmForm(BaseForm):
    """A button."""


class AnswerForm(BaseForm):
    answer = ChoiceField(
        _l("La structure vous a-t-elle répondu ?"),
        choices=[(code, ANSWERED[code]) for code in ANSWERS],
        required=_l("Choisissez une réponse."),
    )
