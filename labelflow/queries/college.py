"""The college of a programme: everybody who may be asked to review, as applicants are told (`domain.md` §5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from labelflow.db import db
from labelflow.models.account import Mandate, User
from labelflow.models.structure import Structure
from labelflow.queries.reviewers import ROLE_OF

if TYPE_CHECKING:
    from datetime import date


def college_of(programme_code: str, today: date) -> tuple[str, ...]:
    """Their names, with the structure that each comes from, in alphabetical order."""
    rows = db.session.execute(
        select(User, Structure.name)
        .join(Mandate, Mandate.user_id == User.id)
        .outerjoin(Structure, Structure.id == Mandate.structure_id)
        .where(
            Mandate.role.in_(ROLE_OF.values()),
            Mandate.starts_on <= today,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today),
            or_(Mandate.programme_code.is_(None), Mandate.programme_code == programme_code),
            User.active.is_(True),
        )
        .order_by(User.family_name, User.given_name, User.id)
    ).all()
    return tuple(dict.fromkeys(f"{person.name} ({place})" if place else person.name for person, place in rows))
