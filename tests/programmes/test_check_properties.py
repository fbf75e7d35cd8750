"""The exploration held against a search that shares nothing with it: real days counted down, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelflow.programmes.check import check_machines
from labelflow.programmes.check.explore import Rules, Span, explore
from tests.programmes.brute_force import lived
from tests.programmes.building import days, machine, replay, state, step

if TYPE_CHECKING:
    from labelflow.domain.workflow import Machine

pytestmark = pytest.mark.slow

STATES = tuple("abcde")
WAYS = ("person", "person", "automatic", "guarded", "nobody")


class Drawn(NamedTuple):
    machine: Machine
    lengths: dict[str, int]

    @property
    def rules(self) -> Rules:
        return Rules(self.machine, {code: Span(length, length) for code, length in self.lengths.items()})


@st.composite
def drawn(draw: st.DrawFn, deadlines: tuple[str, ...]) -> Drawn:
    """A machine of up to five states and eight steps; the last state is an end."""
    states = STATES[: draw(st.integers(2, 5))]
    clocks = st.lists(st.sampled_from(deadlines), max_size=2, unique=True) if deadlines else st.just([])
    ways = (*WAYS, *(("timer", "timer", "held", "both") if deadlines else ()))
    steps = []
    for number in range(draw(st.integers(1, 8))):
        way = draw(st.sampled_from(ways))
        rest: dict[str, Any] = {"starts": draw(clocks), "stops": draw(clocks), "nobody": True}
        rest |= {"timer": draw(st.sampled_from(deadlines))} if way in {"timer", "held", "both"} else {}
        rest |= {"permission": "application:check"} if way in {"person", "both"} else {}
        rest |= {"automatic": True} if way in {"automatic", "guarded"} else {}
        rest |= {"guards": ["eligibility_holds"]} if way in {"guarded", "held"} else {}
        steps.append(step(f"s{number}", draw(st.sampled_from(states)), draw(st.sampled_from(states)), **rest))
    lengths = {code: draw(st.integers(1, 4)) for code in deadlines}
    flags = [("final",) if code == states[-1] else () for code in states]
    return Drawn(machine([state(code, *flag) for code, flag in zip(states, flags, strict=True)], steps), lengths)


@settings(max_examples=150, deadline=None)
@given(drawn(()))
def test_without_deadlines_the_exploration_meets_exactly_what_can_be_lived(found: Drawn) -> None:
    exploration = explore(found.rules)

    assert (set(exploration.by_state), set(exploration.fired)) == lived(found.machine, found.lengths)


@settings(max_examples=150, deadline=None)
@given(drawn(("x",)))
def test_with_one_deadline_too(found: Drawn) -> None:
    exploration = explore(found.rules)

    assert (set(exploration.by_state), set(exploration.fired)) == lived(found.machine, found.lengths)


@settings(max_examples=150, deadline=None)
@given(drawn(("x", "y", "z")))
def test_nothing_that_can_be_lived_is_reported_as_impossible(found: Drawn) -> None:
    states, fired = lived(found.machine, found.lengths)

    exploration = explore(found.rules)

    assert states <= exploration.by_state.keys()
    assert fired <= exploration.fired


@settings(max_examples=150, deadline=None)
@given(drawn(("x", "y")))
def test_every_reported_path_can_be_walked_on_the_machine(found: Drawn) -> None:
    for finding in check_machines({"application": found.machine}, days(**found.lengths)):
        for length in range(len(finding.steps) + 1):
            replay(found.machine, finding.steps[:length])
        if finding.path:
            assert replay(found.machine, finding.steps) == finding.path[-1].state


@settings(max_examples=100, deadline=None)
@given(drawn(("x", "y")))
def test_unreachable_states_are_those_that_no_life_meets(found: Drawn) -> None:
    states, _fired = lived(found.machine, found.lengths)

    findings = list(check_machines({"application": found.machine}, {}))

    unreachable = {
        finding.key.removeprefix("application.state.") for finding in findings if finding.code == "unreachable-state"
    }
    assert not unreachable & states
