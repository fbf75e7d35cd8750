"""What passed between the coordination and the structure: questions, answers, reports, replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.models.application import Complement, Reply, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.models.application import Application


def open_complement(application: Application) -> Complement | None:
    """The question or the list of pieces that waits for an answer."""
    return db.session.scalars(
        select(Complement).where(Complement.application_id == application.id, Complement.closed_at.is_(None))
    ).one_or_none()


def complements_of(application: Application) -> Sequence[Complement]:
    """Every question that was asked, oldest first."""
    return db.session.scalars(
        select(Complement).where(Complement.application_id == application.id).order_by(Complement.id)
    ).all()


def report_of(application: Application) -> Report | None:
    """The last report that was built for the structure."""
    return db.session.scalars(
        select(Report).where(Report.application_id == application.id).order_by(Report.number.desc()).limit(1)
    ).first()


def report_numbered(application: Application, number: int) -> Report | None:
    """One report of an application: a revision after a reply makes one more."""
    return db.session.scalars(
        select(Report).where(Report.application_id == application.id, Report.number == number)
    ).one_or_none()


def last_reply(application: Application) -> Reply | None:
    """The last right of reply that was opened: open, used or over. The report may have been revised since."""
    return db.session.scalars(
        select(Reply).where(Reply.application_id == application.id).order_by(Reply.id.desc()).limit(1)
    ).one_or_none()
