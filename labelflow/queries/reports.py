"""What the applicant and the committee read of the reviews: consolidated, without any name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from labelflow.db import db
from labelflow.domain.proposal import explain, shown_percent
from labelflow.domain.refusal import Refusal
from labelflow.looks import once_a_look
from labelflow.models.review import Assignment, Review
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviews import is_the_one_that_counts
from labelflow.queries.scores import proposal_of, scores_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.proposal import Proposal
    from labelflow.models.application import Application

EXPECTED: Final[Mapping[str, str]] = {
    "favorable": "grant",
    "favorable_with_reservations": "grant_with_reservations",
    "unfavorable": "refuse",
    "deferral": "defer",
}
"""The application's step that each computed proposal points to."""


def consolidated(application: Application) -> dict[str, Any]:
    """The report: each valid review as "pair 1", "scientifique 1"…, and the computed proposal."""
    counts: dict[str, int] = {}
    reviews = []
    for review, reader, third in valid_reviews(application):
        counts[reader] = counts.get(reader, 0) + 1
        reviews.append(
            {
                "reader": reader,
                "number": counts[reader],
                "third": third,
                "recommendation": review.recommendation,
                "strengths": review.strengths,
                "advice": review.advice,
                "marks": {
                    mark.criterion: {"level": mark.level, "absent": mark.absent, "comment": mark.comment}
                    for mark in review.marks
                },
            }
        )
    return {"reviews": reviews, "proposal": proposal_content(application)}


@once_a_look
def valid_reviews(application: Application) -> list[tuple[Review, str, bool]]:
    """The reviews that count, in an order that says nothing of who was assigned first."""
    machine = programme_of(application.programme_version_id).machines.get("assignment")
    counting = machine.states_with("counts") if machine else ()
    rows = db.session.execute(
        select(Review, Assignment.reader, Assignment.third)
        .join(Assignment, Assignment.id == Review.assignment_id)
        .where(Assignment.application_id == application.id, Assignment.state.in_(counting), is_the_one_that_counts())
        .options(contains_eager(Review.assignment).joinedload(Assignment.person), selectinload(Review.marks))
        .order_by(Assignment.reader, Assignment.public_id)
    ).all()
    return [(review, reader, third) for review, reader, third in rows]


def proposal_content(application: Application) -> dict[str, Any]:
    """The computed proposal with what the law asks to explain: weights, values, effects (CRPA L311-3-1)."""
    scores = scores_of(application)
    proposal = proposal_of(application, scores)
    if proposal is None or scores is None:
        return {}
    return {
        "outcome": proposal.outcome,
        "total": shown_percent(proposal.total) if proposal.total is not None else None,
        "families": [_family(entry) for entry in proposal.families],
        "majors": list(proposal.majors),
        "minors": list(proposal.minors),
        "reasons": [{"code": r.code, "details": _plain(r.details)} for r in proposal.reasons],
        "gates": {entry.criterion.code: entry.gate for entry in scores.criteria if entry.gate is not None},
        "divergent": list(scores.divergent),
        "criteria": [
            {
                "code": effect.code,
                "points": effect.points,
                "levels": list(effect.levels),
                "value": float(effect.value) if effect.value is not None else None,
                "weight": round(float(effect.weight), 4),
                "gained": round(float(effect.gained), 4),
                "lost": round(float(effect.lost), 4),
            }
            for effect in explain(scores)
        ],
    }


def reasons_in(proposal: Mapping[str, Any]) -> list[Refusal]:
    """All that keeps a proposal, as it was stored, from being plainly favourable."""
    return [
        Refusal(
            str(entry["code"]),
            {name: tuple(value) if isinstance(value, list) else value for name, value in entry["details"].items()},
        )
        for entry in proposal.get("reasons", ())
    ]


def departs_from(application: Application, outcome: str) -> bool:
    """Whether an outcome departs from what the figures propose."""
    proposal: Proposal | None = proposal_of(application)
    return proposal is not None and EXPECTED.get(proposal.outcome, outcome) != outcome


def _family(entry: Any) -> dict[str, Any]:  # noqa: ANN401 - a family's score
    return {
        "code": entry.family.code,
        "percent": shown_percent(entry.percent) if entry.percent is not None else None,
        "minimum": entry.family.minimum_percent,
        "minimum_met": entry.minimum_met,
    }


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in details.items()}
