"""Links between people and a structure, read from affiliations, mandates, declarations and past reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import String, bindparam, case, func, literal_column, or_, select, union_all

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.conflicts import (
    SELF,
    Link,
    PastReview,
    Purpose,
    blocking,
    conflicts_between,
    consortium_conflict,
    reciprocal_links,
    widened,
)
from labelflow.models.account import InterestLink, Mandate, Membership
from labelflow.models.application import Application
from labelflow.models.review import Assignment, Declaration, Objection, Review
from labelflow.models.session import Item, Recusal, Vote
from labelflow.prepared import Prepared
from labelflow.queries.clearances import Pair, cleared_codes, wholly_cleared
from labelflow.queries.programmes import programme_of
from labelflow.queries.ties import kin_of, ties_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import BindParameter, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from labelflow.models.label import Label

RECUSAL = "DECLARED"
"""A link declared for this application, whatever its kind."""
EVALUATED = "EVALUATED"
"""The person signed a clear declaration to evaluate this application: no other part in it (ISO/IEC 17065, 7.6)."""
CHALLENGED = "CHALLENGED"
"""The applicant objects to the person, or to the structure they come from: not decided yet, or upheld."""
DECIDED = "DECIDED"
"""The person voted or reported on this application: they do not evaluate it afterwards, should it be deferred."""


def recusals_said() -> Select[int, int]:
    """(application, member) pairs of the recusals that somebody spoke out: they last as long as the application."""
    return (
        select(Item.application_id, Recusal.member_id)
        .join(Item, Item.id == Recusal.item_id)
        .where(Recusal.source != "computed")
    )


_PEOPLE: Final[BindParameter[Any]] = bindparam("people", expanding=True)
_LINKS: Final = Prepared(
    union_all(
        select(
            literal_column("'SELF'", String),
            Membership.user_id,
            Membership.structure_id,
            Membership.starts_on,
            Membership.ends_on,
            literal_column("'detected'", String),
        ).where(Membership.user_id.in_(_PEOPLE)),
        select(
            literal_column("'SELF'"),
            Mandate.user_id,
            Mandate.structure_id,
            Mandate.starts_on,
            Mandate.ends_on,
            literal_column("'detected'"),
        ).where(Mandate.user_id.in_(_PEOPLE), Mandate.structure_id.is_not(None)),
        select(
            InterestLink.code,
            InterestLink.user_id,
            InterestLink.structure_id,
            InterestLink.starts_on,
            InterestLink.ends_on,
            InterestLink.source,
        ).where(InterestLink.user_id.in_(_PEOPLE)),
    )
)


def _part(code: str, person: InstrumentedAttribute[Any], *joined: Any) -> Select[str, int, Any]:  # noqa: ANN401 - what `join` takes
    """(code, application, person) of those who took a part in an application, through an item of an agenda."""
    rows = select(literal_column(f"'{code}'", String), Item.application_id, person)
    rows = rows.join(*joined) if joined else rows
    return rows.where(Item.application_id.in_(_APPLICATIONS), person.is_not(None))


_APPLICATIONS: Final[BindParameter[Any]] = bindparam("applications", expanding=True)
_DECLARED: Final = select(
    case((Declaration.clear, literal_column(f"'{EVALUATED}'", String)), else_=literal_column(f"'{RECUSAL}'", String)),
    Declaration.application_id,
    Declaration.person_id,
).where(Declaration.application_id.in_(_APPLICATIONS))
_STEPPED_ASIDE: Final = _part(RECUSAL, Recusal.member_id, Recusal, Recusal.item_id == Item.id).where(
    Recusal.source != literal_column("'computed'")
)
_CHALLENGED: Final = (
    select(literal_column(f"'{CHALLENGED}'", String), Objection.application_id, Objection.person_id).where(
        Objection.person_id.is_not(None)
    ),
    select(literal_column(f"'{CHALLENGED}'", String), Objection.application_id, Mandate.user_id).join(
        Mandate, Mandate.structure_id == Objection.structure_id
    ),
)
_PARTS: Final = Prepared(union_all(_DECLARED, _STEPPED_ASIDE))
_PARTS_BEFORE_REVIEW: Final = Prepared(
    union_all(
        _DECLARED.where(Declaration.clear.is_(False)),
        _STEPPED_ASIDE,
        _part(DECIDED, Item.rapporteur_id),
        _part(DECIDED, Vote.member_id, Vote, Vote.item_id == Item.id),
        _part(DECIDED, Vote.by_proxy_id, Vote, Vote.item_id == Item.id),
        *(one.where(Objection.stands, Objection.application_id.in_(_APPLICATIONS)) for one in _CHALLENGED),
    )
)
_PAST_REVIEWS: Final = Prepared(
    select(Assignment.structure_id, Application.structure_id, Assignment.invited_at, func.max(Review.submitted_at))
    .join(Application, Application.id == Assignment.application_id)
    .outerjoin(Review, Review.assignment_id == Assignment.id)
    .where(Assignment.structure_id.in_(bindparam("structures", expanding=True)))
    .group_by(Assignment.id, Assignment.structure_id, Application.structure_id, Assignment.invited_at, Assignment.live)
    .having(or_(Assignment.live.is_(True), func.max(Review.submitted_at).is_not(None)))
)


def links_of(people: Collection[int]) -> dict[int, list[Link]]:
    """Every known link of each person, ended ones and those that ties make included: the rules decide which count."""
    found: dict[int, list[Link]] = {person: [] for person in people}
    if found:
        for code, person, *rest in _LINKS.all(db.session.connection(), {"people": found}):
            found[person].append(Link(code, person, *rest))
    ties = ties_from({link.structure for links in found.values() for link in links})
    return {person: list(widened(links, ties)) for person, links in found.items()} if ties else found


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
    if not roots:
        return {}
    cleared = cleared_codes([_application_of(root) for root in roots]) if purpose == "review" else {}
    parts = _on_their_applications(roots, purpose)
    parts[RECUSAL] -= wholly_cleared(cleared)
    reviews = _past_reviews(roots) if purpose == "review" else []
    known = _Known(links_of(people), reviews, parts, cleared)
    return {root.id: _codes_on(root, known, purpose, now) for root in roots}


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of some people and some applications."""

    links: dict[int, list[Link]]
    reviews: list[PastReview]
    parts: dict[str, set[Pair]]
    cleared: dict[Pair, frozenset[str]]


def _codes_on(root: Application | Label, known: _Known, purpose: Purpose, now: datetime) -> dict[int, tuple[str, ...]]:
    today, structure = local_day(now), {root.structure_id}
    rules = programme_of(root.programme_version_id).conflicts
    application = _application_of(root)
    found: dict[int, tuple[str, ...]] = {}
    for person, links in known.links.items():
        own = {link.structure for link in links if link.code == SELF and _holds(link, today)}
        links = [*links, *reciprocal_links(person, own, structure, known.reviews)]  # noqa: PLW2901 - a richer list
        found_here = conflicts_between(links, structure, rules=rules, purpose=purpose, today=today)
        let_pass = known.cleared.get((application, person), ())
        passed = [conflict.link for conflict in found_here if conflict.code in let_pass]
        codes = [conflict.code for conflict in blocking(found_here, passed)]
        if purpose == "instruction":
            body = consortium_conflict(person, own, structure, today)
            codes += [body.code] if body else []
        codes += [code for code, those in known.parts.items() if (application, person) in those]
        if codes:
            found[person] = tuple(dict.fromkeys(codes))
    return found


def blocked_people(people: Iterable[int], root: Application | Label, purpose: Purpose, now: datetime) -> frozenset[int]:
    """Those of `people` whom a link keeps from `purpose` on this subject."""
    return frozenset(blocking_codes(list(people), root, purpose, now))


def _application_of(root: Application | Label) -> int:
    return root.id if isinstance(root, Application) else root.application_id or 0


def _on_their_applications(roots: Collection[Application | Label], purpose: Purpose) -> dict[str, set[Pair]]:
    """(application, person) pairs that keep out by themselves: links declared for it, parts taken in it."""
    parts = _PARTS_BEFORE_REVIEW if purpose == "review" else _PARTS
    found: dict[str, set[Pair]] = {DECIDED: set(), RECUSAL: set(), EVALUATED: set(), CHALLENGED: set()}
    for code, application, person in parts.all(
        db.session.connection(), {"applications": {_application_of(root) for root in roots}}
    ):
        found[code].add((application, person))
    if not all(isinstance(root, Application) for root in roots):
        found[EVALUATED].clear()
    return found


def _past_reviews(roots: Collection[Application | Label]) -> list[PastReview]:
    """Which structure the applicants' people reviewed, from the invitation to the day on which they gave the review."""
    kin = kin_of({root.structure_id for root in roots})
    rows = _PAST_REVIEWS.all(db.session.connection(), {"structures": set().union(*kin.values())})
    return [
        PastReview(
            frozenset(structure for structure, same in kin.items() if reviewer in same),
            reviewed,
            local_day(invited_at),
            local_day(given_at) if given_at is not None else None,
        )
        for reviewer, reviewed, invited_at, given_at in rows
    ]


def _holds(link: Link, today: date) -> bool:
    return link.starts_on <= today and (link.ends_on is None or today <= link.ends_on)
