"""The attendance sheet of a session: every member by college, who may preside, what quorum comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.quorum import CommitteeRules, QuorumResult, quorum
from labelflow.looks import once_a_look
from labelflow.models.account import Mandate, User
from labelflow.queries.committee import committee_members, presiding_people
from labelflow.queries.facts.committee import items_read, session_attendance
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from labelflow.domain.quorum import VoidProxy
    from labelflow.models.session import Item, Session
    from labelflow.queries.facts.committee import ItemRead


@dataclass(frozen=True, slots=True)
class Seat:
    """A member in office, and what was recorded of them."""

    person: User
    college: str
    presence: str
    """"" when nothing was recorded yet."""
    holder: str
    """Public identifier of whoever holds their proxy."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole committee, college by college."""

    colleges: tuple[tuple[str, tuple[Seat, ...]], ...]
    presiding: tuple[User, ...]
    """Who may preside, the chair first."""
    chair: str
    """Public identifier of whoever presides; "" while nobody does."""

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Every seat, in the order of the sheet."""
        return tuple(seat for _college, seats in self.colleges for seat in seats)


@dataclass(frozen=True, slots=True)
class Lost:
    """A proxy that does not count, with the code of why."""

    giver: str
    holder: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session, or one of its items, stands: quorum, who steps aside, who presides, lost proxies."""

    item: Item | None
    quorum: QuorumResult
    aside: tuple[str, ...]
    chair: str
    lost: tuple[Lost, ...]


def sheet_of(session: Session, now: datetime) -> Sheet:
    """The sheet as it stands."""
    today = local_day(now)
    people = named(committee_members(session.programme_code, today))
    rows = {row.member_id: row for row in session.attendances}
    colleges = _colleges(people)
    seats = [
        Seat(
            person,
            colleges.get(person.id, ""),
            row.presence if row else "",
            people[row.proxy_to_id].public_id if row and row.proxy_to_id in people else "",
        )
        for person in sorted(
            people.values(), key=lambda one: (colleges.get(one.id, ""), one.family_name, one.given_name)
        )
        for row in [rows.get(person.id)]
    ]
    grouped = groupby(seats, key=lambda seat: seat.college)
    return Sheet(
        tuple((college, tuple(members)) for college, members in grouped),
        tuple(people[key] for key in presiding_people(session.programme_code, today) if key in people),
        session.chair.public_id if session.chair else "",
    )


def standings_of(session: Session, now: datetime) -> tuple[Standing, ...]:
    """The quorum of the session as a whole, then of each item that is not settled."""
    facts = items_read([item for item in session.items if item.live], now)
    members = committee_members(session.programme_code, local_day(now))
    attendance = session_attendance(session, members, frozenset())
    rules = programme_of(session.programme_version_id).committee or CommitteeRules()
    people = named({*members, *(key for one in facts for key in one.recused)})
    whole = quorum(attendance, rules)
    chair = people[session.chair_id].name if session.chair_id in people else ""
    return (
        Standing(None, whole, (), chair, _lost(whole.void_proxies, people)),
        *(standing_on(one, people) for one in facts),
    )


def standing_on(facts: ItemRead, people: Mapping[int, User]) -> Standing:
    return Standing(
        facts.subject,
        facts.quorum,
        names_of(facts.recused, people),
        people[facts.chair].name if facts.chair is not None and facts.chair in people else "",
        _lost(facts.quorum.void_proxies, people),
    )


def names_of(keys: Iterable[int], people: Mapping[int, User]) -> tuple[str, ...]:
    """Names by family name."""
    found = [people[key] for key in keys if key in people]
    return tuple(one.name for one in sorted(found, key=lambda one: (one.family_name, one.given_name)))


def _lost(proxies: Iterable[VoidProxy], people: Mapping[int, User]) -> tuple[Lost, ...]:
    return tuple(
        Lost(people[entry.proxy.giver].name, people[entry.proxy.holder].name, entry.reason)
        for entry in proxies
        if entry.proxy.giver in people and entry.proxy.holder in people
    )


def named(keys: Iterable[int]) -> dict[int, User]:
    """People by key."""
    return _named(frozenset(keys))


@once_a_look
def _named(keys: frozenset[int]) -> dict[int, User]:
    rows = db.session.scalars(select(User).where(User.id.in_(keys))) if keys else ()
    return {person.id: person for person in rows}


def _colleges(people: Mapping[int, User]) -> dict[int, str]:
    """The college that each person sits for, as the latest of their mandates says."""
    rows = db.session.execute(
        select(Mandate.user_id, Mandate.college)
        .where(Mandate.user_id.in_(people), Mandate.college.is_not(None))
        .order_by(Mandate.starts_on, Mandate.id)
    )
    return {row[0]: row[1] or "" for row in rows}
