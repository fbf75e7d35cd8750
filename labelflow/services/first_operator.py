"""The person who runs a new instance: nobody else could give them their mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.actor import SYSTEM
from labelflow.domain.calendar import local_day
from labelflow.models.account import Mandate
from labelflow.queries.accounts import user_by_email
from labelflow.services.accounts import add_user, chain
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.models.account import User


def appoint(email: str, *, now: datetime) -> User:
    """Give an address the mandate to run the instance, with an account if it has none. Twice is once."""
    with transaction(actor=SYSTEM, now=now) as tx:
        user = user_by_email(email) or add_user(tx, email)
        tx.session.flush()
        if not any(mandate.role == "operator" and mandate.ends_on is None for mandate in user.mandates):
            tx.session.add(Mandate(user_id=user.id, role="operator", starts_on=local_day(now)))
            tx.record(chain(user), "mandate.granted", {"role": "operator"}, role="system")
    return user
