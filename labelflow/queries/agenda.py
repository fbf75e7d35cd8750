"""What may go on an agenda, and who may report on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.models.application import Application
from labelflow.queries.attendance import named
from labelflow.queries.committee import committee_members
from labelflow.queries.conflicts import blocking_table
from labelflow.queries.programmes import programme_of
from labelflow.queries.reach import may_instruct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import Step
    from labelflow.models.account import User
    from labelflow.models.session import Session

LISTS = "list_item"
UNLISTS = "withdraw_item"


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who may report on an application, and who may not, with the codes of the links that keep them from it."""

    free: tuple[User, ...]
    kept: tuple[tuple[User, tuple[str, ...]], ...]


def ready_for(session: Session, actor: Actor, now: datetime) -> Sequence[Application]:
    """The applications that the person may put on the session's agenda, those that have waited longest first."""
    step = listing_step(session)
    if step is None:
        return ()
    return db.session.scalars(
        select(Application)
        .where(
            may_instruct(Application, actor, now),
            Application.programme_code == session.programme_code,
            Application.state.in_(step.sources),
        )
        .options(joinedload(Application.structure))
        .order_by(Application.state_since, Application.id)
    ).all()


def listing_step(session: Session) -> Step | None:
    """The application's step that puts it on an agenda."""
    return _step_with(LISTS, session)


def unlisting_step(session: Session) -> Step | None:
    """The application's step that takes it off the agenda."""
    return _step_with(UNLISTS, session)


def _step_with(effect: str, session: Session) -> Step | None:
    steps = programme_of(session.programme_version_id).machines["application"].steps
    return next((step for step in steps if step.by_person and any(use.rule == effect for use in step.effects)), None)


def rapporteurs_for(applications: Sequence[Application], now: datetime) -> dict[int, Reporting]:
    """By application, the members of its committee who may report on it and those who may not."""
    if not applications:
        return {}
    members = committee_members(applications[0].programme_code, local_day(now))
    people = sorted(named(members).values(), key=lambda one: (one.family_name, one.given_name))
    blocked = blocking_table(members, applications, "report", now)
    return {
        application.id: Reporting(
            tuple(one for one in people if one.id not in blocked[application.id]),
            tuple((one, blocked[application.id][one.id]) for one in people if one.id in blocked[application.id]),
        )
        for application in applications
    }
