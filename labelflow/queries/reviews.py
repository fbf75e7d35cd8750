"""The versions of a review: the draft or the last one submitted, the one that counts, those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from labelflow.db import db
from labelflow.models.review import Assignment, Review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlalchemy import ColumnElement

    from labelflow.models.application import Application


def is_the_one_that_counts() -> ColumnElement[bool]:
    """Condition on `Review`: the last version that its reviewer submitted."""
    other = aliased(Review)
    last = (
        select(func.max(other.number))
        .where(other.assignment_id == Review.assignment_id, other.submitted_at.is_not(None))
        .scalar_subquery()
    )
    return Review.number == last


def is_the_working_one() -> ColumnElement[bool]:
    """Condition on `Review`: the version that its reviewer sees, a draft if there is one."""
    other = aliased(Review)
    last = select(func.max(other.number)).where(other.assignment_id == Review.assignment_id).scalar_subquery()
    return Review.number == last


def working_review(assignment: int) -> Review | None:
    """What the reviewer wrote last: a draft, or what they submitted."""
    return db.session.scalars(
        select(Review).where(Review.assignment_id == assignment).order_by(Review.number.desc()).limit(1)
    ).one_or_none()


def sealed_review(assignment: int) -> Review | None:
    """The version that counts."""
    return db.session.scalars(
        select(Review)
        .where(Review.assignment_id == assignment, Review.submitted_at.is_not(None))
        .order_by(Review.number.desc())
        .limit(1)
    ).one_or_none()


def former_versions(application: Application) -> Sequence[Review]:
    """The reviews that a revision replaced, by assignment, oldest first: they stay, and count no more."""
    later = aliased(Review)
    replaced = (
        select(later.id)
        .where(
            later.assignment_id == Review.assignment_id,
            later.number > Review.number,
            later.submitted_at.is_not(None),
        )
        .exists()
    )
    return db.session.scalars(
        select(Review)
        .join(Assignment, Assignment.id == Review.assignment_id)
        .where(Assignment.application_id == application.id, Review.submitted_at.is_not(None), replaced)
        .order_by(Assignment.public_id, Review.number)
    ).all()


def content_of(review: Review) -> Mapping[str, Any]:
    """What a review says: what its seal covers, and what tells a revision from a confirmation."""
    return {
        "marks": {
            mark.criterion: {"level": mark.level, "absent": mark.absent, "comment": mark.comment}
            for mark in sorted(review.marks, key=lambda mark: mark.criterion)
        },
        "strengths": review.strengths,
        "advice": review.advice,
        "recommendation": review.recommendation,
    }
