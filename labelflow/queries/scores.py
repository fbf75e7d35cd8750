"""The figures of an application: its valid readings, scores, proposal, and who still has to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from labelflow.db import db
from labelflow.domain.proposal import Circumstances, Proposal, propose
from labelflow.domain.scoring import Reading, Scores, score
from labelflow.domain.second_opinion import second_scientist_reasons, third_reader_reasons
from labelflow.models.application import Application, DocumentCheck
from labelflow.models.label import Reservation
from labelflow.models.review import Assignment, Review
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviews import is_the_one_that_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.domain.grid import Reader
    from labelflow.domain.refusal import Refusal
    from labelflow.domain.scoring import Recommendation


def readings_of(application: Application) -> list[Reading]:
    """The readings that count: submitted reviews that were not excluded, and the document check."""
    machine = programme_of(application.programme_version_id).machines.get("assignment")
    counting = machine.states_with("counts") if machine else ()
    rows = db.session.execute(
        select(Review, Assignment.person_id, Assignment.reader)
        .join(Assignment, Assignment.id == Review.assignment_id)
        .where(Assignment.application_id == application.id, Assignment.state.in_(counting), is_the_one_that_counts())
        .order_by(Assignment.id)
        .options(selectinload(Review.marks))
    ).all()
    readings = [
        Reading(
            person,
            cast("Reader", reader),
            {mark.criterion: mark.level if mark.level is not None else mark.absent for mark in review.marks},  # type: ignore[misc]  # checked by the table
            cast("Recommendation | None", review.recommendation or None),
        )
        for review, person, reader in rows
    ]
    checks = db.session.scalars(select(DocumentCheck).where(DocumentCheck.application_id == application.id)).all()
    if checks:
        marks = {check.criterion: check.level for check in checks}
        readings.append(Reading(checks[-1].checked_by_id or 0, "coordinator", marks))  # type: ignore[arg-type]  # levels
    return readings


def scores_of(application: Application, readings: Sequence[Reading] | None = None) -> Scores | None:
    """The scores of the readings that count (read unless they are given); None in a programme without a grid."""
    programme = programme_of(application.programme_version_id)
    if programme.grid is None or programme.thresholds is None:
        return None
    return score(programme.grid, _given(readings, application), programme.thresholds)


def _given(readings: Sequence[Reading] | None, application: Application) -> Sequence[Reading]:
    return readings_of(application) if readings is None else readings


def proposal_of(application: Application) -> Proposal | None:
    """What the figures propose; None in a programme without a grid."""
    programme = programme_of(application.programme_version_id)
    scores = scores_of(application)
    if scores is None or programme.grid is None or programme.thresholds is None:
        return None
    return propose(programme.grid, scores, programme.thresholds, circumstances_of(application))


def circumstances_of(application: Application) -> Circumstances:
    """What is known of the application beside its marks."""
    if application.kind != "renewal" or application.renews_label_id is None:
        return Circumstances()
    open_states = programme_of(application.programme_version_id).machines["reservation"].states_with("pending")
    still_open = db.session.scalars(
        select(Reservation.id).where(
            Reservation.label_id == application.renews_label_id, Reservation.state.in_(open_states)
        )
    ).all()
    return Circumstances(renewal=True, open_reservations=len(still_open))


def third_reader_reasons_of(application: Application, readings: Sequence[Reading] | None = None) -> tuple[Refusal, ...]:
    """Why a third peer must read; none when the two first agree enough or once a third has read."""
    programme = programme_of(application.programme_version_id)
    rule = programme.review.third_reader if programme.review else None
    if rule is None or programme.grid is None or programme.thresholds is None:
        return ()
    return third_reader_reasons(programme.grid, _given(readings, application), rule, programme.thresholds)


def second_scientist_reasons_of(
    application: Application, readings: Sequence[Reading] | None = None
) -> tuple[Refusal, ...]:
    """Why a second scientist must read; none once two have."""
    programme = programme_of(application.programme_version_id)
    if programme.grid is None or not (programme.review and programme.review.scientists):
        return ()
    return second_scientist_reasons(programme.grid, _given(readings, application))
