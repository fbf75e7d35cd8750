"""The pages that search engines should know: of holders and of actions, with the day of their last change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from labelflow.db import db
from labelflow.models.action import Action
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries.actions import in_force, public_actions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from sqlalchemy import Row, Select


def _holders(today: date) -> Select[Any, Any, Any]:
    shown = select(Label.holder_name, Structure.public_id, Label.state_since).join(Label.structure)
    return shown.where(in_force(today)).order_by(Label.id)


def _actions(today: date) -> Select[Any, Any, Any]:
    found = public_actions(today).with_only_columns(Action.title, Action.public_id, Action.confirmed_at)
    return found.order_by(Action.id)


def counts(today: date) -> tuple[int, int]:
    """How many pages there are of holders, and of actions."""
    holders, actions = (
        db.session.scalar(one.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)) or 0
        for one in (_holders(today), _actions(today))
    )
    return holders, actions


def holders(today: date, start: int, most: int) -> Sequence[Row[Any, Any, Any]]:
    """Name, identifier and last change of some holders."""
    return db.session.execute(_holders(today).offset(start).limit(most)).all()


def actions(today: date, start: int, most: int) -> Sequence[Row[Any, Any, Any]]:
    """Title, identifier and last change of some actions."""
    return db.session.execute(_actions(today).offset(start).limit(most)).all()
