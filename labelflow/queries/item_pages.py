"""One item of an agenda, as whoever deliberates on it reads it: the file beside its marks, and how the vote stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.quorum import after_tie
from labelflow.models.decision import Decision
from labelflow.queries.attendance import Standing, named, standing_on
from labelflow.queries.dossier import document_checks, submitted
from labelflow.queries.exchanges import complements_of, last_reply
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reports import consolidated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.grid import Criterion, Family
    from labelflow.models.account import User
    from labelflow.models.application import Application, Complement, DocumentCheck, Reply
    from labelflow.models.session import Item
    from labelflow.programmes.schema import Programme
    from labelflow.queries.dossier import Position, Submitted
    from labelflow.queries.facts.committee import ItemRead


@dataclass(frozen=True, slots=True)
class Voice:
    """A vote awaited or cast: whose it is, who casts it for them, what it was."""

    member: User
    by: User | None
    choice: str
    """"" while it is awaited."""
    cast_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hearing:
    """How an item stands: who is there, who steps aside, which voices are in."""

    facts: ItemRead
    standing: Standing
    presides: bool
    """Whether the person presides this item."""
    mine: tuple[Voice, ...]
    """The person's own voice, then those of the proxies that they hold."""
    voices: tuple[Voice, ...]
    """Everybody's, for whoever presides; nobody else reads them while the vote is open."""
    decision: Decision | None

    @property
    def is_voting(self) -> bool:
        """Whether a ballot is open."""
        return self.facts.machine.by_code[self.facts.state].has("pending")

    @property
    def ballots(self) -> Sequence[Mapping[str, Any]]:
        """The ballots that were counted, in order."""
        found: Sequence[Mapping[str, Any]] = self.facts.subject.result.get("ballots", [])
        return found

    @property
    def advice_on_tie(self) -> str:
        """After an equal division: deferral, or refusal when the application was deferred before; else ""."""
        tied = self.facts.tie if self.is_voting else bool(self.ballots and self.ballots[-1]["tie"])
        voted = self.facts.votes_cast >= self.facts.votes_expected
        return after_tie(self.facts.deferrals) if tied and (voted or not self.is_voting) else ""


@dataclass(frozen=True, slots=True)
class Read:
    """What one reader made of one criterion."""

    reader: str
    number: int
    level: int | None
    absent: str
    comment: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A criterion: where the structure placed itself, what each reader found, what came of it."""

    criterion: Criterion
    position: Position | None
    reads: tuple[Read, ...]
    effect: Mapping[str, Any]
    """Points, weight, value, gained and lost share of the total (CRPA L311-3-1)."""
    gate: str
    """"met", "doubtful", "failed", "unjudged"; "" when it eliminates nobody."""
    divergent: bool
    reservation: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that the committee reads of an application; readers stay without a name."""

    application: Application
    programme: Programme
    filed: Submitted | None
    reviews: Sequence[Mapping[str, Any]]
    proposal: Mapping[str, Any]
    families: tuple[tuple[Family, Mapping[str, Any], tuple[Compared, ...]], ...]
    reply: Reply | None
    questions: Sequence[Complement]


def hearing_of(item: Item, actor: Actor, now: datetime) -> Hearing:
    """How the item stands for a person who may read it."""
    facts: ItemRead = facts_of(item, now)
    cast = {vote.member_id: vote for vote in item.votes if vote.ballot == item.ballot}
    people = named({*facts.members, *facts.recused, *facts.voters, *facts.ballots})
    person = actor.id or 0
    presides = facts.chair is not None and facts.chair == person
    holders = {proxy.giver: proxy.holder for proxy in facts.attendance.proxies}

    def voice(member: int) -> Voice:
        vote, by = cast.get(member), holders.get(member) if member not in facts.attendance.attending else None
        return Voice(people[member], people.get(by or 0), vote.choice if vote else "", vote.cast_at if vote else None)

    order = sorted(facts.voters, key=lambda key: (people[key].family_name, people[key].given_name))
    decision = db.session.scalars(select(Decision).where(Decision.item_id == item.id)).one_or_none()
    return Hearing(
        facts=facts,
        standing=standing_on(facts, people),
        presides=presides,
        mine=tuple(voice(member) for member in facts.voices_of(person)),
        voices=tuple(voice(member) for member in order) if presides else (),
        decision=decision,
    )


def case_file(application: Application, decision: Decision | None = None) -> CaseFile:
    """The file beside its marks. With a decision, the figures are those on which it was taken."""
    programme = programme_of(application.programme_version_id)
    found, filed = consolidated(application), submitted(application, "committee")
    proposal = (decision.proposal if decision is not None else None) or found["proposal"]
    return CaseFile(
        application=application,
        programme=programme,
        filed=filed,
        reviews=found["reviews"],
        proposal=proposal,
        families=tuple(_families(programme, found["reviews"], proposal, filed, document_checks(application))),
        reply=last_reply(application),
        questions=complements_of(application),
    )


def _families(
    programme: Programme,
    reviews: Sequence[Mapping[str, Any]],
    proposal: Mapping[str, Any],
    filed: Submitted | None,
    checks: Mapping[str, DocumentCheck],
) -> Any:  # noqa: ANN401 - rows of three
    effects = {entry["code"]: entry for entry in proposal.get("criteria", ())}
    figures = {entry["code"]: entry for entry in proposal.get("families", ())}
    positions = filed.positions if filed else {}
    for family in programme.grid.families if programme.grid else ():
        rows = tuple(
            Compared(
                criterion=criterion,
                position=positions.get(criterion.code),
                reads=tuple(_reads(criterion.code, reviews, checks)),
                effect=effects.get(criterion.code, {}),
                gate=str(proposal.get("gates", {}).get(criterion.code, "")),
                divergent=criterion.code in proposal.get("divergent", ()),
                reservation=_reservation(criterion.code, proposal),
            )
            for criterion in programme.grid.criteria_of(family.code)  # type: ignore[union-attr]  # it has families
        )
        yield family, figures.get(family.code, {}), rows


def _reads(code: str, reviews: Sequence[Mapping[str, Any]], checks: Mapping[str, DocumentCheck]) -> Any:  # noqa: ANN401
    for review in reviews:
        mark = review["marks"].get(code)
        if mark is not None:
            yield Read(review["reader"], review["number"], mark["level"], mark["absent"], mark["comment"])
    if code in checks:
        yield Read("coordinator", 0, checks[code].level, "", checks[code].comment)


def _reservation(code: str, proposal: Mapping[str, Any]) -> str:
    if code in proposal.get("majors", ()):
        return "major"
    return "minor" if code in proposal.get("minors", ()) else ""
