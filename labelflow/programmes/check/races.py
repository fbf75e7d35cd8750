"""Two steps that want to fire at the same instant, when it matters which goes first."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING

from labelflow.i18n import _, day_in_words
from labelflow.programmes.check.findings import at_place
from labelflow.programmes.check.spans import same_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Step
    from labelflow.programmes.check.explore import By, Exploration, Situation
    from labelflow.programmes.check.findings import Finding


class RaceCheck:
    """Looks at each pair of timed, and of automatic, steps in each situation; reports a pair once."""

    def __init__(self, kind: str, exploration: Exploration, delays: Mapping[str, Delay]) -> None:
        self.kind = kind
        self.exploration = exploration
        self.delays = delays

    def findings(self) -> Iterator[Finding]:
        """The races, each with a path to a situation in which it happens."""
        yield from self._timed()
        yield from self._automatic()

    def _timed(self) -> Iterator[Finding]:
        for place, one, other in self._pairs("timer"):
            day = self._same_instant(place, one, other)
            if day is None:
                continue
            what = _(
                "dans l’état « %(state)s », les étapes « %(one)s » et « %(other)s » se déclenchent au même instant"
                " (par exemple quand leurs délais partent le %(day)s)",
                state=place.state,
                one=one.code,
                other=other.code,
                day=day_in_words(day),
            )
            mend = _("changez l’un des délais, ou donnez-leur des conditions (guards) qui s’excluent")
            yield at_place(self.exploration, self.kind, "timed-race", f"step.{other.code}", (what, mend), place)

    def _automatic(self) -> Iterator[Finding]:
        for place, one, other in self._pairs("automatic"):
            if not _guards(one) <= _guards(other):
                continue
            what = _(
                "dans l’état « %(state)s », l’étape automatique « %(one)s » est possible dès que « %(other)s » l’est",
                state=place.state,
                one=one.code,
                other=other.code,
            )
            mend = _(
                "donnez à « %(one)s » une condition (guards) qui exclut « %(other)s »", one=one.code, other=other.code
            )
            yield at_place(self.exploration, self.kind, "automatic-race", f"step.{other.code}", (what, mend), place)

    def _pairs(self, by: By) -> Iterator[tuple[Situation, Step, Step]]:
        """Pairs of steps of one situation whose order matters, in declared order, each at its nearest situation."""
        machine, seen = self.exploration.rules.machine, set[tuple[str, str]]()
        for place, moves in self.exploration.moves.items():
            ready = [machine.step_by_code[hop.code] for hop, _after in moves if hop.by == by]
            for one, other in combinations(ready, 2):
                pair = (one.code, other.code)
                if pair not in seen and self._order_matters(place, one, other, by):
                    seen.add(pair)
                    yield place, one, other

    def _order_matters(self, place: Situation, one: Step, other: Step, by: By) -> bool:
        return self._both(place, one, other, by) != self._both(place, other, one, by)

    def _both(self, place: Situation, first: Step, second: Step, by: By) -> tuple[str, frozenset[str]]:
        """The state, and the steps taken, when `first` goes first."""
        after = self._after(place, first.code, by)
        assert after is not None, "a pair is made of moves of its place"
        then = self._after(after, second.code, by)
        return (
            (after.state, frozenset({first.code}))
            if then is None
            else (then.state, frozenset({first.code, second.code}))
        )

    def _after(self, place: Situation, code: str, by: By) -> Situation | None:
        moves = self.exploration.moves[place]
        return next((after for hop, after in moves if hop.by == by and hop.code == code), None)

    def _same_instant(self, place: Situation, one: Step, other: Step) -> date | None:
        """A day of cause from which both fall due together, with guards that can hold together."""
        narrow, wide = _guards(one), _guards(other)
        a, b = one.timer, other.timer
        assert a is not None
        assert b is not None
        if a == b:  # the first declared goes first: a race unless its condition is the narrower one
            return same_end(self.delays[a], self.delays[a]) if narrow <= wide and a in self.delays else None
        if not (narrow <= wide or wide <= narrow) or a not in self.delays or b not in self.delays:
            return None
        together = {a, b} <= place.running and place.age_of(a) == place.age_of(b)
        return same_end(self.delays[a], self.delays[b]) if together else None


def _guards(step: Step) -> frozenset[str]:
    """The step's conditions, comparable."""
    return frozenset(json.dumps([use.rule, use.parameters], sort_keys=True, default=str) for use in step.guards)
