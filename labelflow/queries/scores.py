"""The figures of an application: its valid readings, scores, proposal, and who still has to read."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import bindparam, select

from labelflow.db import db
from labelflow.domain.mending import correctable_gates, corrected_gates, deferring_steps, uncorrectable
from labelflow.domain.proposal import Circumstances, Proposal, propose
from labelflow.domain.scoring import Reading, Scores, score
from labelflow.domain.second_opinion import second_scientist_reasons, third_reader_reasons
from labelflow.looks import once_a_look
from labelflow.models.application import Application, DocumentCheck
from labelflow.models.decision import Decision
from labelflow.models.label import Reservation
from labelflow.models.review import Assignment, Mark, Review
from labelflow.prepared import Prepared
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviews import is_the_one_that_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.domain.grid import Grid, Reader
    from labelflow.domain.refusal import Refusal
    from labelflow.domain.scoring import Recommendation, Thresholds


@once_a_look
def readings_of(application: Application) -> list[Reading]:
    """The readings that count: submitted reviews that were not excluded, and the document check."""
    machine = programme_of(application.programme_version_id).machines.get("assignment")
    counting = machine.states_with("counts") if machine else ()
    connection, of = db.session.connection(), {"application": application.id}
    rows = _marks().all(connection, {**of, "states": counting}) if counting else []
    readings = [
        Reading(
            person,
            cast("Reader", reader),
            {code: absent if level is None else level for *_, code, level, absent in marks if code is not None},
            cast("Recommendation | None", recommendation or None),
        )
        for (_, person, reader, recommendation), marks in groupby(rows, key=lambda row: row[:4])
    ]
    checks = _CHECKS.all(connection, of)
    if checks:
        marks: Any = {code: level for code, level, _ in checks}
        readings.append(Reading(checks[-1][2] or 0, "coordinator", marks))
    return readings


@cache
def _marks() -> Prepared:
    return Prepared(
        select(
            Review.id,
            Assignment.person_id,
            Assignment.reader,
            Review.recommendation,
            Mark.criterion,
            Mark.level,
            Mark.absent,
        )
        .join(Assignment, Assignment.id == Review.assignment_id)
        .outerjoin(Mark, Mark.review_id == Review.id)
        .where(
            Assignment.application_id == bindparam("application"),
            Assignment.state.in_(bindparam("states", expanding=True)),
            is_the_one_that_counts(),
        )
        .order_by(Assignment.id, Mark.criterion)
    )


_CHECKS: Final = Prepared(
    select(DocumentCheck.criterion, DocumentCheck.level, DocumentCheck.checked_by_id)
    .where(DocumentCheck.application_id == bindparam("application"))
    .order_by(DocumentCheck.id)
)


def scores_of(application: Application, readings: Sequence[Reading] | None = None) -> Scores | None:
    """The scores of the readings that count (read unless they are given); None in a programme without a grid."""
    programme = programme_of(application.programme_version_id)
    if programme.grid is None or programme.thresholds is None:
        return None
    return score(programme.grid, _given(readings, application), programme.thresholds)


def _given(readings: Sequence[Reading] | None, application: Application) -> Sequence[Reading]:
    return readings_of(application) if readings is None else readings


def proposal_of(application: Application, scores: Scores | None = None) -> Proposal | None:
    """What the figures propose (scored now unless the scores are given); None in a programme without a grid."""
    programme = programme_of(application.programme_version_id)
    scores = scores or scores_of(application)
    if scores is None or programme.grid is None or programme.thresholds is None:
        return None
    circumstances = circumstances_of(application, scores, programme.grid, programme.thresholds)
    return propose(programme.grid, scores, programme.thresholds, circumstances)


def circumstances_of(application: Application, scores: Scores, grid: Grid, thresholds: Thresholds) -> Circumstances:
    """What is known of the application beside its marks."""
    machine, deferrals = programme_of(application.programme_version_id).machines["application"], application.deferrals
    renewal = application.kind == "renewal" and application.renews_label_id is not None
    return Circumstances(
        renewal=renewal,
        open_reservations=_reservations_still_open(application) if renewal else 0,
        correctable_gates=correctable_gates(grid, thresholds, machine, deferrals),
        corrected_gates=corrected_gates(scores, _gates_failed_before(application)) if deferrals else frozenset(),
        uncorrectable=uncorrectable(grid, thresholds),
    )


def _reservations_still_open(application: Application) -> int:
    """How many of the label that it renews."""
    open_states = programme_of(application.programme_version_id).machines["reservation"].states_with("pending")
    of = (Reservation.label_id == application.renews_label_id, Reservation.state.in_(open_states))
    return len(db.session.scalars(select(Reservation.id).where(*of)).all())


def _gates_failed_before(application: Application) -> set[str]:
    """Codes of the gates that failed when a signed decision deferred the application."""
    machine = programme_of(application.programme_version_id).machines["application"]
    proposals = db.session.scalars(
        select(Decision.proposal).where(
            Decision.application_id == application.id,
            Decision.signed_at.is_not(None),
            Decision.outcome.in_([step.code for step in deferring_steps(machine, 0)]),
        )
    )
    return {code for proposal in proposals for code, state in proposal.get("gates", {}).items() if state == "failed"}


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
