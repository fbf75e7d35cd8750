"""Who can be asked to review an application, and why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from labelflow.db import db
from labelflow.domain.assignments import AssignmentRules, Reviewer, assignment_refusals
from labelflow.domain.calendar import local_day
from labelflow.looks import once_a_look
from labelflow.models.account import Mandate, User
from labelflow.models.review import Assignment
from labelflow.models.structure import Structure
from labelflow.queries.clearances import clearable_links
from labelflow.queries.conflicts import RECUSAL, blocking_codes
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Row

    from labelflow.domain.refusal import Refusal
    from labelflow.models.application import Application

ROLE_OF: Final[Mapping[str, str]] = {"peer": "reviewer", "scientist": "scientist"}
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Option:
    """A person who might review, with what speaks for and against."""

    person: User
    structure: Structure | None
    elsewhere: bool
    """From another department than the applicant."""
    open_files: int
    refusals: tuple[Refusal, ...]
    clearable: frozenset[str] = frozenset()
    """Kinds of links that alone keep them out, and that the coordination may clear."""


def options_for(application: Application, reader: str, now: datetime) -> list[Option]:
    """Everyone with the mandate; those who can be asked first, the least loaded and farthest first."""
    today = local_day(now)
    programme = programme_of(application.programme_version_id)
    college = mandated(programme.code, today)
    blocked = blocking_codes({user.id for user, _, _ in college}, application, "review", now)
    people = {user.id: (user, structure) for user, structure, role in college if role == ROLE_OF[reader]}
    opened, yearly = _loads(now)
    live = {row.person_id: row for row in _live(application)}
    reading = frozenset(row.structure_id for row in live.values() if row.reader == "peer" and row.structure_id)
    rules = _rules(application)
    options = []
    for person, (user, structure) in people.items():
        reviewer = Reviewer(
            reader=reader,
            has_mandate=True,
            is_trained=user.trained_on is not None and user.trained_on <= today,
            structure=structure.id if structure else None,
            open_files=opened[person],
            year_files=yearly[person],
            blocking_links=blocked.get(person, ()),
            already_assigned=person in live,
        )
        elsewhere = structure is None or structure.department != application.structure.department
        refusals = assignment_refusals(reviewer, rules, reading)
        links = blocked.get(person, ())
        may_clear = clearable_links(application, person, links, RECUSAL) if links else frozenset()
        options.append(Option(user, structure, elsewhere, opened[person], refusals, may_clear))
    return sorted(options, key=lambda option: (bool(option.refusals), not option.elsewhere, option.open_files))


@once_a_look
def mandated(programme: str, today: date) -> Sequence[Row[User, Structure | None, str]]:
    """Everyone with a mandate to read, by name: who, from where, as what."""
    return db.session.execute(
        select(User, Structure, Mandate.role)
        .join(Mandate, Mandate.user_id == User.id)
        .outerjoin(Structure, Structure.id == Mandate.structure_id)
        .where(
            Mandate.role.in_(ROLE_OF.values()),
            Mandate.starts_on <= today,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today),
            or_(Mandate.programme_code.is_(None), Mandate.programme_code == programme),
            User.active.is_(True),
        )
        .order_by(User.family_name, User.given_name, User.id, Mandate.id)
    ).all()


def _rules(application: Application) -> AssignmentRules:
    review = programme_of(application.programme_version_id).review
    if review is None:
        return AssignmentRules(max_open=0, max_year=0, training_required=False, distinct_structures=False)
    return AssignmentRules(review.max_open, review.max_year, review.training_required, review.distinct_structures)


@once_a_look
def _live(application: Application) -> list[Assignment]:
    return list(
        db.session.scalars(
            select(Assignment).where(Assignment.application_id == application.id, Assignment.live.is_(True))
        )
    )


@once_a_look
def _loads(now: datetime) -> tuple[Counter[int], Counter[int]]:
    """Open files, and files of the last year, by person."""
    waiting = ("invited", "accepted")
    opened = db.session.execute(
        select(Assignment.person_id, func.count()).where(Assignment.state.in_(waiting)).group_by(Assignment.person_id)
    )
    yearly = db.session.execute(
        select(Assignment.person_id, func.count())
        .where(Assignment.invited_at >= now - YEAR, Assignment.live.is_(True))
        .group_by(Assignment.person_id)
    )
    return Counter(dict(opened.all())), Counter(dict(yearly.all()))
