"""What is the same for every simulated application: the programme's machines, delays, and who may take which step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from labelflow.domain import effects as _effects  # noqa: F401 - fills the catalogue
from labelflow.domain import guards as _guards  # noqa: F401 - fills the catalogue
from labelflow.domain.actor import Actor, MandateHeld, MembershipHeld
from labelflow.domain.calendar import local_day, start_of
from labelflow.domain.deadlines import due
from labelflow.domain.permissions import PERMISSIONS
from labelflow.programmes.check.setting import rules_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.actor import Role
    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Flag, Machine, MachineKind, State, Step
    from labelflow.programmes.schema import Programme

APPLICANT: Final = 1
"""Number of the structure that applies."""

_AWAITED: Final[tuple[tuple[Flag, tuple[str, ...]], ...]] = (
    ("awaits_applicant", ("applicant", "holder")),
    ("awaits_reviewer", ("reviewer",)),
    ("awaits_coordination", ("coordinator",)),
    ("awaits_committee", ("chair", "member", "signatory")),
)
_MANDATED: Final[tuple[Role, ...]] = ("coordinator", "chair", "member", "signatory", "auditor", "observer", "operator")


@dataclass(frozen=True)
class Scheme:
    """A programme made ready to be lived through many times. `born` is the first day of anybody's mandate."""

    programme: Programme
    born: date

    @cached_property
    def delays(self) -> dict[str, Delay]:
        """Delays by deadline."""
        return {code: deadline.delay for code, deadline in self.programme.deadlines.items()}

    @cached_property
    def from_creation(self) -> dict[MachineKind, tuple[str, ...]]:
        """For each machine, the deadlines that run from the creation of its subject."""
        machines = self.programme.machines
        return {kind: tuple(sorted(rules_of(kind, machines, self.delays).at_start)) for kind in machines}

    @cached_property
    def steps_by_role(self) -> dict[tuple[MachineKind, str], dict[str, tuple[Step, ...]]]:
        """For each state of each machine, the steps that people may take, by role."""
        found: dict[tuple[MachineKind, str], dict[str, tuple[Step, ...]]] = {}
        for kind, machine in self.programme.machines.items():
            for state in machine.states:
                by_role: dict[str, list[Step]] = defaultdict(list)
                for step in machine.steps_from[state.code]:
                    if step.by_person and not step.internal:
                        by_role[self._role_for(step)].append(step)
                found[kind, state.code] = {role: tuple(steps) for role, steps in by_role.items()}
        return found

    @cached_property
    def named_roles(self) -> dict[tuple[MachineKind, str], frozenset[str]]:
        """For each state of each machine, the roles that its flags say it waits for, where they can do more than break off."""
        found = {}
        for (kind, code), by_role in self.steps_by_role.items():
            state = self.state(kind, code)
            named = {role for flag, roles in _AWAITED if state.has(flag) for role in roles}
            found[kind, code] = frozenset(
                role for role in named & by_role.keys() if _has(by_role[role], "primary", "neutral")
            )
        return found

    @cached_property
    def awaited_roles(self) -> dict[tuple[MachineKind, str], frozenset[str]]:
        """For each state of each machine, the roles expected to act: those it names, else those with a primary step."""
        return {
            place: self.named_roles[place]
            or frozenset(role for role, steps in by_role.items() if _has(steps, "primary"))
            for place, by_role in self.steps_by_role.items()
        }

    @cached_property
    def people(self) -> dict[str, tuple[Actor, ...]]:
        """Two people for each role; reviewers are made with their assignment."""
        found: dict[str, tuple[Actor, ...]] = {}
        for rank, role in enumerate(_MANDATED, start=1):
            mandate = MandateHeld(role, None, self.born)
            found[role] = tuple(Actor(10 * rank + n, f"{role}-{n}", mandates=(mandate,)) for n in (0, 1))
        member = MembershipHeld(APPLICANT, "legal_representative", self.born)
        found["applicant"] = found["holder"] = (Actor(1, "applicant", memberships=(member,)),)
        return found

    def machine(self, kind: MachineKind) -> Machine | None:
        """The machine of a kind, when the programme has one."""
        return self.programme.machines.get(kind)

    def state(self, kind: MachineKind, code: str) -> State:
        """A declared state."""
        return self.programme.machines[kind].by_code[code]

    def due(self, deadline: str, start: datetime) -> datetime | None:
        """When a deadline started at `start` is over; None for one that the programme does not have."""
        delay = self.delays.get(deadline)
        return _due_on(delay, local_day(start)) if delay else None

    def _role_for(self, step: Step) -> str:
        alternatives = PERMISSIONS.get(str(step.permission), ())
        return alternatives[0].role if alternatives else "nobody"


def _has(steps: tuple[Step, ...], *tones: str) -> bool:
    return any(step.tone in tones for step in steps)


@lru_cache(maxsize=20_000)
def _due_on(delay: Delay, day: date) -> datetime:
    """The end of a delay caused on `day`: many lives share their days."""
    return due(start_of(day), delay)
