"""Drives the services as anybody might, lawfully or not, and looks at the whole database after each attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.db import db
from labelflow.errors import Forbidden, NotFound, Outdated, Refused
from labelflow.jobs.clock import tick
from labelflow.models.account import User
from labelflow.models.structure import Structure
from labelflow.services import accounts, interests
from labelflow.services.interests import Link
from tests.properties.invariants import broken
from tests.properties.replay import journal_faults, state_faults
from tests.properties.seen import KINDS, Seen
from tests.rows import changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import Ask
    from tests.crowd import Crowd
    from tests.properties.seen import Row
    from tests.stage import Stage

ANSWERS: Final = (Refused, Forbidden, NotFound, Outdated)
LONG: Final = "Les pièces du dossier ne montrent pas ce que la grille demande à ce niveau, comme il a été dit. " * 3
OUTCOMES: Final = ("grant", "grant_with_reservations", "refuse", "defer")


class Playing:
    """A crowd, what was last seen of it, and what became of the attempts."""

    def __init__(self, stage: Stage) -> None:
        self.crowd: Crowd = stage.crowd
        self.engine = stage.engine
        self.seen = Seen(stage.engine, self.crowd.now)
        self.done = 0
        self.refused = 0

    # -- looking

    def look(self) -> Seen:
        """What the database holds now, once every invariant was asked."""
        before, self.seen = self.seen, Seen(self.engine, self.crowd.now)
        faults = broken(before, self.seen)
        assert faults == [], "\n".join(faults)
        return self.seen

    def begin_here(self) -> None:
        """Take what there is as the beginning: only what holds at any moment is asked."""
        self.seen = Seen(self.engine, self.crowd.now)
        self.look()

    def end(self) -> None:
        """What must hold at the end of any play."""
        assert [*journal_faults(self.seen), *state_faults(self.seen)] == []

    def called(self, kind: str, state: str | None = None) -> list[str]:
        """Public identifiers of the subjects of a kind, in order."""
        rows = self.seen.all(KINDS[kind])
        return [row.public_id for row in rows if state is None or row.state == state]

    def row(self, table: str, public_id: str) -> Row:
        (found,) = self.seen.all(table, public_id=public_id)
        return found

    # -- acting

    def attempt(self, service: Callable[..., Any], *arguments: Any, by: str, **options: Any) -> bool:
        """Call a service as somebody. What is refused changed nothing, and is one of our answers."""
        try:
            self.crowd.do(service, *arguments, by=by, **options)
        except ANSWERS:
            self.refused += 1
            after = Seen(self.engine, self.crowd.now)
            assert changes(self.seen.fingerprint, after.fingerprint) == {}, "a refused attempt left something"
            return False
        self.done += 1
        self.look()
        return True

    def take(self, kind: str, public_id: str, step: str, *, by: str, **fields: Any) -> bool:
        from labelflow.services import steps  # noqa: PLC0415 - beside the other services of the plays

        return self.attempt(steps.take, kind, public_id, step, by=by, fields=fields)

    def wait(self, days: int) -> None:
        """Let time pass, as the worker's clock does: what was due happens, and happens once."""
        self.crowd.wait(days=days)
        self.seen.at = self.crowd.now
        for expected in (None, 0):
            with self.crowd.looking():
                handled = tick(self.crowd.now)
            assert expected is None or handled == expected, "the clock handled the same deadlines twice"
            before = self.seen
            self.look()
            assert expected is None or changes(before.fingerprint, self.seen.fingerprint) == {}

    # -- what people type

    def fields(self, asks: tuple[Ask, ...], step: str, choice: int) -> dict[str, Any]:
        """Plausible words for a step; `choice` picks among the possibilities."""
        typed = {ask.code: self._typed(ask, choice) for ask in asks}
        if step == "accept":
            typed |= {"declared": choice % 5 != 0, "links": ["FAMILY"] if choice % 7 == 0 else []}
        if step == "redraft":
            due = self.seen.today.replace(year=self.seen.today.year + 1).isoformat()
            typed |= {
                "grounds": [{"article": "4.1", "criterion": "A1", "facts": LONG}] if choice % 3 else [],
                "departure_reason": "Ce que la séance a appris." if choice % 4 else "",
                "reservations": [
                    {"criterion": code, "severity": "major", "text": "À reprendre.", "due_on": due}
                    for code in ("A1", "E1", "H2")[: choice % 4]
                ],
            }
        return typed

    def _typed(self, ask: Ask, choice: int) -> Any:
        sessions = self.called("session") or ["none"]
        members = [self.crowd.person(f"member{rank}").public_id for rank in (1, 2)]
        people = [*members, self.crowd.person("judge").public_id, self.crowd.person("nobody").public_id]
        chosen: dict[str, Any] = {
            "pieces": [self.crowd.programme.form.slots[choice % 3].code],
            "session": sessions[-1 - choice % min(2, len(sessions))],
            "rapporteur": people[choice % len(people)],
            "challenged": self._challenged(choice),
            "outcome": OUTCOMES[choice % len(OUTCOMES)],
            "hearing_date": self.seen.today,
        }
        return chosen.get(ask.code, LONG if ask.kind == "long_text" else "4.1")

    def _challenged(self, choice: int) -> str:
        """Somebody of the college, a structure that somebody comes from, or nobody."""
        if choice % 7 == 0:
            return "person:nobody"
        if choice % 3 == 0:
            return f"structure:{self.crowd.structure('planetarium').public_id}"
        reader = ("peer1", "peer2", "peer3", "scientist1", "twin")[choice % 5]
        return f"person:{self.crowd.person(reader).public_id}"


def declare_link(person: str, structure: str, code: str, *, actor: Actor, now: datetime) -> None:
    """A person says what binds them to a structure."""
    user, place = _found(person, structure)
    interests.declare_link(user, place, Link(code, now.date()), actor=actor, now=now)


def join(person: str, structure: str, *, actor: Actor, now: datetime) -> None:
    """A structure takes somebody among its people."""
    user, place = _found(person, structure)
    accounts.add_member(place, user, "member", starts_on=now.date(), actor=actor, now=now)


def end_mandate(person: str, *, actor: Actor, now: datetime) -> None:
    """The first mandate of a person ends today."""
    user = db.session.query(User).filter_by(public_id=person).one()
    if not user.mandates:
        raise NotFound
    accounts.end_mandate(user.mandates[0], on=now.date(), actor=actor, now=now)


def _found(person: str, structure: str) -> tuple[User, Structure]:
    user = db.session.query(User).filter_by(public_id=person).one()
    return user, db.session.query(Structure).filter_by(public_id=structure).one()
