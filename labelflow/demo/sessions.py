"""The committee's sessions of the world: agenda, votes, signatures, minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.demo.names import FACTS
from labelflow.demo.people import acting, key_of
from labelflow.i18n import day_in_words
from labelflow.models.application import Application
from labelflow.models.decision import Decision
from labelflow.models.session import Item, Session
from labelflow.queries.conflicts import blocking_codes
from labelflow.queries.facts import facts_of
from labelflow.queries.reports import EXPECTED
from labelflow.queries.scores import proposal_of
from labelflow.services import sessions
from labelflow.services.steps import take

if TYPE_CHECKING:
    from random import Random

    from labelflow.demo.people import Cast
    from labelflow.demo.readers import Life

NOTICE = timedelta(days=9)
LONGEST_AGENDA = 12


class Committee:
    """Holds sessions of one programme's committee."""

    def __init__(self, programme: str, cast: Cast, rng: Random) -> None:
        self.programme = programme
        self.cast = cast
        self.rng = rng
        self.now = datetime.min.replace(tzinfo=UTC)
        self.defer_next = 0
        """How many of the next items are deferred, whatever the figures."""

    def session(self, held_at: datetime, *, until: str = "approved", defer: int = 0) -> Life:
        """One session, prepared three weeks before; `until` stops it early: planned, convened, voting, signing."""
        coordinator = self.cast.coordinators[0]
        title = f"Commission du {day_in_words(held_at.date())}"
        row = sessions.plan(
            self.programme, title, held_at, actor=acting(coordinator), now=self.now,
            place="Hôtel de Région, Toulouse", remote_address="https://visio.exemple.invalid/commission",
        )  # fmt: skip
        session = row.public_id
        if until == "planned":
            return
        yield held_at - NOTICE - self.now
        if not self._fill(session):
            take("session", session, "cancel", actor=acting(coordinator), now=self.now)
            return
        take("session", session, "convene", actor=acting(coordinator), now=self.now)
        if until == "convened":
            return
        yield held_at - self.now
        self._open(session)
        self.defer_next = defer
        for item in self._items(session):
            yield timedelta(minutes=12)
            if until == "voting":
                self._begin(item)
                return
            self._deliberate(item)
        yield timedelta(minutes=10)
        take("session", session, "close", actor=acting(self.cast.chair), now=self.now)
        yield timedelta(days=self.rng.randint(1, 4))
        self._sign(session, leave=1 if until == "signing" else 0)
        if until == "signing":
            return
        yield timedelta(days=3)
        take("session", session, "approve_minutes", actor=acting(self.cast.chair), now=self.now)

    def _fill(self, session: str) -> int:
        ready = db.session.scalars(
            select(Application)
            .where(Application.programme_code == self.programme, Application.state == "ready")
            .order_by(Application.state_since)
            .limit(LONGEST_AGENDA)
        ).all()
        for application in ready:
            people = {key_of(one): one for one in (*self.cast.members, self.cast.deputy)}
            blocked = blocking_codes(people, application, "report", self.now)
            rapporteur = self.rng.choice([one for key, one in people.items() if key not in blocked])
            coordinators = {key_of(one): one for one in self.cast.coordinators}
            kept_out = blocking_codes(coordinators, application, "instruction", self.now)
            coordinator = next(one for key, one in coordinators.items() if key not in kept_out)
            fields = {"session": session, "rapporteur": rapporteur}
            take(
                "application", application.public_id, "schedule", actor=acting(coordinator), now=self.now, fields=fields
            )
        return len(ready)

    def _open(self, session: str) -> None:
        presences: dict[str, tuple[str, str | None]] = {
            self.cast.chair: ("present", None),
            self.cast.deputy: ("present", None),
        }
        free_hands = [self.cast.chair, self.cast.deputy]
        for number, member in enumerate(self.cast.members):
            draw = self.rng.random()
            if draw < 0.74:
                presences[member] = ("present" if number % 3 else "remote", None)
                free_hands.append(member)
            elif draw < 0.86 and free_hands:
                presences[member] = ("proxy", free_hands.pop())
            else:
                presences[member] = ("away", None)
        chair = acting(self.cast.chair)
        sessions.record_attendance(session, presences, chair=self.cast.chair, actor=chair, now=self.now)
        take("session", session, "open", actor=chair, now=self.now)

    def _items(self, session: str) -> list[str]:
        return list(
            db.session.scalars(
                select(Item.public_id)
                .join(Session, Session.id == Item.session_id)
                .where(Session.public_id == session, Item.live.is_(True))
                .order_by(Item.position)
            )
        )

    def _item(self, public_id: str) -> Item:
        return db.session.scalars(select(Item).where(Item.public_id == public_id)).one()

    def _outcome(self, item: Item) -> str:
        if self.defer_next and not item.application.deferrals:
            self.defer_next -= 1
            return "defer"
        proposal = proposal_of(item.application)
        outcome = EXPECTED[proposal.outcome] if proposal else "grant"
        return "refuse" if outcome == "defer" and item.application.deferrals else outcome

    def _begin(self, item_id: str) -> str:
        outcome = self._outcome(self._item(item_id))
        fields = {"outcome": outcome}
        take("item", item_id, "open_vote", actor=acting(self.cast.chair), now=self.now, fields=fields)
        return outcome

    def _deliberate(self, item_id: str) -> None:
        self._begin(item_id)
        facts = facts_of(self._item(item_id), self.now)
        names = {key_of(one): one for one in (*self.cast.members, self.cast.chair, self.cast.deputy)}
        holders = {proxy.giver: proxy.holder for proxy in facts.attendance.proxies}
        for voter in sorted(facts.voters):
            choice = "abstain" if self.rng.random() < 0.06 else "for"
            caster = names[holders.get(voter, voter)]
            sessions.vote(item_id, choice, actor=acting(caster), now=self.now, for_member=names[voter])
        take("item", item_id, "close_vote", actor=acting(self.cast.chair), now=self.now)

    def _sign(self, session: str, *, leave: int) -> None:
        drafts = db.session.scalars(
            select(Decision)
            .join(Item, Item.id == Decision.item_id)
            .join(Session, Session.id == Item.session_id)
            .where(Session.public_id == session, Decision.signed_at.is_(None))
            .order_by(Decision.id)
        ).all()
        for decision in drafts[: len(drafts) - leave]:
            self._draft(decision)
            take("decision", decision.public_id, "sign", actor=acting(self.cast.signatory), now=self.now)

    def _draft(self, decision: Decision) -> None:
        fields: dict[str, object] = {"advice": "Poursuivre le travail engagé avec les établissements scolaires ruraux."}
        if decision.outcome in {"refuse", "defer"}:
            fields["grounds"] = [{"article": "4.2", "criterion": "", "facts": FACTS}]
        if decision.departs:
            fields["departure_reason"] = (
                "La commission a tenu compte de l’échange avec la structure, rapporté en séance."
            )
        take("decision", decision.public_id, "redraft", actor=acting(self.cast.chair), now=self.now, fields=fields)
