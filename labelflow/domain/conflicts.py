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
SELF: Final = "SELF"
FUNDING: Final = "FUNDING"
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
class Tie:
    """Whoever is linked with `of` is linked with `to` too.

    kin: both are one legal person, so any link reaches over; above: `of` is the parent or the federation of `to`, so
    belonging to it does; partner: money or a project binds them, so belonging to one is a link of that kind with the
    other.
    """

    kind: Literal["kin", "above", "partner"]
    of: int
    to: int
    starts_on: date | None = None
    ends_on: date | None = None


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


def widened(links: Iterable[Link], ties: Iterable[Tie]) -> tuple[Link, ...]:
    """The links of a person, with those that ties between structures make of them. None lasts longer than its cause."""
    over: dict[int, list[Tie]] = {}
    for tie in ties:
        over.setdefault(tie.of, []).append(tie)
    found = dict.fromkeys(links)
    waiting = list(found)
    while waiting:
        link = waiting.pop()
        for tie in over.get(link.structure, ()):
            reached = _reached(link, tie)
            if reached is not None and reached not in found:
                found[reached] = None
                waiting.append(reached)
    return tuple(found)


def _reached(link: Link, tie: Tie) -> Link | None:
    """What a link becomes over a tie; None when it does not reach over, or never did at the same time."""
    if tie.kind != "kin" and link.code != SELF:
        return None
    starts_on = max(link.starts_on, tie.starts_on or link.starts_on)
    ends = [day for day in (link.ends_on, tie.ends_on) if day is not None]
    ends_on = min(ends, default=None)
    if ends_on is not None and ends_on < starts_on:
        return None
    code = FUNDING if tie.kind == "partner" else link.code
    return Link(code, link.person, tie.to, starts_on, ends_on, link.source if tie.kind == "kin" else tie.kind)


def declared_blocks(
    codes: Iterable[str], rules: Collection[ConflictRule], purpose: Purpose, cleared: Collection[str] = ()
) -> tuple[str, ...]:
    """Those of the kinds of links that somebody declares on one application which keep them from it.

    One that is only to be declared does not; one left to the coordination does until it clears that kind. A kind that
    no rule knows does: who is in doubt stays out.
    """
    return tuple(code for code in dict.fromkeys(codes) if code not in cleared and _may_block(code, rules, purpose))


def clearable(codes: Iterable[str], rules: Collection[ConflictRule], purpose: Purpose) -> frozenset[str]:
    """Those of the kinds of links that the coordination may clear for one application."""
    left = {rule.code for rule in rules if purpose in rule.applies_to and rule.effect == "coordinator_decides"}
    firm = {rule.code for rule in rules if purpose in rule.applies_to and rule.effect == "block"}
    return frozenset(codes) & (left - firm)


def _may_block(code: str, rules: Collection[ConflictRule], purpose: Purpose) -> bool:
    known = [rule for rule in rules if rule.code == code]
    return not known or any(purpose in rule.applies_to and rule.effect != "declare" for rule in known)


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
