"""The day on which the administration's silence decides an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, literal_column, select

from labelflow.db import db
from labelflow.domain.calendar import end_of
from labelflow.domain.silence import CompletenessRequest, SilenceRule, silence_day
from labelflow.models.application import Complement
from labelflow.models.queue import Deadline
from labelflow.prepared import Prepared
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from datetime import date

    from labelflow.models.application import Application


def rule_of(application: Application) -> SilenceRule:
    """What silence means for this application."""
    crpa = programme_of(application.programme_version_id).crpa
    return crpa.silence if crpa.applies else SilenceRule(rule="none")


def silence_on(application: Application) -> date | None:
    """The day at whose end silence decides; None when it never does, or once it no longer can."""
    if application.submitted_at is None or application.silence.get("ended_at"):
        return None
    return silence_day(rule_of(application), application.submitted_at, requests_of(application))


def requests_of(application: Application) -> list[CompletenessRequest]:
    """The requests for missing pieces, with the delay that each set."""
    connection, of = db.session.connection(), {"application": application.id}
    dues = dict(enumerate(_DUES.column(connection, of)))
    return [
        CompletenessRequest(asked_at, dues.get(place, end_of(asked_at.date())), closed_at)
        for place, (asked_at, closed_at) in enumerate(_ASKED.all(connection, of))
    ]


_ASKED: Final = Prepared(
    select(Complement.asked_at, Complement.closed_at)
    .where(
        Complement.application_id == bindparam("application"),
        Complement.of == literal_column("'missing_pieces'"),
    )
    .order_by(Complement.id)
)
_DUES: Final = Prepared(
    select(Deadline.due_at)
    .where(
        Deadline.subject_kind == literal_column("'application'"),
        Deadline.subject_id == bindparam("application"),
        Deadline.code == literal_column("'missing_pieces'"),
    )
    .order_by(Deadline.id)
)
