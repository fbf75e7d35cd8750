"""People and structures for tests, made by the services as the site makes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from flask_security import hash_password
from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import SYSTEM
from labelflow.errors import Refused
from labelflow.models.journal import Chain, Event
from labelflow.services import accounts
from labelflow.services.structures import register_structure

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.models.account import User
    from labelflow.models.structure import Structure

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 1)
EMAIL = "camille.durand@exemple.fr"
PASSWORD = "un nuage passe sur la Garonne"
DONE: dict[str, Any] = {"actor": SYSTEM, "now": NOW}


def open_account(email: str = EMAIL, password: str | None = None, **profile: Any) -> User:
    """An account; with a password when one is given."""
    known = {"given_name": "Camille", "family_name": "Durand", **profile}
    secret = hash_password(password) if password else None
    return accounts.create_user(email, **DONE, password_hash=secret, **known)


def open_structure(name: str = "Les Petits Astronomes", commune: str = "Foix", **fields: str) -> Structure:
    """A structure of the register."""
    described = {"name": name, "kind": "association", "commune": commune, "postal_code": "09000", **fields}
    return register_structure(described, **DONE)


def reasons(act: Callable[[], object]) -> list[str]:
    """The codes of a refusal that must come."""
    with pytest.raises(Refused) as refused:
        act()
    return [refusal.code for refusal in refused.value.refusals]


def facts_about(user: User) -> list[str]:
    """What the journal tells of a person, in order."""
    rows = select(Event.code).join(Chain).where(Chain.kind == "person", Chain.subject == user.public_id)
    return list(db.session.scalars(rows.order_by(Event.number)))
