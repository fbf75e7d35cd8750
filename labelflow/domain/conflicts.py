"""Conflicts of interest: which links between a person and an applicant count, for what, how long.

Law 2013-907, art. 2: a situation where interests may influence *or appear to influence* the
independent exercise of a function. CRPA R133-12: an interested member takes no part, on pain of
nullity. ISO/IEC 17065, 7.13.5: nobody handles what they took part in. A link is a fact; the rules of
the programme say whether it is a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

from pydantic import Field

from labelflow.domain.calendar import MONTHS_IN_A_YEAR, add_months
from labelflow.domain.workflow import Declared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

Purpose = Literal["review", "instruction", "report", "decision", "appeal"]
Effect = Literal["block", "declare", "coordinator_decides"]

PURPOSES: Final[frozenset[Purpose]] = frozenset(get_args(Purpose))
RECIPROCAL: Final = "RECIPROCAL"
CONSORTIUM: Final = "CONSORTIUM"

INCOMPATIBLE: Final[dict[Purpose, frozenset[Purpose]]] = {
    "review": frozenset({"decision", "report", "appeal"}),
    "instruction": frozenset({"appeal"}),
    "report": frozenset({"review", "appeal"}),
    "decision": frozenset({"review", "appeal"}),
    "appeal": PURPOSES - {"appeal"},
}
"""Parts that one person may not play on the same application: each with those that exclude it."""


class ConflictRule(Declared):
    """What a kind of link means. A kind may have several rules, for different purposes.

    `years` is how long a link counts after it ended (0: only while it lasts; absent: for ever).
    `automatic` says that the software looks for such links by itself; one that is known counts
    however it became known.
    """

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{0,23}$")]
    years: Annotated[int, Field(ge=0, le=100)] | None = None
    effect: Effect = "block"
    automatic: bool = False
    applies_to: Annotated[frozenset[Purpose], Field(min_length=1)] = PURPOSES


@dataclass(frozen=True, slots=True)
class Link:
    """A dated fact between a person and a structure, with where it comes from."""

    code: str
    person: int
    structure: int
    starts_on: date
    ends_on: date | None = None
    source: str = "declared"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A link that counts, and its effect on what the person wants to do."""

    link: Link
    effect: Effect

    @property
    def code(self) -> str:
        """The kind of link."""
        return self.link.code


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review given or under way: by whom, of which structures, of which structure, when."""

    reviewer_structures: frozenset[int]
    reviewed_structure: int
    starts_on: date
    ends_on: date | None = None
    source: str = "detected"


def counts(link: Link, rule: ConflictRule, today: date) -> bool:
    """Whether `link` is of this rule's kind, has started, and did not end too long ago."""
    if link.code != rule.code or link.starts_on > today:
        return False
    if link.ends_on is None or rule.years is None:
        return True
    return today <= add_months(link.ends_on, rule.years * MONTHS_IN_A_YEAR)


def conflicts_between(
    links: Iterable[Link],
    structures: Collection[int],
    *,
    rules: Iterable[ConflictRule],
    purpose: Purpose,
    today: date,
) -> tuple[Conflict, ...]:
    """The conflicts of a person with an applicant, for one purpose, on one day.

    `structures` holds the applicant, its parents and whatever else is one with it; links with other
    structures count for nothing. Blocking ones come first.
    """
    found = {
        Conflict(link, rule.effect)
        for rule in rules
        if purpose in rule.applies_to
        for link in links
        if link.structure in structures and counts(link, rule, today)
    }
    return tuple(sorted(found, key=_gravity))


def blocking(conflicts: Iterable[Conflict], cleared: Collection[Link] = ()) -> tuple[Conflict, ...]:
    """The conflicts that keep the person out.

    One left to the coordination blocks until they clear its link; no clearing lifts a block.
    """
    return tuple(
        conflict
        for conflict in conflicts
        if conflict.effect == "block" or (conflict.effect == "coordinator_decides" and conflict.link not in cleared)
    )


def reciprocal_links(
    person: int, own_structures: Collection[int], applicant: Collection[int], reviews: Iterable[PastReview]
) -> tuple[Link, ...]:
    """Links made by the applicant's people reviewing a structure of `person`: you do not mark your judge."""
    return tuple(
        Link(RECIPROCAL, person, structure, review.starts_on, review.ends_on, review.source)
        for review in reviews
        if review.reviewed_structure in own_structures
        for structure in sorted(review.reviewer_structures & set(applicant))
    )


def consortium_conflict(
    person: int, bodies: Collection[int], applicant: Collection[int], today: date
) -> Conflict | None:
    """The block of a coordinator who acts for a consortium member that is the applicant.

    Holds whatever the other roles of the person and whatever the programme's rules say.
    """
    shared = sorted(set(bodies) & set(applicant))
    return Conflict(Link(CONSORTIUM, person, shared[0], today, source="detected"), "block") if shared else None


def incompatible_parts(purpose: Purpose, earlier: Collection[Purpose]) -> frozenset[Purpose]:
    """The parts already played on this application that exclude playing `purpose` too."""
    return INCOMPATIBLE[purpose] & frozenset(earlier)


def _gravity(conflict: Conflict) -> tuple[int, str, int, date]:
    order = ("block", "coordinator_decides", "declare")
    return order.index(conflict.effect), conflict.code, conflict.link.structure, conflict.link.starts_on
