"""Links between people and a structure, read from affiliations, mandates, declarations and past reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.conflicts import (
    Link,
    PastReview,
    Purpose,
    blocking,
    conflicts_between,
    consortium_conflict,
    reciprocal_links,
)
from labelflow.models.account import InterestLink, Mandate, Membership
from labelflow.models.application import Application
from labelflow.models.review import Assignment, Declaration
from labelflow.models.session import Item, Recusal, Vote
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import Select

    from labelflow.models.label import Label

RECUSAL = "DECLARED"
"""A link declared for this application, whatever its kind."""
EVALUATED = "EVALUATED"
"""The person signed a clear declaration to evaluate this application: no other part in it (ISO/IEC 17065, 7.6)."""
DECIDED = "DECIDED"
"""The person voted or reported on this application: they do not evaluate it afterwards, should it be deferred."""


def links_of(people: Collection[int]) -> dict[int, list[Link]]:
    """Every known link of each person, ended ones included: the rules decide which count."""
    found: dict[int, list[Link]] = {person: [] for person in people}
    for member in db.session.scalars(select(Membership).where(Membership.user_id.in_(people))):
        found[member.user_id].append(
            Link("SELF", member.user_id, member.structure_id, member.starts_on, member.ends_on, "detected")
        )
    for mandate in db.session.scalars(
        select(Mandate).where(Mandate.user_id.in_(people), Mandate.structure_id.is_not(None))
    ):
        found[mandate.user_id].append(
            Link("SELF", mandate.user_id, mandate.structure_id or 0, mandate.starts_on, mandate.ends_on, "detected")
        )
    for link in db.session.scalars(select(InterestLink).where(InterestLink.user_id.in_(people))):
        found[link.user_id].append(
            Link(link.code, link.user_id, link.structure_id, link.starts_on, link.ends_on, link.source)
        )
    return found


def blocking_codes(
    people: Collection[int], root: Application | Label, purpose: Purpose, now: datetime
) -> dict[int, tuple[str, ...]]:
    """For each of `people`, the codes of the links that keep them from `purpose`; absent when free."""
    return blocking_table(people, (root,), purpose, now)[root.id]


def blocking_table(
    people: Collection[int], roots: Collection[Application | Label], purpose: Purpose, now: datetime
) -> dict[int, dict[int, tuple[str, ...]]]:
    """What `blocking_codes` says of each of `roots`, by its key: as many reads for thirty as for one."""
    if not people:
        return {root.id: {} for root in roots}
    known = links_of(people)
    reviews = _past_reviews(roots) if purpose == "review" else []
    parts = _on_their_applications(roots, purpose)
    return {root.id: _codes_on(root, known, reviews, parts, purpose, now) for root in roots}


def _codes_on(
    root: Application | Label,
    known: dict[int, list[Link]],
    reviews: list[PastReview],
    parts: dict[str, set[tuple[int, int]]],
    purpose: Purpose,
    now: datetime,
) -> dict[int, tuple[str, ...]]:
    today, structure = local_day(now), {root.structure_id}
    rules = programme_of(root.programme_version_id).conflicts
    application = _application_of(root)
    found: dict[int, tuple[str, ...]] = {}
    for person, links in known.items():
        own = {link.structure for link in links if link.code == "SELF" and _holds(link, today)}
        links = [*links, *reciprocal_links(person, own, structure, reviews)]  # noqa: PLW2901 - a richer list
        codes = [
            c.code for c in blocking(conflicts_between(links, structure, rules=rules, purpose=purpose, today=today))
        ]
        if purpose == "instruction":
            body = consortium_conflict(person, own, structure, today)
            codes += [body.code] if body else []
        codes += [code for code, those in parts.items() if (application, person) in those]
        if codes:
            found[person] = tuple(dict.fromkeys(codes))
    return found


def blocked_people(people: Iterable[int], root: Application | Label, purpose: Purpose, now: datetime) -> frozenset[int]:
    """Those of `people` whom a link keeps from `purpose` on this subject."""
    return frozenset(blocking_codes(list(people), root, purpose, now))


def _application_of(root: Application | Label) -> int:
    return root.id if isinstance(root, Application) else root.application_id or 0


def _on_their_applications(roots: Collection[Application | Label], purpose: Purpose) -> dict[str, set[tuple[int, int]]]:
    """(application, person) pairs that keep out by themselves: links declared for it, evaluations of it."""
    applications = {_application_of(root) for root in roots}
    rows = db.session.execute(
        select(Declaration.application_id, Declaration.person_id, Declaration.clear).where(
            Declaration.application_id.in_(applications)
        )
    ).all()
    stepped_aside = db.session.execute(recusals_said().where(Item.application_id.in_(applications))).all()
    declared = {(application, person) for application, person, clear in rows if not clear}
    read = purpose != "review" and all(isinstance(root, Application) for root in roots)
    decided = _deciders(applications) if purpose == "review" else set()
    return {
        DECIDED: decided,
        RECUSAL: declared | {(application, person) for application, person in stepped_aside},
        EVALUATED: {(application, person) for application, person, clear in rows if clear and read},
    }


def _deciders(applications: Collection[int]) -> set[tuple[int, int]]:
    """(application, person) pairs of those who voted on it, for themselves or for another, or who report on it."""
    items = select(Item.application_id, Item.rapporteur_id, Vote.member_id, Vote.by_proxy_id).outerjoin(
        Vote, Vote.item_id == Item.id
    )
    rows = db.session.execute(items.where(Item.application_id.in_(applications))).all()
    return {(application, person) for application, *people in rows for person in people if person is not None}


def recusals_said() -> Select[int, int]:
    """(application, member) pairs of the recusals that somebody spoke out: they last as long as the application."""
    return (
        select(Item.application_id, Recusal.member_id)
        .join(Item, Item.id == Recusal.item_id)
        .where(Recusal.source != "computed")
    )


def _past_reviews(roots: Collection[Application | Label]) -> list[PastReview]:
    """Who of the applicants' people reviewed which structure."""
    rows = db.session.execute(
        select(Assignment.structure_id, Application.structure_id, Assignment.invited_at)
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.structure_id.in_({root.structure_id for root in roots}), Assignment.live.is_(True))
    )
    return [
        PastReview(frozenset({reviewer or 0}), reviewed, local_day(at), local_day(at))
        for reviewer, reviewed, at in rows
    ]


def _holds(link: Link, today: date) -> bool:
    return link.starts_on <= today and (link.ends_on is None or today <= link.ends_on)
