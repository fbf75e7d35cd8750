"""Forms that anybody may send without an account: what stops plain robots, and a page sent twice."""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms.validators import ValidationError

from labelflow import clock
from labelflow.domain.contacts import parse_email
from labelflow.i18n import _
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import EmailField, HiddenField

TRAP: Final = "site_web"
"""A field that nobody sees: what fills it reads no page."""
SOONEST, LATEST = 3, 12 * 60 * 60
"""Seconds between the opening of the page and its sending: people take longer, and pages do not stay open for days."""


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


class StampedForm(BaseForm):
    """A form that a person took the time to fill. Its page draws `TRAP` with `components/trap.html`."""

    stamp = StampField()

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
            self.refuse(_("Cette page a expiré. Relisez ce que vous avez écrit, puis envoyez-le de nouveau."))
        elif known[1] < SOONEST:
            self.refuse(_("Cela est allé très vite. Relisez ce que vous avez écrit, puis envoyez-le de nouveau."))
        return not self.form_errors

    @property
    def key(self) -> str:
        """Of this page."""
        known = self.stamp.read_back
        assert known is not None
        return known[0]
