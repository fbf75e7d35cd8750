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
from labelflow.looks import each_once_a_look, once_a_look
from labelflow.models.account import InterestLink, Mandate, Membership
from labelflow.models.application import Application
from labelflow.models.review import Assignment, Declaration, Objection, Review
from labelflow.models.session import Item, Recusal, Vote
from labelflow.prepared import Prepared
from labelflow.queries.clearances import Pair, cleared_codes, wholly_cleared
from labelflow.queries.programmes import programme_of
from labelflow.queries.ties import kin_of, ties_from

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
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


PARTS: Final = (DECIDED, RECUSAL, EVALUATED, CHALLENGED)
"""Parts taken in an application that keep out by themselves, in the order in which they are told."""
Parts = set[tuple[str, int]]
"""(code, person) of those who took a part in one application."""


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


@each_once_a_look
def links_of(people: Collection[int]) -> Mapping[int, list[Link]]:
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
    return dict(_blocking_table(frozenset(people), frozenset(roots), purpose, local_day(now)))


@once_a_look
def _blocking_table(
    people: frozenset[int], roots: frozenset[Application | Label], purpose: Purpose, today: date
) -> Mapping[int, dict[int, tuple[str, ...]]]:
    applications = {_application_of(root) for root in roots}
    cleared = cleared_codes(applications) if purpose == "review" else {}
    reviews = _past_reviews(frozenset(root.structure_id for root in roots)) if purpose == "review" else []
    known = _Known(links_of(people), reviews, _parts(applications, purpose), cleared, wholly_cleared(cleared))
    return {root.id: _codes_on(root, known, purpose, today) for root in roots}


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of some people and some applications."""

    links: Mapping[int, list[Link]]
    reviews: list[PastReview]
    parts: Mapping[int, Parts]
    cleared: Mapping[Pair, frozenset[str]]
    wholly_cleared: frozenset[Pair]


def _codes_on(root: Application | Label, known: _Known, purpose: Purpose, today: date) -> dict[int, tuple[str, ...]]:
    structure = {root.structure_id}
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
        parts = known.parts[application]
        codes += [code for code in PARTS if (code, person) in parts and _counts(code, person, root, known)]
        if codes:
            found[person] = tuple(dict.fromkeys(codes))
    return found


def _counts(code: str, person: int, root: Application | Label, known: _Known) -> bool:
    """Whether a part taken in an application keeps out: not once it was cleared; an evaluation, of that alone."""
    if code == RECUSAL:
        return (_application_of(root), person) not in known.wholly_cleared
    return code != EVALUATED or isinstance(root, Application)


def read_ahead(person: int | None, roots: Collection[Application | Label]) -> None:
    """Read at once what the permissions of a person will ask of each of these. Before a review, more is read."""
    if person is not None and roots:
        links_of([person])
        _taken({_application_of(root) for root in roots})


def blocked_people(people: Iterable[int], root: Application | Label, purpose: Purpose, now: datetime) -> frozenset[int]:
    """Those of `people` whom a link keeps from `purpose` on this subject."""
    return frozenset(blocking_codes(list(people), root, purpose, now))


def _application_of(root: Application | Label) -> int:
    return root.id if isinstance(root, Application) else root.application_id or 0


def _parts(applications: Collection[int], purpose: Purpose) -> Mapping[int, Parts]:
    return _taken_before_review(applications) if purpose == "review" else _taken(applications)


@each_once_a_look
def _taken(applications: Collection[int]) -> Mapping[int, Parts]:
    return _parts_in(applications, _PARTS)


@each_once_a_look
def _taken_before_review(applications: Collection[int]) -> Mapping[int, Parts]:
    return _parts_in(applications, _PARTS_BEFORE_REVIEW)


def _parts_in(applications: Collection[int], parts: Prepared) -> Mapping[int, Parts]:
    found: dict[int, Parts] = {application: set() for application in applications}
    for code, application, person in parts.all(db.session.connection(), {"applications": applications}):
        found[application].add((code, person))
    return found


@once_a_look
def _past_reviews(structures: frozenset[int]) -> list[PastReview]:
    """Which structure the applicants' people reviewed, from the invitation to the day on which they gave the review."""
    kin = kin_of(structures)
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
