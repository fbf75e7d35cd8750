"""Deadlines over the life of a machine: those that do not run where they should, or run on after the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.workflow import SAME
from labelflow.i18n import _
from labelflow.programmes.check.explore import EVERY
from labelflow.programmes.check.findings import at_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.workflow import Flag, Step
    from labelflow.programmes.check.explore import Exploration, Situation
    from labelflow.programmes.check.findings import Finding

AWAITED: Final[tuple[Flag, ...]] = ("awaits_applicant", "awaits_reviewer")


class WaitCheck:
    """The checks of one machine's deadlines. `kind` names it in the messages."""

    def __init__(self, kind: str, exploration: Exploration) -> None:
        self.kind = kind
        self.exploration = exploration
        self.rules = exploration.rules
        self.machine = exploration.rules.machine
        self.arrivals = frozenset(
            after for moves in exploration.moves.values() for hop, after in moves if hop.by != "nothing"
        )

    def findings(self) -> Iterator[Finding]:
        """Every fault of the deadlines' life."""
        for state in self.machine.states:
            if not state.has("final"):
                yield from self._timer_not_running(state.code)
                yield from self._no_escape(state.code)
        yield from self._never_ended()
        yield from self._outliving()

    def _timer_not_running(self, state: str) -> Iterator[Finding]:
        """A state with timed steps, entered on a path that did not start any of their deadlines."""
        timers = {step.timer for step in self._timed_exits(state)}
        if not timers or timers & self.rules.free:
            return
        running = [place for place in self._entered(state) if timers & place.running]
        lacking = [place for place in self._entered(state) if not timers & place.running]
        if not running or not lacking:
            return  # never running at all is a step that never fires
        what = _(
            "un chemin conduit à « %(state)s » sans que l’échéance « %(deadline)s » y coure",
            state=state,
            deadline=", ".join(sorted(filter(None, timers))),
        )
        mend = _("ajoutez-la à starts de la dernière étape de ce chemin")
        yield at_place(self.exploration, self.kind, "timer-not-running", f"state.{state}", (what, mend), lacking[0])

    def _no_escape(self, state: str) -> Iterator[Finding]:
        """A state that waits for an applicant or a reviewer with no deadline at all."""
        awaited = [flag for flag in AWAITED if self.machine.by_code[state].has(flag)]
        leaving = [step for step in self.machine.steps_from[state] if step.target not in {SAME, state}]
        if not awaited or all(step.internal for step in leaving) or self._timed_exits(state):
            return
        lacking = [place for place in self._entered(state) if not place.running]
        if not lacking or self.rules.free & {step.timer for step in self.machine.steps}:
            return
        what = _("dans « %(state)s », l’attente peut durer sans fin : aucune échéance n’y court", state=state)
        mend = _("faites partir une échéance (starts) en y entrant, et ajoutez une étape avec timer")
        yield at_place(
            self.exploration,
            self.kind,
            "wait-without-escape",
            f"state.{state}",
            (what, mend),
            lacking[0],
            severity="warning",
        )

    def _never_ended(self) -> Iterator[Finding]:
        """Deadlines that some step starts and nothing stops or turns into a step."""
        stopped = {code for step in self.machine.steps for code in (*step.stops, step.timer)}
        for step in self.machine.steps:
            for deadline in step.starts:
                if stopped & {deadline, EVERY} or deadline in self.rules.free or self._only_at_the_end(deadline):
                    continue
                what = _(
                    "l’échéance « %(deadline)s », que « %(step)s » fait partir, n’est jamais arrêtée et ne déclenche rien",
                    deadline=deadline,
                    step=step.code,
                )
                mend = _("nommez-la dans stops d’une étape suivante, ou dans timer d’une étape")
                places = self.exploration.by_state.get(step.sources[0], (self.rules.start,))
                key = f"step.{step.code}.starts"
                yield at_place(self.exploration, self.kind, "deadline-never-ends", key, (what, mend), places[0])

    def _outliving(self) -> Iterator[Finding]:
        """Deadlines that still run when all is over, though they were started before the end."""
        told: set[tuple[str, str]] = set()
        for place, moves in self.exploration.moves.items():
            for hop, after in moves:
                if hop.by == "nothing" or not self._ends(place, after):
                    continue
                step = self.machine.step_by_code[hop.code]
                for deadline in sorted((after.running & place.running) - self._ended_somewhere(step, after)):
                    if (deadline, after.state) not in told:
                        told.add((deadline, after.state))
                        yield self._still_running(deadline, step, after)

    def _still_running(self, deadline: str, step: Step, place: Situation) -> Finding:
        what = _(
            "l’échéance « %(deadline)s » court encore dans l’état final « %(state)s »",
            deadline=deadline,
            state=place.state,
        )
        mend = _("nommez-la dans stops de « %(step)s »", step=step.code)
        return at_place(
            self.exploration, self.kind, "deadline-outlives-end", f"step.{step.code}.stops", (what, mend), place
        )

    def _ends(self, place: Situation, after: Situation) -> bool:
        was_over = self.machine.by_code[place.state].has("final")
        return self.machine.by_code[after.state].has("final") and not was_over

    def _ended_somewhere(self, step: Step, after: Situation) -> frozenset[str]:
        """Deadlines restarted by this very step, heeded in the final state, or reported as never ending."""
        heeded = {later.timer for later in self.machine.steps_from[after.state] if later.timer}
        stopped = {code for other in self.machine.steps for code in (*other.stops, other.timer)}
        unended = frozenset() if EVERY in stopped else after.running - stopped
        return frozenset(step.starts) | heeded | unended

    def _only_at_the_end(self, deadline: str) -> bool:
        """Whether every step that starts it ends the machine: a date to print, not something to wait for."""
        starters = [step for step in self.machine.steps if deadline in step.starts]
        return all(step.target != SAME and self.machine.by_code[step.target].has("final") for step in starters)

    def _timed_exits(self, state: str) -> list[Step]:
        return [step for step in self.machine.steps_from[state] if step.timer and step.target not in {SAME, state}]

    def _entered(self, state: str) -> list[Situation]:
        """The situations of the state in which a step, or the creation, puts it."""
        found = self.exploration.by_state.get(state, ())
        return [place for place in found if place in self.arrivals or place == self.rules.start]
