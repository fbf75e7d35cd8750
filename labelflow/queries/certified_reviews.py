"""The reviews that a person may have certified, and the certificates that they were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.certified_reviews import counts_for_good
from labelflow.models.application import Application
from labelflow.models.file import Document
from labelflow.models.review import Assignment, Review
from labelflow.models.reviewing_certificate import ReviewingCertificate
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import State


@dataclass(frozen=True, slots=True)
class Locked:
    """A review that counts for good."""

    assignment: Assignment
    programme_code: str
    given_on: date
    """The day on which it was first submitted."""


def state_of(assignment: Assignment) -> State:
    """Where an assignment stands, as its programme declares it."""
    return programme_of(assignment.programme_version_id).machines["assignment"].by_code[assignment.state]


def locked_reviews(person: int) -> list[Locked]:
    """All the reviews of a person that count for good, the latest first."""
    rows = db.session.scalars(
        select(Assignment)
        .where(Assignment.person_id == person)
        .options(joinedload(Assignment.application).joinedload(Application.structure))
    ).all()
    good = [row for row in rows if counts_for_good(state_of(row))]
    given = given_on([row.id for row in good])
    found = [Locked(row, programme_of(row.programme_version_id).code, given[row.id]) for row in good if row.id in given]
    return sorted(found, key=lambda one: (one.given_on, one.assignment.id), reverse=True)


def given_on(assignments: Sequence[int]) -> Mapping[int, date]:
    """By assignment, the day on which its review was first submitted."""
    rows = db.session.execute(
        select(Review.assignment_id, func.min(Review.submitted_at))
        .where(Review.assignment_id.in_(assignments), Review.submitted_at.is_not(None))
        .group_by(Review.assignment_id)
    ).all()
    return {assignment: local_day(at) for assignment, at in rows if at is not None}


def certificates_given_to(actor: Actor) -> Sequence[ReviewingCertificate]:
    """The certificates that a person was given, the latest first."""
    return db.session.scalars(
        select(ReviewingCertificate)
        .where(ReviewingCertificate.person_id == actor.id)
        .options(joinedload(ReviewingCertificate.document))
        .order_by(ReviewingCertificate.id.desc())
    ).all()


def certificate_covering(person: int, covers: str) -> ReviewingCertificate | None:
    """The certificate that says exactly this already."""
    return db.session.scalars(
        select(ReviewingCertificate).where(
            ReviewingCertificate.person_id == person, ReviewingCertificate.covers == covers
        )
    ).one_or_none()


def reviewing_certificate_coded(code: str) -> ReviewingCertificate | None:
    """The certificate that prints a code."""
    return db.session.scalars(
        select(ReviewingCertificate)
        .where(ReviewingCertificate.code == code)
        .options(joinedload(ReviewingCertificate.document))
    ).one_or_none()


def reviewing_certificate_of_digest(sha256: str) -> ReviewingCertificate | None:
    """The certificate that has exactly these bytes."""
    return db.session.scalars(
        select(ReviewingCertificate)
        .join(Document, Document.id == ReviewingCertificate.document_id)
        .where(Document.sha256 == sha256)
        .options(joinedload(ReviewingCertificate.document))
    ).one_or_none()


def all_still_count(assignments: Iterable[str]) -> bool:
    """Whether every one of these reviews still counts."""
    wanted = list(assignments)
    rows = db.session.scalars(select(Assignment).where(Assignment.public_id.in_(wanted))).all()
    return len(rows) == len(wanted) and all(state_of(row).has("counts") for row in rows)
