"""The college of a programme: everybody who may be asked to review, as applicants are told (`domain.md` §5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.looks import once_a_look
from labelflow.models.queue import Deadline
from labelflow.models.review import Assignment, Objection
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviewers import ROLE_OF, mandated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from labelflow.models.account import User
    from labelflow.models.application import Application
    from labelflow.models.structure import Structure


OBJECTING: Final = "open_objection"
"""The effect of the step by which an applicant objects to a reader."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read, where they come from, as a peer or as a scientist."""

    person: User
    structure: Structure | None
    reader: str

    @property
    def name(self) -> str:
        """Their name, with the structure they come from."""
        return f"{self.person.name} ({self.structure.name})" if self.structure else self.person.name


def college_of(programme_code: str, today: date) -> tuple[str, ...]:
    """Their names, with the structure that each comes from, in alphabetical order."""
    return tuple(dict.fromkeys(one.name for one in readers_of(programme_code, today)))


def readers_of(programme_code: str, today: date) -> tuple[Reader, ...]:
    """Everybody who may be asked to review on a day, in alphabetical order."""
    kinds = {role: reader for reader, role in ROLE_OF.items()}
    return tuple(Reader(person, structure, kinds[role]) for person, structure, role in mandated(programme_code, today))


def college_told(application: Application, now: datetime) -> tuple[Reader, ...]:
    """Whom the applicant is told of: the whole college, or who reads it where reviews are not anonymous."""
    programme = programme_of(application.programme_version_id)
    if programme.review is None:
        return ()
    if programme.review.anonymity == "single":
        return readers_of(programme.code, local_day(now))
    rows = db.session.scalars(
        select(Assignment)
        .where(Assignment.application_id == application.id, Assignment.live.is_(True))
        .options(joinedload(Assignment.person), joinedload(Assignment.structure))
        .order_by(Assignment.id)
    ).all()
    return tuple(Reader(row.person, row.structure, row.reader) for row in rows)


def told_until(application: Application) -> datetime | None:
    """Until when the applicant may object to readers, or could; None while it was not told of them."""
    machine = programme_of(application.programme_version_id).machines["application"]
    timers = {
        str(use.parameters.get("deadline"))
        for step in machine.steps
        if any(effect.rule == OBJECTING for effect in step.effects)
        for use in step.guards
        if use.rule == "deadline_is_running"
    }
    return db.session.scalars(
        select(Deadline.due_at)
        .where(Deadline.subject_kind == "application", Deadline.subject_id == application.id, Deadline.code.in_(timers))
        .order_by(Deadline.due_at.desc())
        .limit(1)
    ).one_or_none()


def targets_of(readers: Sequence[Reader]) -> dict[str, str]:
    """Whom one may object to: code → name. Each person, then each structure that somebody comes from."""
    people = {f"person:{one.person.public_id}": one.name for one in readers}
    places = {one.structure.public_id: one.structure.name for one in readers if one.structure is not None}
    named = sorted(places.items(), key=lambda pair: pair[1])
    return people | {f"structure:{public_id}": name for public_id, name in named}


@once_a_look
def objections_to(application: Application) -> Sequence[Objection]:
    """The objections that the applicant raised, oldest first."""
    return db.session.scalars(
        select(Objection)
        .where(Objection.application_id == application.id)
        .options(joinedload(Objection.person), joinedload(Objection.structure))
        .order_by(Objection.id)
    ).all()


def target_of(objection: Objection) -> str:
    """The code of whom an objection names."""
    if objection.person is not None:
        return f"person:{objection.person.public_id}"
    return f"structure:{objection.structure.public_id}" if objection.structure is not None else ""
