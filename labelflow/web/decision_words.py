"""A decision as its pages read it: what was voted, what the figures proposed, the names of its articles and criteria."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from labelflow.queries.programmes import programme_of
from labelflow.web.applicant.reading import OUTCOMES
from labelflow.web.committee_words import SEVERITIES, outcome
from labelflow.web.filters import words

if TYPE_CHECKING:
    from labelflow.models.decision import Decision


def decision_words(found: Decision) -> dict[str, Any]:
    """What the macros of `committee/decision_parts.html` ask for."""
    programme = programme_of(found.programme_version_id)
    ballots = found.item.result.get("ballots") if found.item else None
    return {
        "decision": found,
        "state": programme.machines["decision"].by_code[found.state],
        "what": outcome(programme, found.outcome),
        "ballot": ballots[-1] if ballots else None,
        "computed": OUTCOMES.get(str(found.proposal.get("outcome", "")), ""),
        "articles": {one.code: one for one in programme.eligibility.articles},
        "severities": SEVERITIES,
        "criterion": lambda code: _criterion(found, code),
        "day_of": date.fromisoformat,
    }


def _criterion(found: Decision, code: str) -> str:
    grid = programme_of(found.programme_version_id).grid
    known = grid.by_code.get(code) if grid else None
    return f"{code} · {words(known.name)}" if known else code
