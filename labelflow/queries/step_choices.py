"""What a person may choose from when a step asks: options that depend on the subject, not on the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.words import in_language
from labelflow.i18n import moment_in_words
from labelflow.models.account import Mandate, User
from labelflow.models.application import Application
from labelflow.models.session import Item, Session
from labelflow.queries.college import college_told, targets_of
from labelflow.queries.committee import committee_members
from labelflow.queries.conflicts import blocking_codes
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from labelflow.domain.workflow import Ask, Step
    from labelflow.models.subjects import Subject

Choices = tuple[tuple[str, str], ...]
"""(code, words) pairs, in the order in which they are offered."""


def choices_of(subject: Subject, step: Step, now: datetime) -> dict[str, Choices]:
    """For each field of the step that is chosen, what may be chosen: declared options, or what exists now."""
    found = {}
    for ask in step.asks:
        if ask.options:
            found[ask.code] = tuple((code, in_language(words)) for code, words in ask.options)
        elif ask.kind in {"choice", "choices", "criteria", "person"}:
            found[ask.code] = _reader(ask)(subject, now)
    return found


def _reader(ask: Ask) -> Callable[[Subject, datetime], Choices]:
    return _criteria if ask.kind == "criteria" else READERS.get(ask.code, _people if ask.kind == "person" else _nothing)


def _nothing(_subject: Subject, _now: datetime) -> Choices:
    return ()


def _pieces(subject: Subject, _now: datetime) -> Choices:
    slots = programme_of(subject.programme_version_id).form.slots
    return tuple((slot.code, in_language(slot.name)) for slot in slots)


def _criteria(subject: Subject, _now: datetime) -> Choices:
    grid = programme_of(subject.programme_version_id).grid
    criteria = grid.criteria if grid else ()
    return tuple((criterion.code, f"{criterion.code} · {in_language(criterion.name)}") for criterion in criteria)


def _sessions(subject: Subject, now: datetime) -> Choices:
    """The sessions to come whose agenda is still open."""
    programme = programme_of(subject.programme_version_id)
    rows = db.session.scalars(
        select(Session)
        .where(
            Session.programme_code == programme.code,
            Session.state == programme.machines["session"].initial,
            Session.held_at > now,
        )
        .order_by(Session.held_at)
    )
    return tuple((row.public_id, f"{row.title}, {moment_in_words(row.held_at)}") for row in rows)


def _rapporteurs(subject: Subject, now: datetime) -> Choices:
    """The committee's members who took no part in the evaluation and have no link with the structure."""
    if not isinstance(subject, Application):
        return ()
    members = committee_members(subject.programme_code, local_day(now))
    blocked = blocking_codes(members, subject, "report", now)
    free = members - set(blocked) - facts_of(subject, now).evaluators
    return _named(free)


def _outcomes(subject: Subject, now: datetime) -> Choices:
    """The decisions that the programme knows for the application of an item."""
    if not isinstance(subject, Item):
        return ()
    possible = facts_of(subject, now).possible_outcomes
    steps = programme_of(subject.programme_version_id).machines["application"].steps
    return tuple((step.code, in_language(step.label)) for step in steps if step.code in possible)


def _college(subject: Subject, now: datetime) -> Choices:
    """The people and the structures of the college, as the applicant is told of it."""
    if not isinstance(subject, Application):
        return ()
    raised = facts_of(subject, now).challenged
    return tuple((code, name) for code, name in targets_of(college_told(subject, now)).items() if code not in raised)


def _people(subject: Subject, now: datetime) -> Choices:
    """Everybody with a mandate for the programme today."""
    today, code = local_day(now), programme_of(subject.programme_version_id).code
    holding = select(Mandate.user_id).where(
        Mandate.starts_on <= today,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today),
        or_(Mandate.programme_code.is_(None), Mandate.programme_code == code),
    )
    return _named(frozenset(db.session.scalars(holding)))


def _named(people: frozenset[int]) -> Choices:
    rows = db.session.scalars(
        select(User)
        .where(User.id.in_(people), User.active.is_(True))
        .order_by(User.family_name, User.given_name, User.id)
    )
    return tuple((row.public_id, row.name) for row in rows)


READERS: Final[Mapping[str, Callable[[Subject, datetime], Choices]]] = {
    "pieces": _pieces,
    "session": _sessions,
    "rapporteur": _rapporteurs,
    "outcome": _outcomes,
    "challenged": _college,
}
"""By the code under which the guards and effects of the catalogue read the field."""
