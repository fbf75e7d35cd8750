"""The stages of an application as its structure follows them: those passed, this one, those to come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import select

from labelflow.db import db
from labelflow.models.journal import Chain, Event
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.workflow import Machine, State
    from labelflow.models.application import Application

Standing = Literal["done", "current", "next", "stopped"]

ENDS: Final = "final"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; `since` when it began. `decides` marks the end, whose outcome is not known before."""

    state: State
    standing: Standing
    since: datetime | None = None
    decides: bool = False


def main_path(machine: Machine) -> tuple[str, ...]:
    """The states of the shortest way from the first state to a favourable end, both included."""
    came_from: dict[str, str] = {machine.initial: ""}
    waiting = deque([machine.initial])
    while waiting:
        here = waiting.popleft()
        if machine.by_code[here].has("granted"):
            return tuple(reversed(list(_back(here, came_from))))
        for step in machine.steps_from[here]:
            target = machine.target_of(step.code, here)
            if target is not None and target not in came_from:
                came_from[target] = here
                waiting.append(target)
    return (machine.initial,)


def _back(state: str, came_from: Mapping[str, str]) -> list[str]:
    way = [state]
    while came_from[way[-1]]:
        way.append(came_from[way[-1]])
    return way


def stages_of(application: Application) -> tuple[Stage, ...]:
    """The stages, with the date of each one reached. A side stage (missing pieces…) shows while it lasts."""
    machine = programme_of(application.programme_version_id).machines["application"]
    path, entered = main_path(machine), _entered(application)
    present = machine.by_code[application.state]
    over = present.has(ENDS)
    reached = max((place for place, code in enumerate(path) if code in entered), default=0)
    if present.code in path and not over:
        reached = path.index(present.code)
    stages = [
        _stage(machine, code, place, reached, entered, present)
        for place, code in enumerate(path[:-1])
        if place <= reached or not over
    ]
    if over:
        standing: Standing = "done" if present.has("granted") else "stopped"
        return (*stages, Stage(present, standing, entered.get(present.code), decides=True))
    if present.code not in path:
        stages.insert(reached + 1, Stage(present, "current", entered.get(present.code)))
    return (*stages, Stage(machine.by_code[path[-1]], "next", decides=True))


def _stage(
    machine: Machine, code: str, place: int, reached: int, entered: Mapping[str, datetime], present: State
) -> Stage:
    if code == present.code:
        return Stage(machine.by_code[code], "current", entered.get(code))
    passed = place <= reached
    return Stage(machine.by_code[code], "done" if passed else "next", entered.get(code) if passed else None)


def _entered(application: Application) -> dict[str, datetime]:
    """When each state was last entered, as the journal tells."""
    machine = programme_of(application.programme_version_id).machines["application"]
    entered = {machine.initial: application.created_at}
    here = f"application/{application.public_id}"
    events = db.session.scalars(
        select(Event)
        .join(Chain, Chain.id == Event.chain_id)
        .where(Chain.kind == "application", Chain.subject == application.public_id)
        .order_by(Event.number)
    )
    for event in events:
        data = event.body.get("data", {})
        after = data.get("after")
        if data.get("subject") == here and after in machine.by_code and after != data.get("before"):
            entered[after] = event.at
    return entered
