"""Effects of reviewing: declarations, sealed reviews, the consolidated report, the right of reply."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from labelflow.models.application import Application, Reply, Report
from labelflow.models.review import Assignment, Declaration, Review
from labelflow.queries.journal import canonical
from labelflow.queries.programmes import programme_of
from labelflow.queries.reports import consolidated

if TYPE_CHECKING:
    from labelflow.services.transaction import Transaction

Fields = dict[str, Any]


def record_declaration(tx: Transaction, assignment: Assignment, fields: Fields) -> None:
    """Keep the signed declaration: clear when accepting, with its link when stepping aside."""
    links = [str(code) for code in fields.get("links") or ()]
    reason = str(fields.get("reason") or "")
    tx.session.add(
        Declaration(
            application_id=assignment.application_id,
            person_id=assignment.person_id,
            clear=not links and not reason,
            answers={"links": links, "details": str(fields.get("details") or reason)},
            signed_at=tx.now,
        )
    )


def seal_review(tx: Transaction, assignment: Assignment, _fields: Fields) -> None:
    """Seal the review: its hash stands in the journal, its words do not change any more."""
    review = tx.session.scalars(select(Review).where(Review.assignment_id == assignment.id)).one()
    review.submitted_at = tx.now
    review.sha256 = hashlib.sha256(canonical(review_content(review))).hexdigest()
    tx.record(assignment, "review.sealed", {"review": review.public_id, "sha256": review.sha256})


def review_content(review: Review) -> dict[str, Any]:
    """What the seal of a review covers."""
    return {
        "review": review.public_id,
        "marks": {
            mark.criterion: {"level": mark.level, "absent": mark.absent, "comment": mark.comment}
            for mark in sorted(review.marks, key=lambda mark: mark.criterion)
        },
        "strengths": review.strengths,
        "advice": review.advice,
        "recommendation": review.recommendation,
    }


def lock_reviews(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Lock the submitted reviews."""
    machine = programme_of(application.programme_version_id).machines["assignment"]
    lockable = machine.step_by_code["lock"].sources
    for assignment in tx.session.scalars(
        select(Assignment).where(Assignment.application_id == application.id, Assignment.state.in_(lockable))
    ).all():
        tx.take(assignment, "lock", caused=True, private=False)


def build_report(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Consolidate the valid reviews, without names, with the computed proposal and its explanation."""
    tx.session.flush()
    number = tx.session.scalar(
        select(func.coalesce(func.max(Report.number), 0)).where(Report.application_id == application.id)
    )
    content = consolidated(application)
    tx.session.add(
        Report(
            application_id=application.id,
            number=int(number or 0) + 1,
            built_at=tx.now,
            content=content,
            sha256=hashlib.sha256(canonical(content)).hexdigest(),
        )
    )
    tx.session.flush()


def open_reply(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Open the right of reply to the latest report."""
    report = tx.session.scalars(
        select(Report).where(Report.application_id == application.id).order_by(Report.number.desc())
    ).first()
    if report is None:
        return
    tx.session.add(
        Reply(
            application_id=application.id,
            report_id=report.id,
            opened_at=tx.now,
            state=programme_of(application.programme_version_id).machines["reply"].initial,
            state_since=tx.now,
            programme_version_id=application.programme_version_id,
        )
    )
    tx.session.flush()


def close_reply(tx: Transaction, application: Application, fields: Fields, *, outcome: str) -> None:
    """Close the right of reply as sent, waived or expired."""
    reply = tx.session.scalars(
        select(Reply).where(Reply.application_id == application.id, Reply.closed_at.is_(None))
    ).one()
    reply.text = str(fields.get("answer") or "")
    reply.written_by_id = tx.actor.id
    reply.closed_at = tx.now
    tx.take(reply, outcome, caused=True, private=False)
