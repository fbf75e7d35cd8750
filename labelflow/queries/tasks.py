"""What waits for a person now, whatever their roles, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import end_of
from labelflow.domain.permissions import may
from labelflow.models.application import Application
from labelflow.models.decision import Decision
from labelflow.models.label import Label, Reservation
from labelflow.models.review import Objection
from labelflow.models.session import Session
from labelflow.queries import review_pages
from labelflow.queries.applications import (
    applications_of,
    labels_of,
    may_renew,
    pending_reservations,
    renewal_days,
)
from labelflow.queries.conflicts import read_ahead
from labelflow.queries.deadlines import due_of
from labelflow.queries.facts.committee import items_read
from labelflow.queries.programmes import installed_codes, installed_versions, programme_of
from labelflow.queries.queue import Wanted, queue
from labelflow.queries.reach import may_instruct
from labelflow.queries.session_duties import presided
from labelflow.queries.session_pages import WHOLE
from labelflow.queries.subjects import name_of, role_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.actor import Actor
    from labelflow.domain.words import Words
    from labelflow.domain.workflow import Flag
    from labelflow.models.session import Item

Code = Literal[
    "draft",
    "application",
    "label",
    "reservation",
    "renewal",
    "invitation",
    "review",
    "revision",
    "queue",
    "objection",
    "answered_reservations",
    "session_to_prepare",
    "vote",
    "session_ahead",
    "session_to_preside",
    "minutes",
    "decision",
    "confirmation",
]
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: of which kind, about what, where, until when."""

    code: Code
    about: str
    path: str
    due: datetime | None = None
    state: Words | None = None
    """How the programme calls the state that waits, when it says more than the kind."""
    count: int = 1
    late: int = 0


def tasks_of(actor: Actor, now: datetime) -> list[Task]:
    """Everything that waits for the person, by date; what has no date comes last."""
    found = [*_applicant(actor, now), *_holder(actor, now), *_reviewer(actor), *_coordinator(actor, now)]
    found += [*_committee(actor, now), *_signing(actor, now)]
    return sorted(found, key=lambda task: (task.due or NEVER, task.code, task.about))


def _applicant(actor: Actor, now: datetime) -> Iterator[Task]:
    for own in applications_of(actor, now):
        if own.application.live and own.state.has("awaits_applicant"):
            name, path = own.application.structure.name, f"/candidatures/{own.application.public_id}"
            if own.application.submitted_at is None:
                yield Task("draft", name, path, own.due)
                continue
            yield Task("application", name, path, own.due, own.state.labels.applicant or own.state.labels.staff)


def _holder(actor: Actor, now: datetime) -> Iterator[Task]:
    labels = [label for label in labels_of(actor, now) if label.held]
    due = due_of("label", [label.id for label in labels])
    for label in labels:
        path = f"/mon-espace/labels/{label.number}"
        state = programme_of(label.programme_version_id).machines["label"].by_code[label.state]
        if state.has("awaits_applicant"):
            yield Task("label", label.holder_name, path, due.get(label.id), state.labels.staff)
        if may_renew(label, now):
            yield Task("renewal", label.holder_name, path, end_of(renewal_days(label)[1]))
    for reservation in pending_reservations(labels):
        path = f"/mon-espace/labels/{reservation.label.number}"
        yield Task("reservation", reservation.text, path, end_of(reservation.due_on))


def _reviewer(actor: Actor) -> Iterator[Task]:
    for task in review_pages.tasks_of(actor):
        name, path = task.assignment.application.structure.name, f"/evaluations/{task.assignment.public_id}"
        if task.standing == "invited":
            yield Task("invitation", name, path, task.due)
        elif task.standing == "open" and task.assignment.application.live:
            yield Task("revision" if task.state.has("counts") else "review", name, path, task.due)


def _coordinator(actor: Actor, now: datetime) -> Iterator[Task]:
    if not _holds("coordination:work", actor, now):
        return
    waiting = queue(actor, Wanted(waiting="coordination"), now)
    count = waiting.waiting.get("coordination", 0)
    if count:
        late = sum(1 for row in waiting.rows if row.late)
        yield Task("queue", "", "/coordination", waiting.rows[0].due if waiting.rows else None, count=count, late=late)
    yield from _objections(actor, now)
    answered = _answered_reservations(actor, now)
    if answered:
        yield Task("answered_reservations", "", "/coordination/labels", count=answered)
    for session in _sessions(actor, now, "awaits_coordination", "session:prepare"):
        if session.closed_at is None:
            yield Task("session_to_prepare", session.title, f"/commission/seances/{session.public_id}", session.held_at)


def _objections(actor: Actor, now: datetime) -> Iterator[Task]:
    """Objections of applicants that wait for an answer, on what the person may instruct."""
    rows = db.session.scalars(
        select(Objection)
        .join(Application, Application.id == Objection.application_id)
        .where(may_instruct(Application, actor, now), Objection.decided_at.is_(None), Objection.stands)
        .options(joinedload(Objection.application).joinedload(Application.structure))
        .order_by(Objection.id)
    ).all()
    due = due_of("objection", [row.id for row in rows])
    for row in rows:
        path = f"/coordination/dossiers/{row.application.public_id}"
        yield Task("objection", row.application.structure.name, path, due.get(row.id))


def _answered_reservations(actor: Actor, now: datetime) -> int:
    rows = db.session.scalars(
        select(Reservation)
        .join(Label, Label.id == Reservation.label_id)
        .where(may_instruct(Label, actor, now), Label.held.is_(True), Reservation.answer != "")
    ).all()
    machines = ((programme_of(row.programme_version_id).machines["reservation"], row.state) for row in rows)
    return sum(1 for machine, state in machines if machine.by_code[state].has("awaits_coordination"))


def _committee(actor: Actor, now: datetime) -> Iterator[Task]:
    if not _holds("committee:work", actor, now):
        return
    for session in _sessions(actor, now, "awaits_committee", "session:read"):
        path = f"/commission/seances/{session.public_id}"
        presides = role_on(session, "session:preside", actor, now) is not None
        if session.opened_at is None:
            yield Task("session_ahead", session.title, path, session.held_at)
        elif presides and _has_to_preside(session, actor, now):
            yield Task("session_to_preside", session.title, path, session.opened_at)
        yield from _votes(session, actor, now)
    for session in _sessions(actor, now, "awaits_coordination", "session:preside"):
        if session.closed_at is not None:
            yield Task("minutes", session.title, f"/commission/seances/{session.public_id}", session.closed_at)


def _has_to_preside(session: Session, actor: Actor, now: datetime) -> bool:
    """Whether the open session waits for the person: items that they preside, or its closing when none is left."""
    live = [item for item in session.items if item.live]
    return bool(presided(live, actor, now)) or (not live and session.chair_id in {None, actor.id})


def _votes(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    machine = programme_of(session.programme_version_id).machines["item"]
    voting = [item for item in session.items if machine.by_code[item.state].has("pending")]
    for facts in items_read(voting, now):
        if actor.id in facts.voters and actor.id not in facts.ballots:
            item = facts.subject
            path = f"/commission/points/{item.public_id}"
            yield Task("vote", item.application.structure.name, path, session.opened_at)


def _sessions(actor: Actor, now: datetime, flag: Flag, permission: str) -> list[Session]:
    """The sessions in a state with a flag on which the person holds a permission."""
    versions = [(version, programme_of(version)) for version, _code in installed_versions()]
    here = [
        and_(
            Session.programme_version_id == version, Session.state.in_(programme.machines["session"].states_with(flag))
        )
        for version, programme in versions
        if "session" in programme.machines
    ]
    flagged = db.session.scalars(
        select(Session).where(or_(false(), *here)).options(*WHOLE).order_by(Session.held_at)
    ).all()
    return [row for row in flagged if role_on(row, permission, actor, now) is not None]


def _signing(actor: Actor, now: datetime) -> Iterator[Task]:
    if not _holds("decision:sign", actor, now) and not _holds("coordination:work", actor, now):
        return
    drafted = db.session.scalars(
        select(Decision)
        .where(Decision.signed_at.is_(None))
        .options(joinedload(Decision.application).joinedload(Application.structure), joinedload(Decision.item))
    ).all()
    read_ahead(actor.id, [decision.application for decision in drafted])
    due = due_of("decision", [row.id for row in drafted])
    for decision in drafted:
        voted = decision.item is not None and _is_decided(decision.item)
        if voted and role_on(decision, "decision:sign", actor, now) is not None:
            yield Task(
                "decision", name_of(decision), f"/commission/decisions/{decision.public_id}", due.get(decision.id)
            )
    yield from _confirmations(actor, now)


def _is_decided(item: Item) -> bool:
    return programme_of(item.programme_version_id).machines["item"].by_code[item.state].has("decided")


def _confirmations(actor: Actor, now: datetime) -> Iterator[Task]:
    """Applications on which somebody else proposed something that a second person confirms."""
    live = db.session.scalars(
        select(Application)
        .where(Application.live.is_(True), Application.submitted_at.is_not(None))
        .options(joinedload(Application.structure))
    ).all()
    proposed = [one for one in live if one.proposal.get("by") not in {None, actor.id}]
    read_ahead(actor.id, proposed)
    for application in proposed:
        machine = programme_of(application.programme_version_id).machines["application"]
        for step in machine.steps_from[application.state]:
            asks_two = any(use.rule == "proposed_by_somebody_else" for use in step.guards)
            if asks_two and role_on(application, str(step.permission), actor, now) is not None:
                path = f"/dossiers/application/{application.public_id}/etapes/{step.code}"
                yield Task("confirmation", application.structure.name, path, state=step.label)


def _holds(permission: str, actor: Actor, now: datetime) -> bool:
    return any(may(permission, actor, code, now) for code in installed_codes())
