"""What lives in a simulation: an application, its readings, its place on an agenda, its label."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.facts import DecisionFact
    from labelflow.domain.workflow import MachineKind


@dataclass(slots=True, eq=False)
class Subject:
    """One object with its state, its running deadlines, and what its kind needs.

    `turns`: for each role the number of its planned turn, forgotten when the state changes.
    `nudged`: somebody did something here that calls for an answer.
    """

    kind: MachineKind
    state: str
    since: datetime
    deadlines: dict[str, datetime] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    nudged: bool = False

    # assignment
    reader: str = ""
    person: int = 0
    structure: int = 0
    department: str = ""
    third: bool = False
    conflicted: bool = False
    # session
    held_at: datetime | None = None
    noticed_at: datetime | None = None
    # item and decision
    outcome: str = ""
    carried: bool = False
    decision: DecisionFact | None = None
    # label and reservation
    ends_on: date | None = None
    extended: bool = False
    major: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """One step taken: on what, which, by whom, when."""

    kind: MachineKind
    step: str
    by: str
    at: datetime
