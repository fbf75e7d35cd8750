"""What a session asks of a person, today: to prepare it, to read, to preside, to vote, to write, to sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from labelflow.domain.calendar import local_day
from labelflow.domain.predicates import COMMITTEE_ROLES
from labelflow.queries.facts.committee import items_read
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from labelflow.domain.actor import Actor
    from labelflow.models.decision import Decision
    from labelflow.models.session import Item, Session


@dataclass(frozen=True, slots=True)
class Duty:
    """What is asked: a code, of how many things, until which day."""

    code: str
    count: int = 1
    until: date | None = None


def duties_of(session: Session, actor: Actor, now: datetime, readable: frozenset[int], unsigned: int) -> Iterator[Duty]:
    """What the session asks of the person. `readable`: items open to them; `unsigned`: decisions among these."""
    yield from _while_it_lasts(session, actor, now, readable)
    has = _roles(session, actor, now)
    if unsigned and has & {"coordinator", "chair", "deputy_chair"}:
        yield Duty("draft", unsigned)
    if unsigned and "signatory" in has:
        yield Duty("sign", unsigned)


def _while_it_lasts(session: Session, actor: Actor, now: datetime, readable: frozenset[int]) -> Iterator[Duty]:
    machine = programme_of(session.programme_version_id).machines["session"]
    live = [item for item in session.items if item.live]
    if machine.by_code[session.state].has("final"):
        return
    if session.closed_at is not None:
        yield from _once_closed(session, actor, now)
    elif session.opened_at is not None:
        yield from _during(session, actor, now, live, readable)
    elif session.noticed_at is not None:
        yield from _before(session, actor, now, live, readable)
    elif "coordinator" in _roles(session, actor, now):
        yield Duty("convene", len(live), until=last_notice_day(session)) if live else Duty("fill")


def last_notice_day(session: Session) -> date:
    """The last day on which the convocation leaves the notice that the rules ask for."""
    rules = programme_of(session.programme_version_id).committee
    return local_day(session.held_at) - timedelta(days=rules.notice_days if rules else 0)


def _before(
    session: Session, actor: Actor, now: datetime, live: list[Item], readable: frozenset[int]
) -> Iterator[Duty]:
    has, mine = _roles(session, actor, now), [item for item in live if item.id in readable]
    if mine and has & set(COMMITTEE_ROLES):
        yield Duty("read", len(mine))
    if local_day(now) < local_day(session.held_at):
        return
    if has & {"coordinator", "chair", "deputy_chair"} and not session.attendances:
        yield Duty("attendance")
    elif has & {"chair", "deputy_chair"}:
        yield Duty("open")


def _during(
    session: Session, actor: Actor, now: datetime, live: list[Item], readable: frozenset[int]
) -> Iterator[Duty]:
    items = programme_of(session.programme_version_id).machines["item"]
    voting = [item for item in live if items.by_code[item.state].has("pending") and item.id in readable]
    awaited = sum(len(set(facts.voices_of(actor.id or 0)) - set(facts.ballots)) for facts in items_read(voting, now))
    if awaited:
        yield Duty("vote", awaited)
    mine = presided(live, actor, now)
    if mine:
        yield Duty("preside", len(mine))
    elif not live and _roles(session, actor, now) & {"chair", "deputy_chair"}:
        yield Duty("close")


def presided(items: Sequence[Item], actor: Actor, now: datetime) -> list[Item]:
    """Those of the items that the person presides: the session's chair, or a deputy where the chair steps aside."""
    return [facts.subject for facts in items_read(items, now) if facts.chair is not None and facts.chair == actor.id]


def _once_closed(session: Session, actor: Actor, now: datetime) -> Iterator[Duty]:
    if _roles(session, actor, now) & {"chair", "deputy_chair"}:
        yield Duty("approve")


def awaits_signature(decision: Decision) -> bool:
    """Whether a decision is drafted: neither signed nor set aside."""
    state = programme_of(decision.programme_version_id).machines["decision"].by_code[decision.state]
    return decision.signed_at is None and state.has("pending")


def _roles(session: Session, actor: Actor, now: datetime) -> set[str]:
    today = local_day(now)
    return {mandate.role for mandate in actor.mandates if mandate.holds(today, session.programme_code)}
