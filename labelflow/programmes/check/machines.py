"""Faults of a declared machine, each with a shortest path that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.workflow import SAME
from labelflow.i18n import _
from labelflow.programmes.check.explore import fired_by
from labelflow.programmes.check.findings import at_place
from labelflow.programmes.check.graph import traps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.workflow import Step
    from labelflow.programmes.check.explore import Exploration, Situation
    from labelflow.programmes.check.findings import Finding

REOPENING = "reopen"
"""A step whose code begins so may lead out of a final state."""

ELSEWHERE: Final = frozenset({"pending", "counts", "decided"})
"""With one of these flags, a state may wait for what happens on another subject."""


class MachineCheck:
    """The checks of one machine. `kind` names it in the messages."""

    def __init__(self, kind: str, exploration: Exploration) -> None:
        self.kind = kind
        self.exploration = exploration
        self.rules = exploration.rules
        self.machine = exploration.rules.machine

    def findings(self) -> Iterator[Finding]:
        """Every fault of the machine's shape."""
        yield from self._unreachable()
        yield from self._never_fired()
        if not self.machine.states_with("final"):
            what = _("la machine « %(machine)s » n’a aucun état final", machine=self.kind)
            yield self._about("no-final-state", "state", what, _("marquez « final » les états où tout est fini"))
        else:
            yield from self._stuck()
            yield from self._endless()
        yield from self._automatic_loops()
        yield from self._exits_of_final_states()

    def _about(self, code: str, key: str, what: str, mend: str, place: Situation | None = None) -> Finding:
        return at_place(self.exploration, self.kind, code, key, (what, mend), place)

    def _unreachable(self) -> Iterator[Finding]:
        reached = self.exploration.by_state
        for state in self.machine.states:
            if state.code in reached:
                continue
            into = [step for step in self.machine.steps if step.target == state.code]
            place = next((reached[code][0] for step in into for code in step.sources if code in reached), None)
            names = ", ".join(step.code for step in into)
            why = (
                _("ses étapes (%(steps)s) ne s’y prennent jamais", steps=names) if into else _("aucune étape n’y mène")
            )
            what = _("rien ne conduit à l’état « %(state)s » : %(why)s", state=state.code, why=why)
            mend = _("ajoutez une étape qui y mène, ou retirez cet état")
            yield self._about("unreachable-state", f"state.{state.code}", what, mend, place)

    def _never_fired(self) -> Iterator[Finding]:
        reached, fired = self.exploration.by_state, self.exploration.fired
        for step in self.machine.steps:
            places = [reached[code][0] for code in step.sources if code in reached]
            if step.code in fired or not places:
                continue
            what, mend = self._why_never(step, places)
            yield self._about("step-never-fires", f"step.{step.code}", what, mend, places[0])

    def _why_never(self, step: Step, places: list[Situation]) -> tuple[str, str]:
        if fired_by(step) is None and step.timer is None:
            return (
                _("personne ne peut prendre l’étape « %(step)s » et rien ne la déclenche", step=step.code),
                _("donnez-lui permission, timer, automatic ou internal"),
            )
        situations = [found for place in places for found in self.exploration.by_state[place.state]]
        if not any(step.timer in found.running for found in situations):
            return (
                _(
                    "l’étape « %(step)s » attend l’échéance « %(deadline)s », qui ne court dans aucun de ses états de départ",
                    step=step.code,
                    deadline=step.timer,
                ),
                _("faites partir cette échéance (starts) par une étape qui y mène, et ne l’arrêtez pas avant"),
            )
        overtaking = [self.rules.overtaken_by(step.timer, found) for found in situations if step.timer in found.running]
        return (
            _(
                "l’étape « %(step)s » ne vient jamais : %(other)s passe toujours avant",
                step=step.code,
                other=next((f"«\u00a0{code}\u00a0»" for code in overtaking if code), _("une étape automatique")),
            ),
            _("changez l’un des délais, ou retirez l’étape"),
        )

    def _stuck(self) -> Iterator[Finding]:
        """States in which somebody waits for nobody."""
        for state, situations in self.exploration.by_state.items():
            declared = self.machine.by_code[state]
            waiting = any(flag.startswith("awaits_") or flag in ELSEWHERE for flag in declared.flags)
            for place in situations if not declared.has("final") else ():
                moves = [hop.by for hop, _after in self.exploration.moves[place]]
                acting = [by for by in moves if by not in {"nothing", "internal"}]
                if acting or (waiting and "internal" in moves) or "nothing" in moves:
                    continue
                what = _("dans l’état « %(state)s », le dossier n’attend plus personne", state=state)
                mend = _("ajoutez une étape (permission, timer ou automatic) qui en sort, ou marquez l’état « final »")
                yield self._about("waits-for-nobody", f"state.{state}", what, mend, place)
                break

    def _endless(self) -> Iterator[Finding]:
        """States from which no final state can be reached, at the bottom of the trap."""
        moves = self.exploration.moves
        ends = [place for place in moves if self.machine.by_code[place.state].has("final")]
        told: set[frozenset[str]] = set()
        for trap in traps(moves, ends):
            states = frozenset(found.state for found in trap)
            if states in told or not all(moves[found] for found in trap) or self._turns_by_itself(trap):
                continue  # already a state that waits for nobody, or automatic steps without rest
            told.add(states)
            place = next(found for found in moves if found in trap)
            what = _("à partir de « %(states)s », aucune fin n’est possible", states=", ".join(sorted(states)))
            mend = _("ajoutez une étape qui conduit vers un état final")
            yield self._about("no-way-to-end", f"state.{place.state}", what, mend, place)

    def _turns_by_itself(self, trap: set[Situation]) -> bool:
        return all(self._is_urgent(hop.code) for found in trap for hop, _after in self.exploration.moves[found])

    def _automatic_loops(self) -> Iterator[Finding]:
        """Unguarded automatic steps that turn for ever."""
        told: set[frozenset[str]] = set()
        for place in self.exploration.moves:
            loop = self._loop_from(place)
            if loop and loop not in told:
                told.add(loop)
                what = _("les étapes automatiques « %(steps)s » se relancent sans fin", steps=", ".join(sorted(loop)))
                mend = _("donnez une condition (guards) à l’une d’elles")
                yield self._about("automatic-loop", f"step.{min(loop)}", what, mend, place)

    def _loop_from(self, place: Situation) -> frozenset[str]:
        """The unguarded automatic steps that would fire from `place` and come back to it."""
        here, codes = place, set[str]()
        while urgent := next((move for move in self.exploration.moves[here] if self._is_urgent(move[0].code)), None):
            if urgent[0].code in codes and urgent[1] != place:
                break  # a loop further on: found from its own places
            codes.add(urgent[0].code)
            here = urgent[1]
            if here == place:
                return frozenset(codes)
        return frozenset()

    def _is_urgent(self, code: str) -> bool:
        step = self.machine.step_by_code.get(code)
        return step is not None and step.automatic and not step.guards

    def _exits_of_final_states(self) -> Iterator[Finding]:
        for step in self.machine.steps:
            for code in step.sources:
                leaves = step.target not in {SAME, code} and self.machine.by_code[code].has("final")
                if not leaves or self.machine.by_code[step.target].has("final") or step.code.startswith(REOPENING):
                    continue
                places = self.exploration.by_state.get(code)
                what = _("l’étape « %(step)s » sort de l’état final « %(state)s »", step=step.code, state=code)
                mend = _("retirez-la, ou nommez-la reopen… si c’est une réouverture voulue")
                yield self._about("exit-from-final", f"step.{step.code}", what, mend, places[0] if places else None)
