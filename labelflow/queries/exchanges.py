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


def reply_to(report: Report) -> Reply | None:
    """The right of reply to a report: open, used or over."""
    return db.session.scalars(select(Reply).where(Reply.report_id == report.id)).one_or_none()
