"""A new issue of a certificate, at the wish of whoever runs the instance: the step that the programme declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.domain.asks import read
from labelflow.errors import Invalid, NotFound, Refused
from labelflow.i18n import _
from labelflow.models.label import Label
from labelflow.queries.labels import editions_of, find
from labelflow.queries.programmes import programme_of
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import Step
    from labelflow.models.label import Certificate

STEP: Final = "reissue"


def reissue(number: str, reason: str, note: str, *, actor: Actor, now: datetime) -> Certificate:
    """Issue the certificate of a label anew. Raises NotFound, Invalid (no such reason), Forbidden, Refused."""
    with transaction(actor=actor, now=now) as tx:
        found = find(number)
        if found is None:
            raise NotFound(_("Aucun label ne porte le numéro %(number)s.", number=number))
        label = tx.lock(Label, tx.session.scalars(select(Label.public_id).where(Label.id == found.id)).one())
        step = programme_of(label.programme_version_id).machines["label"].step_by_code.get(STEP)
        if step is None:
            raise Invalid(_("Ce programme ne prévoit pas de rééditer une attestation."))
        _check_reason(step, reason)
        fields, refusals = read(step.asks, {"reason": reason, "facts": note})
        if refusals:
            raise Refused(refusals, intent=STEP)
        tx.take(label, STEP, fields)
        tx.session.flush()
        return editions_of(label)[0]


def _check_reason(step: Step, reason: str) -> None:
    known = [code for ask in step.asks if ask.code == "reason" for code, _words in ask.options]
    if reason not in known:
        raise Invalid(_("Ce motif n’est pas prévu. Choisissez : %(known)s.", known=", ".join(known)))
