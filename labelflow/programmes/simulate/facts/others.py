"""Facts of simulated readings, sessions, items, decisions and labels."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from labelflow.domain.words import in_language
from labelflow.programmes.simulate.facts.base import SimulatedFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from labelflow.domain.facts import DecisionFact
    from labelflow.domain.refusal import Refusal


class AssignmentSimulated(SimulatedFacts):
    """See `labelflow.domain.facts.AssignmentFacts`. A reader who hands in has filled in everything."""

    declaration_clear = True
    criteria: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()
    uncommented: tuple[str, ...] = ()
    recommendation = "favourable"
    was_revised = True

    def declared_blocks(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return codes

    @property
    def extensions(self) -> Mapping[str, int]:
        return self.subject.extensions

    @property
    def person(self) -> int:
        return self.subject.person

    @property
    def application_open(self) -> bool:
        return self.life.state_of(self.life.application).has("open_to_reviewers")


class SessionSimulated(SimulatedFacts):
    """See `labelflow.domain.facts.SessionFacts`."""

    @property
    def held_at(self) -> datetime:
        return self.subject.held_at or self.now

    @property
    def notice_days(self) -> int:
        committee = self.life.scheme.programme.committee
        return committee.notice_days if committee else 0

    @property
    def live_items(self) -> int:
        return sum(1 for item in self.life.all("item") if not self.life.is_over(item))

    @property
    def unsettled_items(self) -> int:
        return self.live_items

    @property
    def attendance_recorded(self) -> bool:
        return self.now + timedelta(days=1) > self.held_at

    @property
    def chair(self) -> int | None:
        return self.life.scheme.people["chair"][0].id


class ItemSimulated(SimulatedFacts):
    """See `labelflow.domain.facts.ItemFacts`. Every voter votes; attendance is drawn for each attempt."""

    votes_cast = 1
    votes_expected = 1
    tie = False
    recused: frozenset[int] = frozenset()
    rapporteur: int | None = None

    @property
    def deferrals(self) -> int:
        return self.life.deferrals

    def outcome_obstacles(self, outcome: str) -> tuple[Refusal, ...]:
        return self.life.committee.obstacles(outcome)

    @property
    def session_open(self) -> bool:
        return any(self.life.is_sitting(session) for session in self.life.all("session")[-1:])

    @property
    def quorum_required(self) -> int:
        return self.life.committee.quorum_required

    @property
    def quorum_counted(self) -> int:
        return self.life.committee.attendance()

    @property
    def chair(self) -> int | None:
        return self.life.scheme.people["chair"][0].id

    @property
    def chair_recused(self) -> bool:
        return False

    @property
    def possible_outcomes(self) -> frozenset[str]:
        return frozenset(step.code for step in self.life.committee.possible_outcomes())

    @property
    def carried(self) -> bool:
        return self.subject.carried


class DecisionSimulated(SimulatedFacts):
    """See `labelflow.domain.facts.DecisionFacts`."""

    item_voted = True

    @property
    def outcome_obstacles(self) -> tuple[Refusal, ...]:
        return self.life.committee.obstacles(self.subject.outcome)

    @property
    def decision(self) -> DecisionFact | None:
        return self.subject.decision

    @property
    def remedies(self) -> str:
        return in_language(self.life.scheme.programme.crpa.remedies)


class LabelSimulated(SimulatedFacts):
    """See `labelflow.domain.facts.LabelFacts`. A renewal is another application, simulated as such."""

    renewal_submitted_at = None
    renewal_decided = False

    @property
    def ends_on(self) -> date:
        return self.subject.ends_on or self.now.date()

    @property
    def extended(self) -> bool:
        return self.subject.extended

    @property
    def formal_notice_due(self) -> datetime | None:
        return self.subject.deadlines.get("formal_notice")
