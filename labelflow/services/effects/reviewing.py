"""Effects of reviewing: declarations, sealed reviews, the consolidated report, the right of reply."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.models.application import Application, Reply, Report
from labelflow.models.review import Assignment, Declaration, Review
from labelflow.queries.exchanges import report_of
from labelflow.queries.facts import facts_of
from labelflow.queries.journal import canonical
from labelflow.queries.programmes import programme_of
from labelflow.queries.reports import consolidated
from labelflow.queries.reviews import content_of, sealed_review, working_review
from labelflow.services.reviews import copy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.services.transaction import Transaction

Fields = dict[str, Any]

REVISE: Final = "reopen_for_reply"
"""The assignment's step that lets its reviewer revise."""
LET_STAND: Final = "let_stand"
"""The assignment's step that leaves the review as it was submitted."""


def record_declaration(tx: Transaction, assignment: Assignment, fields: Fields) -> None:
    """Keep the signed declaration: clear unless a link keeps out, as when stepping aside."""
    links = [str(code) for code in fields.get("links") or ()]
    reason = str(fields.get("reason") or "")
    blocks = facts_of(assignment, tx.now).declared_blocks(tuple(links))
    tx.insert(
        Declaration(
            application_id=assignment.application_id,
            person_id=assignment.person_id,
            clear=not blocks and not reason,
            answers={"links": links, "details": str(fields.get("details") or reason)},
            signed_at=tx.now,
        )
    )


def seal_review(tx: Transaction, assignment: Assignment, _fields: Fields) -> None:
    """Seal the review: its hash stands in the journal, its words do not change any more."""
    review = tx.session.scalars(
        select(Review).where(Review.assignment_id == assignment.id, Review.submitted_at.is_(None))
    ).one()
    review.submitted_at = tx.now
    review.sha256 = hashlib.sha256(canonical({"review": review.public_id, **content_of(review)})).hexdigest()
    tx.session.flush()
    sealed = {"review": review.public_id, "number": review.number, "sha256": review.sha256}
    tx.record(assignment, "review.sealed", sealed)


def lock_reviews(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Lock the submitted reviews."""
    machine = programme_of(application.programme_version_id).machines["assignment"]
    lockable = machine.step_by_code["lock"].sources
    for assignment in tx.session.scalars(
        select(Assignment).where(Assignment.application_id == application.id, Assignment.state.in_(lockable))
    ).all():
        tx.take(assignment, "lock", caused=True, private=False)


def open_revisions(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Let each reviewer whose review counts look at it again, in the light of the reply."""
    for assignment in _waiting_for(tx, application, REVISE):
        _forget_former_draft(tx, assignment)
        tx.take(assignment, REVISE, caused=True, private=False)


def close_revisions(tx: Transaction, application: Application, _fields: Fields) -> None:
    """What nobody revised stands as it was submitted."""
    for assignment in _waiting_for(tx, application, LET_STAND):
        tx.take(assignment, LET_STAND, caused=True, private=False)


def _waiting_for(tx: Transaction, application: Application, step: str) -> Sequence[Assignment]:
    sources = programme_of(application.programme_version_id).machines["assignment"].step_by_code[step].sources
    return tx.session.scalars(
        select(Assignment)
        .where(Assignment.application_id == application.id, Assignment.state.in_(sources))
        .order_by(Assignment.id)
    ).all()


def _forget_former_draft(tx: Transaction, assignment: Assignment) -> None:
    """A draft of an earlier revision that was never submitted says again what was."""
    draft, sealed = working_review(assignment.id), sealed_review(assignment.id)
    if draft is not None and sealed is not None and draft.submitted_at is None:
        copy(sealed, draft)
        draft.version += 1
        tx.session.flush()


def build_report(tx: Transaction, application: Application, _fields: Fields, *, if_changed: bool = False) -> None:
    """Consolidate the valid reviews, without names, with the computed proposal and its explanation.

    `if_changed`: only when it says something else than the last one.
    """
    tx.session.flush()
    last = report_of(application)
    content = consolidated(application)
    sha256 = hashlib.sha256(canonical(content)).hexdigest()
    if if_changed and last is not None and last.sha256 == sha256:
        return
    number = last.number + 1 if last is not None else 1
    tx.insert(Report(application_id=application.id, number=number, built_at=tx.now, content=content, sha256=sha256))


def open_reply(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Open the right of reply to the latest report."""
    report = tx.session.scalars(
        select(Report).where(Report.application_id == application.id).order_by(Report.number.desc())
    ).first()
    if report is None:
        return
    tx.insert(
        Reply(
            application_id=application.id,
            report_id=report.id,
            opened_at=tx.now,
            state=programme_of(application.programme_version_id).machines["reply"].initial,
            state_since=tx.now,
            programme_version_id=application.programme_version_id,
        )
    )


def close_reply(tx: Transaction, application: Application, fields: Fields, *, outcome: str) -> None:
    """Close the right of reply as sent, waived or expired."""
    reply = tx.session.scalars(
        select(Reply).where(Reply.application_id == application.id, Reply.closed_at.is_(None))
    ).one()
    reply.text = str(fields.get("answer") or "")
    reply.written_by_id = tx.actor.id
    reply.closed_at = tx.now
    tx.take(reply, outcome, caused=True, private=False)
