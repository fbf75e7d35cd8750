"""The reservations that the figures propose for a decision being drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.domain.calendar import local_day
from labelflow.domain.deadlines import due
from labelflow.domain.words import in_language
from labelflow.queries.programmes import programme_of
from labelflow.queries.scores import proposal_of, scores_of

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.workflow import Machine
    from labelflow.models.application import Application


def opens_reservations(machine: Machine, outcome: str) -> bool:
    """Whether an outcome, a step of the application's `machine`, opens reservations."""
    step = machine.step_by_code.get(outcome)
    return step is not None and any(use.rule == "open_reservations" for use in step.effects)


def proposed_reservations(application: Application, outcome: str, now: datetime) -> list[dict[str, Any]]:
    """A dated reservation for each gate not met and each criterion with one; the committee edits them.

    Empty unless the outcome's step opens reservations.
    """
    programme = programme_of(application.programme_version_id)
    proposal, scores = proposal_of(application), scores_of(application)
    opens = opens_reservations(programme.machines["application"], outcome)
    if not opens or proposal is None or scores is None or programme.grid is None:
        return []
    gates = scores.gates_in("failed", "doubtful", "unjudged")
    majors = dict.fromkeys((*gates, *proposal.majors))
    minors = [code for code in proposal.minors if code not in majors]
    names = {criterion.code: in_language(criterion.levels[2]) for criterion in programme.grid.criteria}
    severities = [(code, "major") for code in majors] + [(code, "minor") for code in minors]
    return [
        {
            "criterion": code,
            "severity": severity,
            "text": names[code],
            "due_on": local_day(due(now, programme.deadlines[f"reservation_{severity}"].delay)).isoformat(),
        }
        for code, severity in severities
    ]
