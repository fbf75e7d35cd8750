"""Facts of a simulated application."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from labelflow.domain.facts import DecisionFact, ReviewGiven, SessionFact, VoteFact
from labelflow.domain.refusal import Refusal
from labelflow.domain.words import in_language
from labelflow.programmes.simulate.facts.base import HOME, SimulatedFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from labelflow.programmes.simulate.subject import Subject


class ApplicationSimulated(SimulatedFacts):
    """See `labelflow.domain.facts.ApplicationFacts`."""

    renewal = False
    scopes: tuple[str, ...] = ("1",)
    unusable_answers: tuple[str, ...] = ()
    unaccepted_documents: tuple[str, ...] = ()
    has_other_live = False
    holds_label = False
    reapply_from = None
    missing_slots: tuple[str, ...] = ()
    unchecked_criteria: tuple[str, ...] = ()
    department = HOME
    was_listed = True

    @property
    def window_open(self) -> bool:
        return self.life.scheme.programme.campaign.is_open(self.today)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def missing_answers(self) -> tuple[str, ...]:
        return ("answer",) if self.life.unprepared else ()

    @property
    def criteria(self) -> tuple[str, ...]:
        grid = self.life.scheme.programme.grid
        return tuple(grid.by_code) if grid else ()

    @property
    def positioned(self) -> frozenset[str]:
        return frozenset(self.criteria)

    @property
    def gates_claimed_unmet(self) -> tuple[str, ...]:
        return ()

    @property
    def published_pieces(self) -> frozenset[str]:
        return frozenset(slot.code for slot in self.life.scheme.programme.form.slots)

    @property
    def asked_pieces_missing(self) -> tuple[str, ...]:
        return ("piece",) if self.life.unprepared else ()

    def eligibility_faults(self, since: str, departments: str) -> tuple[Refusal, ...]:
        del since, departments  # the answers are as the structure is
        return (Refusal("outside-territory"),) if self.life.ineligible else ()

    @property
    def proposal_by(self) -> int | None:
        return self.life.proposal_by

    @property
    def complement_rounds(self) -> int:
        return self.life.complement_rounds

    @property
    def extensions(self) -> Mapping[str, int]:
        return self.subject.extensions

    @property
    def deferrals(self) -> int:
        return self.life.deferrals

    @property
    def reply_closed(self) -> bool:
        replies = self.life.all("reply")
        return bool(replies) and all(self.life.is_over(reply) for reply in replies)

    # -- objections

    challengeable = frozenset({"1"})
    challenged: frozenset[str] = frozenset()

    @property
    def running_until(self) -> Mapping[str, datetime]:
        return self.subject.deadlines

    @property
    def pending_objections(self) -> int:
        return sum(1 for one in self.life.all("objection") if not self.life.is_over(one))

    # -- reviewing

    @cached_property
    def reviews(self) -> tuple[ReviewGiven, ...]:
        return tuple(
            ReviewGiven(one.person, one.structure, one.department, one.reader, one.third)
            for one in self.life.all("assignment")
            if self.life.state_of(one).has("counts")
        )

    @property
    def open_assignments(self) -> int:
        return sum(1 for one in self.life.all("assignment") if self.life.state_of(one).has("awaits_reviewer"))

    @property
    def evaluators(self) -> frozenset[int]:
        return frozenset(one.person for one in self.life.all("assignment") if self.life.state_of(one).has("reads"))

    reading_reviewers = evaluators

    @property
    def peers_needed(self) -> int:
        review = self.life.scheme.programme.review
        return review.peers if review else 0

    @property
    def scientists_needed(self) -> int:
        review = self.life.scheme.programme.review
        return (review.scientists + self.life.second_scientist) if review else 0

    @property
    def distinct_structures(self) -> bool:
        review = self.life.scheme.programme.review
        return bool(review and review.distinct_structures)

    @property
    def other_department_min(self) -> int:
        review = self.life.scheme.programme.review
        return review.other_department_min if review else 0

    @property
    def third_reader_needed(self) -> bool:
        return self.life.disagreement

    @property
    def unmet_gates(self) -> tuple[str, ...]:
        return self.life.unmet_gates

    # -- committee

    @property
    def decision(self) -> DecisionFact | None:
        return self.life.decision

    @property
    def vote(self) -> VoteFact | None:
        return self.life.vote

    @property
    def vote_open(self) -> bool:
        return any(
            self.life.state_of(item).has("pending") or (self.life.state_of(item).has("decided") and not self._settled)
            for item in self.life.all("item")[-1:]
        )

    @property
    def _settled(self) -> bool:
        return all(self.life.state_of(one).has("final") for one in self.life.all("decision"))

    @property
    def session(self) -> SessionFact | None:
        sessions = self.life.all("session")
        return self._session_fact(sessions[-1]) if sessions else None

    def session_called(self, public_id: str) -> SessionFact | None:
        held_at = self.life.committee.next_session_at()
        return SessionFact(
            0, "", takes_items=True, is_open=False, held_at=held_at, noticed_at=None, notice_days=self._notice
        )

    def person_called(self, public_id: str) -> int | None:
        return int(public_id) if public_id.isdigit() else None

    def is_member(self, person: int) -> bool:
        members = (*self.life.scheme.people["member"], *self.life.scheme.people["chair"])
        return person in {actor.id for actor in members}

    @property
    def remedies(self) -> str:
        return in_language(self.life.scheme.programme.crpa.remedies)

    @property
    def _notice(self) -> int:
        committee = self.life.scheme.programme.committee
        return committee.notice_days if committee else 0

    def _session_fact(self, session: Subject) -> SessionFact:
        machine = self.life.scheme.programme.machines["session"]
        assert session.held_at is not None
        return SessionFact(
            id=1,
            state=session.state,
            takes_items=session.state == machine.initial,
            is_open=self.life.is_sitting(session),
            held_at=session.held_at,
            noticed_at=session.noticed_at,
            notice_days=self._notice,
        )
