"""The named catalogue that programmes combine: guards, effects, permissions.

A programme refers to them by name and cannot add code. Guards are written here in the domain; effects
are declared here and written in `labelflow.services.effects`, because they store.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from labelflow.domain.calendar import PARIS
from labelflow.domain.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import MachineKind

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Case(Generic[Facts]):
    """What a guard sees: the facts, who acts, what was typed (None when only looking), and the instant."""

    facts: Facts
    actor: Actor
    now: datetime
    fields: Mapping[str, Any] | None = None

    @property
    def today(self) -> date:
        """The day in Paris."""
        return self.now.astimezone(PARIS).date()


Verdict = Refusal | Iterable[Refusal] | None
GuardFunction = Callable[..., Verdict]


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard of the catalogue: on which machines it works, with which parameters (name → required)."""

    name: str
    kinds: frozenset[MachineKind]
    function: GuardFunction
    parameters: Mapping[str, bool]
    doc: str


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect of the catalogue, declared; `labelflow.services.effects` carries it out."""

    name: str
    kinds: frozenset[MachineKind]
    parameters: Mapping[str, bool]
    doc: str


GUARDS: dict[str, Guard] = {}
EFFECTS: dict[str, Effect] = {}


def guard(*kinds: MachineKind) -> Callable[[GuardFunction], GuardFunction]:
    """Enter a guard into the catalogue. Keyword-only arguments are its parameters."""

    def enter(function: GuardFunction) -> GuardFunction:
        parameters = {
            parameter.name: parameter.default is inspect.Parameter.empty
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        name = function.__name__
        GUARDS[name] = Guard(name, frozenset(kinds), function, parameters, inspect.getdoc(function) or "")
        return function

    return enter


def effect(name: str, kinds: str, doc: str, **parameters: bool) -> None:
    """Declare an effect. `parameters`: name → whether it is required."""
    machine_kinds: frozenset[Any] = frozenset(kinds.split())
    EFFECTS[name] = Effect(name, machine_kinds, parameters, doc)
