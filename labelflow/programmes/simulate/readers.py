"""The coordination's reflex in a simulation: whenever readings are missing, invite readers."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from labelflow.programmes.simulate.facts import HOME, facts_of

if TYPE_CHECKING:
    from labelflow.programmes.simulate.life import Life
    from labelflow.programmes.simulate.subject import Subject

ELSEWHERE = "34"
FIRST_READER = 1000


class Readers:
    """Invites peers and scientists for one life."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.planned = False
        self._numbers = count(FIRST_READER)

    def look_at(self, application: Subject) -> None:
        """Plan invitations when the application is open to reviewers and lacks readings."""
        if self.planned or not self._lacking(application):
            return
        self.planned = True
        self.life.after(timedelta(days=self.life.rng.uniform(0.5, 5)), lambda: self._invite(application))

    def _invite(self, application: Subject) -> None:
        self.planned = False
        for reader, number, third in self._lacking(application):
            for rank in range(number):
                self._assign(reader, away=rank == 0, third=third)

    def _lacking(self, application: Subject) -> list[tuple[str, int, bool]]:
        """Readers to invite: kind, number, whether they are third readers."""
        life = self.life
        if life.scheme.machine("assignment") is None or not life.state_of(application).has("awaits_reviewer"):
            return []
        facts = facts_of(life, application)
        busy = {
            reader: sum(1 for one in life.all("assignment") if one.reader == reader and self._is_of_use(one))
            for reader in ("peer", "scientist")
        }
        lacking = [
            ("peer", facts.peers_needed - busy["peer"], False),
            ("scientist", facts.scientists_needed - busy["scientist"], False),
        ]
        done = sum(1 for review in facts.reviews if review.reader == "peer")
        third = any(one.third and self._is_of_use(one) for one in life.all("assignment"))
        if facts.third_reader_needed and done >= facts.peers_needed and not third:
            lacking.append(("peer", 1, True))
        return [entry for entry in lacking if entry[1] > 0]

    def _is_of_use(self, one: Subject) -> bool:
        state = self.life.state_of(one)
        return state.has("counts") or state.has("awaits_reviewer")

    def _assign(self, reader: str, *, away: bool, third: bool) -> None:
        life = self.life
        one = life.spawn("assignment")
        one.reader, one.third = reader, third
        one.person = one.structure = next(self._numbers)
        one.department = HOME if not away and life.rng.random() < life.habits.same_department else ELSEWHERE
        one.conflicted = life.rng.random() < life.habits.conflicted
