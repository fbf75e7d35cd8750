"""What a coordinator may instruct and an auditor may audit, as a condition of the database: lists and counts know of
nothing else.

The same rules as the permissions `application:check` and `application:audit`, which judge one subject at a time: a
mandate for the programme, no blocking link with the structure, no declaration on the application.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.conflicts import blocking, conflicts_between, consortium_conflict
from labelflow.domain.permissions import may
from labelflow.models.application import Application
from labelflow.models.label import Label
from labelflow.models.review import Declaration
from labelflow.models.session import Item, Recusal
from labelflow.queries.conflicts import links_of, recusals_said
from labelflow.queries.programmes import installed_versions, programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.conflicts import Link
    from labelflow.domain.workflow import State
    from labelflow.programmes.schema import Programme


def coordinated(actor: Actor, now: datetime, permission: str = "coordination:work") -> dict[int, Programme]:
    """The installed versions of the programmes that the person coordinates, or has another permission on, by key."""
    return {
        version: programme_of(version) for version, code in installed_versions() if may(permission, actor, code, now)
    }


def may_instruct(
    model: type[Application | Label], actor: Actor, now: datetime, permission: str = "coordination:work"
) -> ColumnElement[bool]:
    """The rows of `model` that the person may instruct at `now`; with another permission on programmes, audit."""
    if actor.id is None:
        return false()
    today = local_day(now)
    links = links_of([actor.id])[actor.id]
    near = [
        and_(model.programme_version_id == version, model.structure_id.not_in(_kept_from(links, programme, today)))
        for version, programme in coordinated(actor, now, permission).items()
    ]
    return and_(or_(false(), *near), _not_declared(model, actor.id))


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows are in a state of a programme."""

    programme: str
    state: State
    count: int


def standings(
    model: type[Application | Label], seen: ColumnElement[bool], programmes: Mapping[int, Programme]
) -> tuple[Standing, ...]:
    """Every state that a row of `seen` is in, by programme, in the order of its machine. Versions count together."""
    rows = db.session.execute(
        select(model.programme_version_id, model.state, func.count())
        .where(seen)
        .group_by(model.programme_version_id, model.state)
    ).all()
    counts: Counter[tuple[str, str]] = Counter()
    for version, code, count in rows:
        counts[programmes[version].code, code] += count
    named: dict[tuple[str, str], State] = {}
    for programme in programmes.values():
        machine = programme.machines.get(model.KIND)
        for state in machine.states if machine else ():
            named[programme.code, state.code] = state
    return tuple(Standing(key[0], state, counts[key]) for key, state in named.items() if counts[key])


def _kept_from(links: list[Link], programme: Programme, today: date) -> list[int]:
    """The structures with which a link keeps the person from instructing."""
    own = {link.structure for link in links if link.code == "SELF" and _holds(link, today)}
    return sorted(
        structure
        for structure in {link.structure for link in links}
        if blocking(
            conflicts_between(links, {structure}, rules=programme.conflicts, purpose="instruction", today=today)
        )
        or consortium_conflict(0, own, {structure}, today)
    )


def _holds(link: Link, today: date) -> bool:
    return link.starts_on <= today and (link.ends_on is None or today <= link.ends_on)


def _not_declared(model: type[Application | Label], person: int) -> ColumnElement[bool]:
    """Whoever declared a link on an application, stepped aside, or evaluates it, takes no other part in it."""
    declared = select(Declaration.application_id).where(Declaration.person_id == person)
    aside = recusals_said().with_only_columns(Item.application_id).where(Recusal.member_id == person)
    if model is Application:
        return and_(Application.id.not_in(declared), Application.id.not_in(aside))
    linked = declared.where(Declaration.clear.is_(False))
    free = and_(Label.application_id.not_in(linked), Label.application_id.not_in(aside))
    return or_(Label.application_id.is_(None), free)
