"""The committee of a simulation: a timetable, who attends, what it is inclined to decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from labelflow.domain.actor import SYSTEM
from labelflow.domain.facts import DecisionFact, ReservationFact, VoteFact
from labelflow.domain.guards.decision import OF_THE_DECISION
from labelflow.domain.refusal import Refusal
from labelflow.domain.workflow import SAME

if TYPE_CHECKING:
    from labelflow.domain.workflow import Step
    from labelflow.programmes.simulate.life import Life
    from labelflow.programmes.simulate.subject import Subject

SEATS: Final = 30
EVERY: Final = timedelta(days=42)
"""Between two sessions: eight or nine a year."""
EPOCH: Final = datetime(2024, 1, 11, 9, 0, tzinfo=UTC)
PREPARATION: Final = timedelta(days=12)
"""Needed before a session to put something on its agenda, besides the notice."""


class Committee:
    """What the committee knows and decides for one life."""

    def __init__(self, life: Life) -> None:
        self.life = life
        rules = life.scheme.programme.committee
        self.notice = timedelta(days=rules.notice_days if rules else 0)
        self.quorum_required = max(rules.floor, -int(-SEATS * rules.quorum_fraction // 1)) if rules else 0

    def next_session_at(self) -> datetime:
        """The next session that still takes items."""
        earliest = self.life.now + self.notice + PREPARATION
        return EPOCH + EVERY * (-((EPOCH - earliest) // EVERY))

    def attendance(self) -> int:
        """How many of the seats are taken or represented this time."""
        return sum(1 for _seat in range(SEATS) if self.life.rng.random() < self.life.habits.attends)

    def day_awaited_by(self, subject: Subject) -> datetime | None:
        """The day of the session that a subject has to wait for; None when it waits for no session to come."""
        if subject.kind not in {"session", "item"} or not self.life.all("session"):
            return None
        held_at = self.life.all("session")[-1].held_at
        return held_at if held_at and held_at > self.life.now else None

    def possible_outcomes(self) -> list[Step]:
        """The decisions open to the committee now: internal steps of the application that its rules allow."""
        life, application = self.life, self.life.application
        machine = life.scheme.programme.machines["application"]
        kept = life.decision, life.vote
        found = []
        for step in machine.steps_from[application.state]:
            if step.internal and step.target != SAME:
                life.decision, life.vote = (
                    self.drafted(step.code),
                    VoteFact(step.code, carried=True, quorum_reached=True),
                )
                if not life.refusals(application, step, SYSTEM, {}):
                    found.append(step)
        life.decision, life.vote = kept
        return found

    def obstacles(self, outcome: str) -> tuple[Refusal, ...]:
        """What would keep an outcome from taking effect, whatever the vote and the draft."""
        application = self.life.application
        step = self.life.scheme.programme.machines["application"].step_by_code.get(outcome)
        if step is None or application.state not in step.sources:
            return (Refusal("step-not-from-here", {"state": application.state, "step": outcome}),)
        return self.life.refusals(application, step, SYSTEM, {}, without=OF_THE_DECISION)

    def proposal(self) -> str:
        """What is put to the vote, as the file deserves, with some luck."""
        steps = self.possible_outcomes()
        if not steps:
            return ""
        weights = [self._leaning(step) for step in steps]
        return self.life.rng.choices(steps, weights)[0].code

    def _leaning(self, step: Step) -> float:
        quality = self.life.quality
        target = self.life.scheme.state("application", step.target)
        reserved = any(use.rule == "open_reservations" for use in step.effects)
        if target.has("granted"):
            return max(0.05, 1.2 - abs(quality - 0.35) * 3) if reserved else max(0.05, quality)
        return max(0.05, 0.25 - quality) if target.has("adverse") else 0.12

    def drafted(self, outcome: str) -> DecisionFact:
        """A decision with everything that the rules ask of one. `outcome`: a step, or what was decided at once."""
        machine = self.life.scheme.programme.machines["application"]
        step = machine.step_by_code.get(outcome)
        target = machine.by_code[self.life.application.state if step is None or step.target == SAME else step.target]
        due_on = (self.life.now + timedelta(days=180)).date()
        reserved = step is not None and any(use.rule == "open_reservations" for use in step.effects)
        gates = self.life.unmet_gates or ("1",)
        return DecisionFact(
            outcome=outcome,
            adverse=target.has("adverse"),
            departs=False,
            departure_reason="",
            grounds=({"article": "1", "facts": "F" * 240},),
            reservations=tuple(ReservationFact(gate, "major", "À lever.", due_on) for gate in gates)
            if reserved
            else (),
        )
