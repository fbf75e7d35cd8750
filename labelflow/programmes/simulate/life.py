"""One simulated life: an application and all that it brings about, on a clock of its own."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.actor import SYSTEM, Actor
from labelflow.domain.catalogue import GUARDS, Case, Verdict
from labelflow.domain.permissions import role_granting
from labelflow.domain.refusal import Refusal, gather
from labelflow.domain.workflow import SAME
from labelflow.errors import Forbidden
from labelflow.programmes.simulate.committee import Committee
from labelflow.programmes.simulate.effects import ACTS
from labelflow.programmes.simulate.facts import facts_of
from labelflow.programmes.simulate.readers import Readers
from labelflow.programmes.simulate.subject import Subject, Trail
from labelflow.programmes.simulate.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from labelflow.domain.facts import DecisionFact, VoteFact
    from labelflow.domain.workflow import MachineKind, State, Step
    from labelflow.programmes.simulate.scheme import Scheme

IDLE: Final = timedelta(days=400)
"""After so long without any step an application is stuck."""
HORIZON: Final = timedelta(days=15 * 365)
MOST_AUTOMATIC: Final = 8


@dataclass(frozen=True, slots=True)
class Habits:
    """How often things happen in the simulated world. Invented, the same for every programme."""

    ineligible: float = 0.05
    forgets_pieces: float = 0.15
    gate_unmet: float = 0.015
    disagreement: float = 0.12
    second_scientist: float = 0.15
    conflicted: float = 0.04
    same_department: float = 0.4
    challenged_reads: float = 0.3
    votes_carry: float = 0.9
    attends: float = 0.66
    major_reservations: float = 0.3


class Life:
    """An application among its readings, sessions, decision and label.

    Real guards and permissions are asked; the world answers them. What the guards refuse is tried
    again later, as people do.
    """

    def __init__(self, scheme: Scheme, rng: Random, start: datetime) -> None:
        self.scheme = scheme
        self.rng = rng
        self.now = start
        self.started = start
        self._reminded = start
        self.habits = Habits()
        self.subjects: dict[MachineKind, list[Subject]] = defaultdict(list)
        self.trail: list[Trail] = []
        self.visits: list[tuple[str, datetime, datetime]] = []
        self.fired: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.unanswered: set[str] = set()
        self.acting: Actor = SYSTEM
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._draw_the_world()
        self.committee = Committee(self)
        self.readers = Readers(self)
        self.turns = Turns(self)
        self.application = self.spawn("application")

    def _draw_the_world(self) -> None:
        rng, habits, programme = self.rng, self.habits, self.scheme.programme
        review = programme.review
        self.ineligible = rng.random() < habits.ineligible
        self.unprepared = rng.random() < habits.forgets_pieces
        gates = programme.grid.gates if programme.grid else ()
        self.unmet_gates = tuple(gate.code for gate in gates if rng.random() < habits.gate_unmet)
        self.quality = rng.gauss(0.6, 0.5)
        self.disagreement = bool(review and review.third_reader and rng.random() < habits.disagreement)
        self.second_scientist = bool(review and review.scientists and rng.random() < habits.second_scientist)
        self.proposal_by: int | None = None
        self.complement_rounds = 0
        self.deferrals = 0
        self.decision: DecisionFact | None = None
        self.vote: VoteFact | None = None

    # -- what exists

    def all(self, kind: MachineKind) -> list[Subject]:
        """The subjects of a kind, oldest first."""
        return self.subjects.get(kind, [])

    def state_of(self, subject: Subject) -> State:
        """The declared state of a subject."""
        return self.scheme.state(subject.kind, subject.state)

    def is_over(self, subject: Subject) -> bool:
        """Whether the subject has ended."""
        return self.state_of(subject).has("final")

    def spawn(self, kind: MachineKind) -> Subject:
        """A new subject in its initial state, with the deadlines that run from the creation on."""
        machine = self.scheme.programme.machines[kind]
        subject = Subject(kind, machine.initial, self.now)
        self.subjects[kind].append(subject)
        for code in self.scheme.from_creation[kind]:
            self._start(subject, code)
        self.turns.expect(subject)
        return subject

    def forget(self, subject: Subject) -> None:
        """Take a subject out of the world."""
        self.subjects[subject.kind].remove(subject)
        subject.turns.clear()

    def is_sitting(self, session: Subject) -> bool:
        """Whether the session is open: in the state in which its recusals were computed."""
        return bool(session.outcome) and session.state == session.outcome

    # -- time

    def live(self) -> str | None:
        """Live to the end. Returns None, or the state in which the application is stuck."""
        while self._queue:
            at, _rank, act = heapq.heappop(self._queue)
            if self.is_over(self.application):
                if all(self.is_over(label) for label in (*self.all("label"), *self.all("decision"))):
                    return None
            elif at - max(self._last_change(), self._reminded) > IDLE:
                if not self._somebody_could_act():
                    break
                self._reminded = self.now
                self.turns.nudge(self.application, timedelta(days=1))
                heapq.heappush(self._queue, (at, _rank, act))
                continue
            if at - self.started > HORIZON:
                break
            self.now = max(at, self.now)
            act()
        return None if self.is_over(self.application) else self.application.state

    def _somebody_could_act(self) -> bool:
        """Whether a person could move the application on, other than by breaking it off."""
        return any(
            step.by_person
            and not step.internal
            and step.tone != "danger"
            and step.target != SAME
            and not self.refusals(self.application, step, SYSTEM, self.turns.typed_by(self.application, step))
            for step in self.steps_from(self.application)
        )

    def after(self, delay: timedelta, act: Callable[[], None]) -> None:
        """Plan something."""
        heapq.heappush(self._queue, (self.now + delay, next(self._order), act))

    def _last_change(self) -> datetime:
        return self.trail[-1].at if self.trail else self.started

    def _start(self, subject: Subject, code: str) -> None:
        due_at = self.scheme.due(code, self.now)
        if due_at is not None:
            self.run_until(subject, code, due_at)

    def run_until(self, subject: Subject, code: str, due_at: datetime) -> None:
        """Let a deadline of the subject run until `due_at`, whatever it was before."""
        subject.deadlines[code] = due_at
        self.after(due_at - self.now + timedelta(seconds=1), lambda: self._fall_due(subject, code, due_at))

    def _fall_due(self, subject: Subject, code: str, due_at: datetime) -> None:
        if subject.deadlines.get(code) != due_at:
            return
        timed = [step for step in self.steps_from(subject) if step.timer == code]
        for step in timed:
            if not self.take(subject, step, SYSTEM, {}):
                self.fired[code] += 1
                return
        if timed:  # refused: tried again, as the worker does
            self.after(timedelta(days=7), lambda: self._fall_due(subject, code, due_at))
            return
        del subject.deadlines[code]
        self.passed[code] += 1
        self.turns.nudge(subject, timedelta(days=1))

    # -- steps

    def reasons(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What refuses each step of the application as it stands."""
        found = []
        for step in self.steps_from(self.application):
            fields = self.turns.typed_by(self.application, step)
            refusals = self.refusals(self.application, step, SYSTEM, fields)
            found.append((step.code, tuple(sorted({refusal.code for refusal in refusals}))))
        return tuple(found)

    def take(self, subject: Subject, step: Step, actor: Actor, fields: dict[str, Any]) -> tuple[Refusal, ...]:
        """Take a step and what follows from it by itself. Returns why not; nothing when it was taken."""
        refusals = self.refusals(subject, step, actor, fields)
        if not refusals:
            self._carry_out(subject, step, actor, fields)
            self._settle()
        return refusals

    def cause(self, subject: Subject, code: str) -> None:
        """An effect takes an internal step, where it is possible."""
        step = self.scheme.programme.machines[subject.kind].step_by_code.get(code)
        if step is not None and subject.state in step.sources and not self.refusals(subject, step, SYSTEM, {}):
            self._carry_out(subject, step, SYSTEM, {})

    def refusals(
        self,
        subject: Subject,
        step: Step,
        actor: Actor,
        fields: dict[str, Any],
        without: frozenset[str] = frozenset(),
    ) -> tuple[Refusal, ...]:
        """Everything that stands in the way of a step: permission, guards, and those of what it brings about.

        Guards in `without` are not asked.
        """
        case = Case(facts_of(self, subject), actor, self.now, fields)
        if not actor.is_system and role_granting(str(step.permission), case) is None:
            return (Refusal(Forbidden.code, {"permission": str(step.permission)}),)
        found = [self._verdict(use.rule, use.parameters, case) for use in step.guards if use.rule not in without]
        if any(use.rule == "fire_outcome" for use in step.effects):
            outcome = self.scheme.programme.machines["application"].step_by_code.get(subject.outcome)
            found += [self.refusals(self.application, outcome, SYSTEM, {})] if outcome else []
        return gather(*found) if any(found) else ()

    def _verdict(self, rule: str, parameters: dict[str, Any], case: Case[Any]) -> Verdict:
        try:
            return GUARDS[rule].function(case, **parameters)
        except AttributeError:  # a fact that the simulated world does not know: said in the report
            self.unanswered.add(rule)
            return ()

    def _carry_out(self, subject: Subject, step: Step, actor: Actor, fields: dict[str, Any]) -> None:
        self.acting = actor
        target = subject.state if step.target == SAME else step.target
        by = "timer" if actor.is_system and step.timer else actor.public_id
        self.trail.append(Trail(subject.kind, step.code, by, self.now))
        moved = target != subject.state
        if moved:
            self._move(subject, target)
        for use in step.effects:
            if use.rule in ACTS:
                ACTS[use.rule](self, subject, fields, use.parameters)
        stopped = list(subject.deadlines) if "*" in step.stops else [*step.stops, *([step.timer] if step.timer else [])]
        for code in stopped:
            subject.deadlines.pop(code, None)
        for code in step.starts:
            self._start(subject, code)
        if moved and subject in self.all(subject.kind):
            self.turns.expect(subject)
        self.readers.look_at(self.application)

    def _move(self, subject: Subject, target: str) -> None:
        if subject is self.application:
            self.visits.append((subject.state, subject.since, self.now))
        subject.state, subject.since, subject.nudged = target, self.now, False
        subject.turns.clear()

    def _settle(self) -> None:
        """Take the automatic steps that now hold."""
        for _turn in range(MOST_AUTOMATIC):
            ready = next(
                (
                    (subject, step)
                    for subjects in self.subjects.values()
                    for subject in subjects
                    for step in self.steps_from(subject)
                    if step.automatic and not self.refusals(subject, step, SYSTEM, {})
                ),
                None,
            )
            if ready is None:
                return
            self._carry_out(*ready, SYSTEM, {})

    def steps_from(self, subject: Subject) -> tuple[Step, ...]:
        """The declared steps that leave the subject's state."""
        return self.scheme.programme.machines[subject.kind].steps_from[subject.state]
