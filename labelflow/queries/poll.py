"""The results of the poll, once there are enough answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.models.poll import PollCount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.programmes.schema import Programme
    from labelflow.programmes.schema.poll import Reason


@dataclass(frozen=True, slots=True)
class Results:
    """How many people answered, and how many gave each reason, the most frequent first."""

    answers: int
    reasons: tuple[tuple[Reason, int], ...]


def results(programme: Programme) -> Results | None:
    """None while fewer people answered than the programme wants: then no count leaves the database."""
    if programme.poll is None:
        return None
    rows = db.session.execute(
        select(PollCount.reason, PollCount.count).where(PollCount.programme_code == programme.code)
    )
    counts: Mapping[str, int] = {row[0]: row[1] for row in rows}
    answers = counts.get("", 0)
    if answers < programme.poll.least_answers:
        return None
    given = [(reason, counts.get(reason.code, 0)) for reason in programme.poll.reasons]
    return Results(answers, tuple(sorted(given, key=lambda one: -one[1])))
