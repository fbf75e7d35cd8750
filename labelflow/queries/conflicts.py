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
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from labelflow.models.label import Label

RECUSAL = "DECLARED"
"""A link declared for this application, whatever its kind."""
EVALUATED = "EVALUATED"
"""The person signed a clear declaration to evaluate this application: no other part in it (ISO/IEC 17065, 7.6)."""


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
    if not people:
        return {}
    today = local_day(now)
    structure: set[int] = {root.structure_id}
    rules = programme_of(root.programme_version_id).conflicts
    known = links_of(people)
    reviews = _past_reviews(root) if purpose == "review" else []
    declared, evaluators = _on_this_application(root, purpose)
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
        codes += [RECUSAL] if person in declared else []
        codes += [EVALUATED] if person in evaluators else []
        if codes:
            found[person] = tuple(dict.fromkeys(codes))
    return found


def blocked_people(people: Iterable[int], root: Application | Label, purpose: Purpose, now: datetime) -> frozenset[int]:
    """Those of `people` whom a link keeps from `purpose` on this subject."""
    return frozenset(blocking_codes(list(people), root, purpose, now))


def _on_this_application(root: Application | Label, purpose: Purpose) -> tuple[frozenset[int], frozenset[int]]:
    application_id = root.id if isinstance(root, Application) else root.application_id
    rows = db.session.execute(
        select(Declaration.person_id, Declaration.clear).where(Declaration.application_id == application_id)
    ).all()
    declared = frozenset(person for person, clear in rows if not clear)
    reads = purpose != "review" and isinstance(root, Application)
    return declared, frozenset(person for person, clear in rows if clear and reads)


def _past_reviews(root: Application | Label) -> list[PastReview]:
    """Who of the applicant's people reviewed which structure."""
    rows = db.session.execute(
        select(Assignment.structure_id, Application.structure_id, Assignment.invited_at)
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.structure_id == root.structure_id, Assignment.live.is_(True))
    )
    return [
        PastReview(frozenset({reviewer or 0}), reviewed, local_day(at), local_day(at))
        for reviewer, reviewed, at in rows
    ]


def _holds(link: Link, today: date) -> bool:
    return link.starts_on <= today and (link.ends_on is None or today <= link.ends_on)
