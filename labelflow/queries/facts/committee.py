"""Facts of sessions, items and decisions: attendance, recusals, who presides, quorum, ballots."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from labelflow.db import db
from labelflow.domain.quorum import (
    Attendance,
    CommitteeRules,
    Proxy,
    QuorumResult,
    VoteResult,
    presiding,
    quorum,
    sort_proxies,
    tally,
)
from labelflow.domain.words import in_language
from labelflow.models.decision import Decision
from labelflow.models.session import Attendance as Present
from labelflow.models.session import Item, Recusal, Session, Vote
from labelflow.prepared import Prepared, loaded, related
from labelflow.queries.committee import committee_members, presiding_people
from labelflow.queries.conflicts import blocked_people, blocking_table
from labelflow.queries.facts.base import SubjectRead
from labelflow.queries.facts.decision_fact import decision_fact
from labelflow.queries.facts.outcomes import is_voted, obstacles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from labelflow.domain.facts import DecisionFact
    from labelflow.domain.quorum import Choice
    from labelflow.domain.refusal import Refusal


_RECUSED: Final = Prepared(select(Recusal.member_id).where(Recusal.item_id == bindparam("item")))
_VOTES: Final = Prepared(
    select(Vote.member_id, Vote.choice)
    .where(Vote.item_id == bindparam("item"), Vote.ballot == bindparam("ballot"))
    .order_by(Vote.id)
)
_ATTENDANCES: Final = Prepared(
    select(Present.member_id, Present.presence, Present.proxy_to_id)
    .where(Present.session_id == bindparam("session"))
    .order_by(Present.id)
)


class SessionRead(SubjectRead[Session]):
    """See `labelflow.domain.facts.SessionFacts`."""

    @property
    def held_at(self) -> datetime:
        return self.subject.held_at

    @property
    def notice_days(self) -> int:
        return self.programme.committee.notice_days if self.programme.committee else 0

    @property
    def live_items(self) -> int:
        return sum(1 for item in self.subject.items if item.live)

    unsettled_items = live_items

    @property
    def attendance_recorded(self) -> bool:
        return any(row.presence in {"present", "remote"} for row in self.subject.attendances)

    @property
    def chair(self) -> int | None:
        return self.subject.chair_id


class ItemRead(SubjectRead[Item]):
    """See `labelflow.domain.facts.ItemFacts`."""

    @property
    def rules(self) -> CommitteeRules:
        """The committee's rules."""
        return self.programme.committee or CommitteeRules()

    @property
    def session(self) -> Session:
        """The session on whose agenda it stands."""
        found: Session = related(self.subject, "session")
        return found

    @property
    def session_open(self) -> bool:
        session = self.session
        return session.opened_at is not None and session.closed_at is None

    @property
    def is_over(self) -> bool:
        """Whether the item was settled: what its ballots recorded then holds."""
        return self.machine.by_code[self.subject.state].has("final")

    @cached_property
    def members(self) -> frozenset[int]:
        """Members in office today."""
        return committee_members(self.session.programme_code, self.today)

    @cached_property
    def recused(self) -> frozenset[int]:
        """Members who step aside: those recorded and, until the item is settled, those whom a link keeps out."""
        known = loaded(self.subject, "recusals")
        recorded = frozenset(
            _RECUSED.column(db.session.connection(), {"item": self.subject.id})
            if known is None
            else (recusal.member_id for recusal in known)
        )
        if self.is_over:
            return recorded
        return recorded | blocked_people(self.members, self.subject.application, "decision", self.now)

    @property
    def rapporteur(self) -> int | None:
        return self.subject.rapporteur_id

    @cached_property
    def attendance(self) -> Attendance:
        """Who is there for this item."""
        return session_attendance(self.session, self.members, self.recused)

    @property
    def second_meeting(self) -> bool:
        """Whether the item was already on the agenda of the first meeting, which had no quorum (CRPA R133-10)."""
        first = self.session.second_meeting_of_id
        if first is None:
            return False
        same = select(Item.id).where(Item.session_id == first, Item.application_id == self.subject.application_id)
        return db.session.scalars(same.limit(1)).first() is not None

    @cached_property
    def quorum(self) -> QuorumResult:
        """Quorum for this item."""
        return quorum(self.attendance, self.rules, second_meeting=self.second_meeting)

    @property
    def quorum_required(self) -> int:
        return self.quorum.required

    @property
    def quorum_counted(self) -> int:
        return self.quorum.counted

    @cached_property
    def chair(self) -> int | None:
        first = self.session.chair_id
        if first is None:
            return None
        deputies = presiding_people(self.session.programme_code, self.today)
        return presiding(first, [person for person in deputies if person != first], self.attendance)

    @property
    def chair_recused(self) -> bool:
        return self.session.chair_id in self.recused

    @property
    def possible_outcomes(self) -> frozenset[str]:
        machine = self.programme.machines["application"]
        steps = machine.steps_from[self.subject.application.state]
        return frozenset(step.code for step in steps if is_voted(step))

    def outcome_obstacles(self, outcome: str) -> tuple[Refusal, ...]:
        """See `labelflow.queries.facts.outcomes.obstacles`."""
        return obstacles(self.subject.application, outcome, self.now)

    @property
    def deferrals(self) -> int:
        return self.subject.application.deferrals

    @cached_property
    def ballots(self) -> dict[int, Choice]:
        """Votes cast in the ballot in progress, by member."""
        known = loaded(self.subject, "votes")
        if known is None:
            cast = _VOTES.all(db.session.connection(), {"item": self.subject.id, "ballot": self.subject.ballot})
            return dict(cast)
        return {vote.member_id: vote.choice for vote in known if vote.ballot == self.subject.ballot}

    @cached_property
    def voters(self) -> frozenset[int]:
        """Members whose vote is awaited: those there and those whose proxy counts."""
        valid, _void = sort_proxies(self.attendance, self.rules)
        return self.attendance.attending | {proxy.giver for proxy in valid}

    def voices_of(self, person: int) -> tuple[int, ...]:
        """The members for whom a person votes on this item: themselves, then those whose proxy they hold."""
        if person not in self.attendance.attending:
            return ()
        valid, _void = sort_proxies(self.attendance, self.rules)
        return (person, *(proxy.giver for proxy in valid if proxy.holder == person))

    @cached_property
    def count(self) -> VoteResult:
        """The count of the ballot in progress."""
        return tally(self.ballots, self.attendance, self.rules, chair=self.chair)

    @property
    def votes_cast(self) -> int:
        return len(self.voters & set(self.ballots))

    @property
    def votes_expected(self) -> int:
        return len(self.voters)

    @property
    def carried(self) -> bool:
        return self.count.carried

    @property
    def tie(self) -> bool:
        return self.count.tie


def session_attendance(session: Session, members: frozenset[int], recused: frozenset[int]) -> Attendance:
    """Who was recorded as there, of these members and without those who step aside."""
    known = loaded(session, "attendances")
    rows = (
        _ATTENDANCES.all(db.session.connection(), {"session": session.id})
        if known is None
        else [(row.member_id, row.presence, row.proxy_to_id) for row in sorted(known, key=lambda row: row.id)]
    )
    present = frozenset(member for member, presence, _ in rows if presence == "present")
    remote = frozenset(member for member, presence, _ in rows if presence == "remote")
    proxies = tuple(Proxy(member, holder) for member, _, holder in rows if holder is not None)
    return Attendance(members, present, remote, proxies, recused)


def items_read(items: Sequence[Item], now: datetime) -> list[ItemRead]:
    """The facts of several items of one session: who steps aside is read at once for all of them."""
    found = [ItemRead(item, now) for item in items]
    if not found:
        return found
    members = found[0].members
    blocked = blocking_table(members, [item.application for item in items], "decision", now)
    for facts in found:
        recorded = frozenset(recusal.member_id for recusal in facts.subject.recusals)
        facts.members = members
        facts.recused = recorded if facts.is_over else recorded | frozenset(blocked[facts.subject.application_id])
    return found


class DecisionRead(SubjectRead[Decision]):
    """See `labelflow.domain.facts.DecisionFacts`."""

    @property
    def decision(self) -> DecisionFact:
        return decision_fact(self.subject, self.programme.machines["application"])

    @property
    def remedies(self) -> str:
        return in_language(self.programme.crpa.remedies)

    @property
    def outcome_obstacles(self) -> tuple[Refusal, ...]:
        return obstacles(self.subject.application, self.subject.outcome, self.now)

    @property
    def item_voted(self) -> bool:
        item = self.subject.item
        return item is not None and self.programme.machines["item"].by_code[item.state].has("decided")
