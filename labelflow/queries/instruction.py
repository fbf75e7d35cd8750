"""What the coordination reads of one application: its exchanges, its readers, what its journal tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from labelflow.db import db
from labelflow.errors import NotFound
from labelflow.models.account import User
from labelflow.models.application import Application
from labelflow.models.file import Document
from labelflow.models.journal import Chain, Event
from labelflow.models.label import Label
from labelflow.models.review import Assignment, Review
from labelflow.queries.deadlines import due_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.subjects import role_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import State


@dataclass(frozen=True, slots=True)
class Reader:
    """An assignment as the coordination follows it."""

    assignment: Assignment
    state: State
    due: datetime | None
    review: Review | None
    """The submitted review; work in progress stays with its author."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the journal, with who made it."""

    at: datetime
    code: str
    role: str
    who: str
    """Name of a person; "" for the system, or for somebody whose account was erased."""
    about: str
    """Name of the reviewer or of the criterion that the fact is about; "" for the application itself."""


def instructed(public_id: str, actor: Actor, now: datetime) -> Application:
    """A submitted application that the person may instruct. Raises NotFound for any other: it says nothing of why."""
    found = db.session.scalars(
        select(Application)
        .where(Application.public_id == public_id, Application.submitted_at.is_not(None))
        .options(joinedload(Application.structure))
    ).one_or_none()
    if found is None or role_on(found, "application:check", actor, now) is None:
        raise NotFound
    return found


def followed(number: str, actor: Actor, now: datetime) -> Label:
    """A label that the person may follow. Raises NotFound for any other."""
    found = db.session.scalars(select(Label).where(Label.number == number)).one_or_none()
    if found is None or role_on(found, "label:follow", actor, now) is None:
        raise NotFound
    return found


def readers_of(application: Application) -> list[Reader]:
    """Everybody who was asked to read, in order, with the reviews that were submitted."""
    rows = db.session.scalars(
        select(Assignment)
        .where(Assignment.application_id == application.id)
        .options(joinedload(Assignment.person), joinedload(Assignment.structure), selectinload(Assignment.reviews))
        .order_by(Assignment.id)
    ).all()
    due = due_of("assignment", [row.id for row in rows])
    return [_reader(row, due.get(row.id)) for row in rows]


def _reader(assignment: Assignment, due: datetime | None) -> Reader:
    state = programme_of(assignment.programme_version_id).machines["assignment"].by_code[assignment.state]
    review = next((one for one in reversed(assignment.reviews) if one.submitted_at), None)
    return Reader(assignment, state, due, review)


def documents_of(kind: str, public_id: str) -> Sequence[Document]:
    """The documents issued about a subject, oldest first."""
    return db.session.scalars(
        select(Document).where(Document.chain_kind == kind, Document.chain_subject == public_id).order_by(Document.id)
    ).all()


def story_of(kind: str, public_id: str, since: datetime | None = None) -> list[Told]:
    """What the journal tells of a subject, the latest first; nothing from before `since`."""
    statement = select(Event).join(Chain, Chain.id == Event.chain_id)
    wanted = statement.where(Chain.kind == kind, Chain.subject == public_id)
    if since is not None:
        wanted = wanted.where(Event.at >= since)
    events = list(db.session.scalars(wanted.order_by(Event.number.desc())))
    if since is not None:  # what was written in the draft at the very instant of the deposit stays with the draft
        while events and "before" not in events[-1].body.get("data", {}):
            events.pop()
    names, readers = _names({str(event.body.get("actor")) for event in events}), _readers(events)
    return [_told(event, names, readers) for event in events]


def _told(event: Event, names: Mapping[str, str], readers: Mapping[str, str]) -> Told:
    data = event.body.get("data", {})
    subject = str(data.get("subject") or "")
    assignment = str(data.get("assignment") or (subject.partition("/")[2] if subject.startswith("assignment/") else ""))
    about = readers.get(assignment, "")
    return Told(
        event.at, event.code, str(event.body.get("role") or ""), names.get(str(event.body.get("actor")), ""), about
    )


def _names(people: set[str]) -> dict[str, str]:
    rows = db.session.scalars(select(User).where(User.public_id.in_(people)))
    return {person.public_id: person.name for person in rows}


def _readers(events: Sequence[Event]) -> dict[str, str]:
    """Names of the reviewers of the assignments that the events speak of."""
    subjects = {str(event.body.get("data", {}).get("subject") or "") for event in events}
    subjects |= {f"assignment/{event.body.get('data', {}).get('assignment')}" for event in events}
    wanted = {subject.partition("/")[2] for subject in subjects if subject.startswith("assignment/")}
    rows = db.session.scalars(
        select(Assignment).where(Assignment.public_id.in_(wanted)).options(joinedload(Assignment.person))
    )
    return {row.public_id: row.person.name for row in rows}


def proposed_by(application: Application) -> User | None:
    """Who proposed what a second person has to confirm."""
    by = application.proposal.get("by")
    return db.session.get(User, int(by)) if by is not None else None


def people(ids: Iterable[int]) -> Sequence[User]:
    """People by their keys, by name."""
    rows = select(User).where(User.id.in_(list(ids)))
    return db.session.scalars(rows.order_by(User.family_name, User.given_name, User.id)).all()
