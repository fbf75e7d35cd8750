"""What an application's facts say of the committee: agenda, session, votes, decision."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.facts import DecisionFact, SessionFact, VoteFact
from labelflow.domain.predicates import COMMITTEE_ROLES
from labelflow.domain.words import in_language
from labelflow.models.account import User
from labelflow.models.application import Application
from labelflow.models.decision import Decision
from labelflow.models.session import Item, Session
from labelflow.queries.committee import has_mandate
from labelflow.queries.facts.base import SubjectRead
from labelflow.queries.facts.decision_fact import decision_fact
from labelflow.queries.programmes import programme_of


class CommitteeSide(SubjectRead[Application]):
    """The part of `labelflow.domain.facts.ApplicationFacts` that the committee makes."""

    @cached_property
    def item(self) -> Item | None:
        """The application's latest place on an agenda."""
        return db.session.scalars(
            select(Item).where(Item.application_id == self.subject.id).order_by(Item.id.desc()).limit(1)
        ).first()

    @property
    def was_listed(self) -> bool:
        """Whether the application is, or was, on an agenda."""
        return self.item is not None

    @property
    def session(self) -> SessionFact | None:
        return self._session_fact(self.item.session) if self.item else None

    def session_called(self, public_id: str) -> SessionFact | None:
        """The session that was chosen, if it exists and is of this programme."""
        found = db.session.scalars(
            select(Session).where(Session.public_id == public_id, Session.programme_code == self.programme_code)
        ).one_or_none()
        return self._session_fact(found) if found else None

    def _session_fact(self, session: Session) -> SessionFact:
        machine = programme_of(session.programme_version_id).machines["session"]
        rules = self.programme.committee
        return SessionFact(
            id=session.id,
            state=session.state,
            takes_items=session.state == machine.initial,
            is_open=session.opened_at is not None and session.closed_at is None,
            held_at=session.held_at,
            noticed_at=session.noticed_at,
            notice_days=rules.notice_days if rules else 0,
        )

    def person_called(self, public_id: str) -> int | None:
        """Whoever was chosen, if they exist."""
        return db.session.scalars(select(User.id).where(User.public_id == public_id)).one_or_none()

    def is_member(self, person: int) -> bool:
        """Whether the person sits on the committee today."""
        return has_mandate(person, COMMITTEE_ROLES, self.programme_code, self.today)

    @property
    def vote_open(self) -> bool:
        if self.item is None:
            return False
        state = self.programme.machines["item"].by_code[self.item.state]
        return state.has("pending") or (state.has("decided") and self._awaits_signature)

    @property
    def vote(self) -> VoteFact | None:
        last = (self.item.result.get("ballots") or [None])[-1] if self.item else None
        if last is None:
            return None
        return VoteFact(last["outcome"], bool(last["carried"]), bool(last["quorum_reached"]))

    @cached_property
    def _decision(self) -> Decision | None:
        return db.session.scalars(
            select(Decision).where(Decision.application_id == self.subject.id).order_by(Decision.id.desc()).limit(1)
        ).first()

    @property
    def _awaits_signature(self) -> bool:
        """Whether the last decision is drafted: neither signed nor set aside."""
        decision = self._decision
        if decision is None or decision.signed_at is not None:
            return False
        return self.programme.machines["decision"].by_code[decision.state].has("pending")

    @property
    def decision(self) -> DecisionFact | None:
        return decision_fact(self._decision, self.programme.machines["application"]) if self._decision else None

    @property
    def remedies(self) -> str:
        return in_language(self.programme.crpa.remedies)
