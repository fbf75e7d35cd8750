"""The applications and labels of the structures that a person acts for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import end_of, local_day, start_of
from labelflow.domain.term import Period, renewal_refusal, renewal_window
from labelflow.errors import NotFound
from labelflow.looks import once_a_look
from labelflow.models.application import Acceptance, Application, Evidence
from labelflow.models.decision import Decision
from labelflow.models.file import Document
from labelflow.models.label import Label, Reservation
from labelflow.models.structure import Structure
from labelflow.queries.deadlines import due_of
from labelflow.queries.programmes import current_version, installed_codes, programme_of
from labelflow.queries.subjects import role_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import State
    from labelflow.programmes.schema import Programme


NEAR: Final = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Own:
    """An application, as whoever filed it sees it in a list."""

    application: Application
    programme: Programme
    state: State
    due: datetime | None
    """Until when the structure has to act; None when nothing waits for it."""


def structures_of(actor: Actor, today: date) -> frozenset[int]:
    """The structures that the person acts for on a day."""
    return frozenset(member.structure_id for member in actor.memberships if member.holds(today))


def own_structures(actor: Actor, today: date) -> Sequence[Structure]:
    """The same, by name; those that were merged into another one are left out."""
    if not structures_of(actor, today):
        return ()
    return db.session.scalars(
        select(Structure)
        .where(Structure.id.in_(structures_of(actor, today)), Structure.merged_into_id.is_(None))
        .order_by(Structure.name, Structure.id)
    ).all()


def applications_of(actor: Actor, now: datetime) -> list[Own]:
    """Every application of the person's structures: what goes on first, then the latest."""
    return [_own(row, due, now) for row, due in _applications_of(structures_of(actor, local_day(now)))]


@once_a_look
def _applications_of(structures: frozenset[int]) -> Sequence[tuple[Application, datetime | None]]:
    if not structures:
        return ()
    rows = db.session.scalars(
        select(Application)
        .where(Application.structure_id.in_(structures))
        .options(joinedload(Application.structure))
        .order_by(Application.live.desc(), Application.id.desc())
    ).all()
    due = due_of("application", [row.id for row in rows])
    return [(row, due.get(row.id)) for row in rows]


def _own(application: Application, due: datetime | None, now: datetime) -> Own:
    programme = programme_of(application.programme_version_id)
    state = programme.machines["application"].by_code[application.state]
    return Own(
        application,
        programme,
        state,
        due if state.has("awaits_applicant") and not _is_far(application, due, now) else None,
    )


def _is_far(application: Application, due: datetime | None, now: datetime) -> bool:
    """A draft that nobody touches is closed after a long time: a date to tell only once it comes near."""
    return application.submitted_at is None and due is not None and due - now > NEAR


def due_for_applicant(application: Application, now: datetime) -> datetime | None:
    """Until when the structure has to act; None when nothing waits for it, or not for long."""
    return _own(application, due_of("application", [application.id]).get(application.id), now).due


def own_application(public_id: str, actor: Actor, now: datetime) -> Application:
    """An application of one of the person's structures. Raises NotFound for any other."""
    found = db.session.scalars(
        select(Application).where(Application.public_id == public_id).options(joinedload(Application.structure))
    ).one_or_none()
    if found is None or role_on(found, "application:read_own", actor, now) is None:
        raise NotFound
    return found


def pieces_of(application: Application) -> Sequence[Evidence]:
    """The files in place, in the order in which they came."""
    return db.session.scalars(
        select(Evidence)
        .where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
        .order_by(Evidence.id)
    ).all()


def acceptances_of(application: Application) -> dict[str, Acceptance]:
    """Who accepted which text, and when, by the digest of the text."""
    rows = db.session.scalars(
        select(Acceptance).where(Acceptance.application_id == application.id).options(joinedload(Acceptance.user))
    )
    return {row.sha256: row for row in rows}


def receipts_of(application: Application) -> Sequence[Document]:
    """The acknowledgements of receipt, oldest first."""
    return db.session.scalars(
        select(Document)
        .where(
            Document.kind == "receipt",
            Document.chain_kind == "application",
            Document.chain_subject == application.public_id,
        )
        .order_by(Document.id)
    ).all()


def notified_decisions(application: Application) -> Sequence[Decision]:
    """The decisions that the structure may read, the latest first."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.application_id == application.id, Decision.notified_at.is_not(None))
        .order_by(Decision.id.desc())
    ).all()


def labels_of(actor: Actor, now: datetime) -> Sequence[Label]:
    """The labels of the person's structures: those in force first, then the latest."""
    return _labels_of(structures_of(actor, local_day(now)))


@once_a_look
def _labels_of(structures: frozenset[int]) -> Sequence[Label]:
    if not structures:
        return ()
    return db.session.scalars(
        select(Label)
        .where(Label.structure_id.in_(structures))
        .options(joinedload(Label.structure))
        .order_by(Label.held.desc(), Label.id.desc())
    ).all()


def label_of(application: Application) -> Label | None:
    """The label that an application obtained."""
    return db.session.scalars(select(Label).where(Label.application_id == application.id)).one_or_none()


def own_label(number: str, actor: Actor, now: datetime) -> Label:
    """A label of one of the person's structures. Raises NotFound for any other."""
    found = db.session.scalars(select(Label).where(Label.number == number)).one_or_none()
    if found is None or role_on(found, "label:read_own", actor, now) is None:
        raise NotFound
    return found


def may_renew(label: Label, now: datetime) -> bool:
    """Whether a renewal may be started: the window is open and none is under way."""
    if not label.held:
        return False
    programme = programme_of(label.programme_version_id)
    if renewal_refusal(period_of(label), programme.term, now) is not None:
        return False
    live = select(Application.id).where(Application.renews_label_id == label.id, Application.live.is_(True))
    return db.session.scalars(live).first() is None


def renewal_days(label: Label) -> tuple[date, date]:
    """The day on which renewal opens, and the last day to file it in good time."""
    return renewal_window(period_of(label), programme_of(label.programme_version_id).term)


def period_of(label: Label) -> Period:
    """When the label is valid, as instants."""
    return Period(start_of(label.starts_on), end_of(label.ends_on))


def pending_reservations(labels: Sequence[Label]) -> Sequence[Reservation]:
    """The reservations that their holder still has to answer, the nearest first."""
    if not labels:
        return ()
    waiting = sorted(
        {
            state
            for label in labels
            for machine in [programme_of(label.programme_version_id).machines.get("reservation")]
            if machine is not None
            for state in machine.states_with("awaits_applicant")
        }
    )
    return db.session.scalars(
        select(Reservation)
        .where(Reservation.label_id.in_([label.id for label in labels]), Reservation.state.in_(waiting))
        .order_by(Reservation.due_on, Reservation.id)
    ).all()


def open_programmes(today: date) -> list[Programme]:
    """The programmes that take applications on a day, in order of installation."""
    current = [_current(code, today) for code in installed_codes()]
    return [programme for programme in current if programme is not None and programme.campaign.is_open(today)]


def _current(code: str, today: date) -> Programme | None:
    try:
        return programme_of(current_version(code, today).id)
    except NotFound:
        return None
