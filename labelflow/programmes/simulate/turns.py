"""Whose turn it is in a simulated life, and what they do with it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from labelflow.domain.actor import Actor
from labelflow.programmes.simulate.people import (
    in_order,
    stays_idle,
    time_to_act,
    time_to_try_again,
    time_to_volunteer,
    typed,
)

if TYPE_CHECKING:
    from datetime import timedelta

    from labelflow.domain.workflow import Step
    from labelflow.programmes.simulate.life import Life
    from labelflow.programmes.simulate.subject import Subject


class Turns:
    """Plans when each role acts on each subject of one life: at most one turn of a role is planned at a time."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self._tickets = count()

    def expect(self, subject: Subject) -> None:
        """Plan when each role that may act in the subject's new state will do so."""
        life = self.life
        for role, steps in life.scheme.steps_by_role[subject.kind, subject.state].items():
            if self._is_awaited(subject, role):
                due_at = min(subject.deadlines.values(), default=None)
                self._plan(subject, role, time_to_act(life.rng, role, due_at, life.now))
            else:
                self._plan(subject, role, time_to_volunteer(life.rng, steps, subject.kind))

    def nudge(self, subject: Subject, delay: timedelta) -> None:
        """Something happened that calls for an answer by whoever may act here."""
        subject.nudged = True
        for role in self.life.scheme.steps_by_role[subject.kind, subject.state]:
            self._plan(subject, role, delay)

    def _ask_others(self, subject: Subject, role: str) -> None:
        """Whoever is awaited can do nothing: the others who may act here hear of it."""
        subject.nudged = True
        for other in self.life.scheme.steps_by_role[subject.kind, subject.state]:
            if other != role:
                self._plan(subject, other, time_to_try_again(self.life.rng))

    def typed_by(self, subject: Subject, step: Step) -> dict[str, Any]:
        """What somebody types into the fields of a step on the subject."""
        scheme = self.life.scheme
        choices = {
            "pieces": tuple(slot.code for slot in scheme.programme.form.slots)[:1],
            "session": "next",
            "rapporteur": str(scheme.people["member"][0].id),
            "outcome": self.life.committee.proposal() if any(ask.code == "outcome" for ask in step.asks) else "",
        }
        return typed(step, self.life.now, choices)

    def _plan(self, subject: Subject, role: str, delay: timedelta) -> None:
        ticket = subject.turns[role] = next(self._tickets)
        self.life.after(delay, lambda: self._turn_of(subject, role, ticket))

    def _turn_of(self, subject: Subject, role: str, ticket: int) -> None:
        if subject.turns.get(role) != ticket:
            return
        life, awaited = self.life, self._is_awaited(subject, role)
        steps = life.scheme.steps_by_role[subject.kind, subject.state][role]
        if awaited or not subject.nudged or not stays_idle(life.rng, steps):
            actor = self._person(subject, role)
            for step in self._tried(subject, role, steps):
                if not life.take(subject, step, actor, self.typed_by(subject, step)):
                    if subject.turns.get(role) == ticket:  # the state is the same
                        self.nudge(subject, time_to_try_again(life.rng))
                    return
        life.unprepared = False  # by the next time they will have it
        if awaited:
            self._ask_others(subject, role)
            again, held_at = time_to_try_again(life.rng), life.committee.day_awaited_by(subject)
            self._plan(subject, role, max(again, held_at - life.now) if held_at else again)
        else:
            self._plan(subject, role, time_to_volunteer(life.rng, steps, subject.kind))

    def _tried(self, subject: Subject, role: str, steps: tuple[Step, ...]) -> list[Step]:
        """The steps that somebody tries in one turn. Only who is named as awaited turns to breaking off when refused."""
        ordered = in_order(self.life.rng, steps)
        if role in self.life.scheme.named_roles[subject.kind, subject.state]:
            return ordered
        return ordered[:1] + [step for step in ordered[1:] if step.tone != "danger"]

    def _is_awaited(self, subject: Subject, role: str) -> bool:
        return role in self.life.scheme.awaited_roles[subject.kind, subject.state]

    def _person(self, subject: Subject, role: str) -> Actor:
        if role == "reviewer":
            return Actor(subject.person, f"reviewer-{subject.person}")
        return self.life.rng.choice(self.life.scheme.people.get(role, (Actor(None, "nobody"),)))
