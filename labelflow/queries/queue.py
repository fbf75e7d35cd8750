"""The coordination's queue: which applications wait for whom, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager

from labelflow.db import db
from labelflow.domain.same_structure import name_key
from labelflow.models.application import Application
from labelflow.models.base import UtcDateTime
from labelflow.models.queue import Deadline
from labelflow.models.review import Assignment
from labelflow.models.structure import Structure
from labelflow.queries.reach import coordinated, may_instruct, standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import Flag, State
    from labelflow.programmes.schema import Programme
    from labelflow.queries.reach import Standing

ROWS: Final = 50
"""Rows of one page."""
RUNNING: Final = ("pending", "overdue")
"""Deadlines that somebody still has to meet."""
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no date", after all dates."""

WAITING: Final = ("coordination", "applicant", "reviewers", "committee")
"""Whom an application may wait for."""

Programmes = dict[int, "Programme"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a coordinator asked to see; what is empty filters nothing."""

    programme: str = ""
    state: str = ""
    waiting: str = ""
    department: str = ""
    late: bool = False
    words: str = ""
    after: str = ""
    """Key of the last row of the page before."""


@dataclass(frozen=True, slots=True)
class Row:
    """An application in the queue."""

    application: Application
    state: State
    waiting: str
    due: datetime | None
    late: bool
    peers: int
    scientists: int
    given: int
    """Reviews submitted that count."""
    needed: int
    """Readers that the programme asks for before any doubt."""

    @property
    def assigned(self) -> int:
        """Readers invited, reading or done."""
        return self.peers + self.scientists


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue, with the figures of the whole."""

    rows: tuple[Row, ...]
    following: str
    """Key of the next page; "" on the last one."""
    states: tuple[Standing, ...]
    waiting: Mapping[str, int]
    late: int


def queue(actor: Actor, wanted: Wanted, now: datetime) -> Queue:
    """The submitted applications that the person may instruct, the most urgent first."""
    programmes = coordinated(actor, now)
    columns = _Columns(programmes, now)
    seen = and_(may_instruct(Application, actor, now), Application.submitted_at.is_not(None))
    if wanted.programme:
        versions = [key for key, programme in programmes.items() if programme.code == wanted.programme]
        seen = and_(seen, Application.programme_version_id.in_(versions))
    statement = (
        select(Application, *columns.all)
        .join(Application.structure)
        .options(contains_eager(Application.structure))
        .where(seen, *_filters(wanted, columns))
        .order_by(columns.rank, Application.public_id)
        .limit(ROWS + 1)
    )
    found = db.session.execute(statement).all()
    rows = tuple(_row(tuple(row), programmes, now) for row in found[:ROWS])
    following = _key(rows[-1]) if len(found) > ROWS else ""
    return Queue(rows, following, standings(Application, seen, programmes), *_figures(seen, columns))


class _Columns:
    """What is read of each application beside itself, as expressions of the database."""

    def __init__(self, programmes: Programmes, now: datetime) -> None:
        self.programmes = programmes
        live = and_(Assignment.application_id == Application.id, Assignment.live.is_(True))
        given = Assignment.state.in_(_assignment_states(programmes, "counts"))
        waited_for = Assignment.state.in_(_assignment_states(programmes, "awaits_reviewer"))
        self.peers = _count(live, Assignment.reader == "peer")
        self.scientists = _count(live, Assignment.reader == "scientist")
        self.given = _count(live, given)
        self.reading = _count(live, waited_for)
        own = and_(Deadline.subject_kind == "application", Deadline.subject_id == Application.id)
        readers = select(Assignment.id).where(live, waited_for).correlate(Application)
        theirs = and_(Deadline.subject_kind == "assignment", Deadline.subject_id.in_(readers))
        self.due = (
            select(func.min(Deadline.due_at))
            .where(Deadline.state.in_(RUNNING), Deadline.window.is_(False), or_(own, theirs))
            .correlate(Application)
            .scalar_subquery()
        )
        self.rank = func.coalesce(self.due, literal(NEVER, UtcDateTime()))
        self.late = and_(Application.live.is_(True), self.due < now)
        self.waiting = self._waiting()

    @property
    def all(self) -> tuple[ColumnElement[Any], ...]:
        return self.due, self.waiting, self.peers, self.scientists, self.given

    def _waiting(self) -> ColumnElement[str]:
        """Readers are waited for once enough were asked; until then it is for the coordination to ask them."""
        whens: list[tuple[ColumnElement[bool], str]] = []
        for version, programme in self.programmes.items():
            review = programme.review
            of_version = Application.programme_version_id == version
            unread = of_version & _in_states(programme, "awaits_reviewer")
            if review is not None:
                short = or_(self.reading == 0, self.peers < review.peers, self.scientists < review.scientists)
                whens.append((unread & short, "coordination"))
            whens += [
                (unread, "reviewers"),
                (of_version & _in_states(programme, "awaits_coordination"), "coordination"),
                (of_version & _in_states(programme, "awaits_applicant"), "applicant"),
                (of_version & _in_states(programme, "awaits_committee"), "committee"),
            ]
        return case(*whens, else_="") if whens else literal("")


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).where(*conditions).correlate(Application).scalar_subquery()


def _in_states(programme: Programme, flag: Flag) -> ColumnElement[bool]:
    return Application.state.in_(programme.machines["application"].states_with(flag))


def _assignment_states(programmes: Programmes, flag: Flag) -> list[str]:
    machines = (programme.machines.get("assignment") for programme in programmes.values())
    return sorted({state for machine in machines if machine for state in machine.states_with(flag)})


def _filters(wanted: Wanted, columns: _Columns) -> list[ColumnElement[bool]]:
    conditions = [Application.state == wanted.state if wanted.state else Application.live.is_(True)]
    if wanted.waiting:
        conditions.append(columns.waiting == wanted.waiting)
    if wanted.department:
        conditions.append(Structure.department == wanted.department)
    if wanted.late:
        conditions.append(columns.late)
    conditions += [Structure.name_key.contains(word, autoescape=True) for word in name_key(wanted.words).split()]
    place = _place(wanted.after)
    if place is not None:
        due, public_id = place
        at = literal(due, UtcDateTime())
        conditions.append(or_(columns.rank > at, and_(columns.rank == at, Application.public_id > public_id)))
    return conditions


def _figures(seen: ColumnElement[bool], columns: _Columns) -> tuple[dict[str, int], int]:
    """How many wait for whom and how many are late: over all that the person may see."""
    waiting, late = columns.waiting.label("waiting"), case((columns.late, 1), else_=0).label("late")
    each = select(waiting, late).where(seen, Application.live.is_(True)).subquery()
    rows = db.session.execute(
        select(each.c.waiting, func.count(), func.sum(each.c.late)).group_by(each.c.waiting)
    ).all()
    return {whom: count for whom, count, _late in rows}, sum(int(late or 0) for _whom, _count, late in rows)


def _row(found: Sequence[Any], programmes: Programmes, now: datetime) -> Row:
    application, due, waiting, peers, scientists, given = found
    programme = programmes[application.programme_version_id]
    review = programme.review
    return Row(
        application=application,
        state=programme.machines["application"].by_code[application.state],
        waiting=waiting,
        due=due,
        late=application.live and due is not None and due < now,
        peers=peers,
        scientists=scientists,
        given=given,
        needed=review.peers + review.scientists if review else 0,
    )


def _key(row: Row) -> str:
    return f"{(row.due or NEVER).isoformat()}~{row.application.public_id}"


def _place(key: str) -> tuple[datetime, str] | None:
    """Where a key points; None when it is none of ours."""
    due, _tilde, public_id = key.partition("~")
    try:
        at = datetime.fromisoformat(due)
    except ValueError:
        return None
    return (at, public_id) if at.tzinfo is not None else None
