"""The committee: who counts, whether it may deliberate, what it decided.

CRPA R133-8 (notice), R133-9 (one proxy each), R133-10 (quorum, remote members and proxies counted;
a second meeting without quorum), R133-11 (majority of the members present or represented, casting
vote of the chair), R133-12 (interested members out). Everything is per item of the agenda, because
recusals are. A member may be represented by a deputy: then the seat is present, and it is the deputy
who must be free of conflicts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from labelflow.domain.calendar import local_day
from labelflow.domain.refusal import Refusal, gather
from labelflow.domain.workflow import Declared

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

Choice = Literal["for", "against", "abstain"]
Share = Annotated[Fraction, Field(ge=0, le=1)]

HALF: Final = Fraction(1, 2)


class CommitteeRules(Declared):
    """How the committee deliberates. Shares may be written "1/2" or 0.5."""

    quorum_fraction: Share = HALF
    floor: Annotated[int, Field(ge=1, le=200)] = 7
    majority_base: Literal["present_or_represented", "cast"] = "present_or_represented"
    casting_vote: bool = True
    proxies_per_person: Annotated[int, Field(ge=0, le=10)] = 1
    notice_days: Annotated[int, Field(ge=0, le=60)] = 5
    second_meeting_without_quorum: bool = True
    secret_on_request_fraction: Share = Fraction(1, 3)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A mandate to vote: `giver` is represented by `holder`."""

    giver: int
    holder: int


@dataclass(frozen=True, slots=True)
class VoidProxy:
    """A proxy without effect for this item, and why (a code)."""

    proxy: Proxy
    reason: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is there for one item. `proxies` in the order in which they were received."""

    members_in_office: frozenset[int]
    present: frozenset[int]
    remote: frozenset[int] = frozenset()
    proxies: tuple[Proxy, ...] = ()
    recused: frozenset[int] = frozenset()

    @property
    def attending(self) -> frozenset[int]:
        """Members in office who take part in this item, in the room or remotely."""
        return ((self.present | self.remote) & self.members_in_office) - self.recused


@dataclass(frozen=True, slots=True)
class QuorumResult:
    """How many were needed, how many counted, and which proxies did not."""

    required: int
    counted: int
    reached: bool
    void_proxies: tuple[VoidProxy, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteResult:
    """The count of a vote. `tie` says that neither side won and that no casting vote decided."""

    for_: int
    against: int
    abstentions: int
    base: int
    carried: bool
    tie: bool
    casting_vote_used: bool = False
    void_ballots: frozenset[int] = frozenset()


def sort_proxies(attendance: Attendance, rules: CommitteeRules) -> tuple[tuple[Proxy, ...], tuple[VoidProxy, ...]]:
    """The proxies that count for this item, and the void ones with the reason."""
    valid: list[Proxy] = []
    void: list[VoidProxy] = []
    held: Counter[int] = Counter()
    for proxy in attendance.proxies:
        reason = _void_reason(proxy, attendance)
        if reason is None and any(other.giver == proxy.giver for other in valid):
            reason = "proxy-given-twice"
        if reason is None and held[proxy.holder] >= rules.proxies_per_person:
            reason = "proxy-too-many"
        if reason is None:
            valid.append(proxy)
            held[proxy.holder] += 1
        else:
            void.append(VoidProxy(proxy, reason))
    return tuple(valid), tuple(void)


def quorum(attendance: Attendance, rules: CommitteeRules, *, second_meeting: bool = False) -> QuorumResult:
    """Whether the committee may deliberate on this item.

    Half (or what the rules say) of the members in office less the recused, and not under the floor.
    At a `second_meeting`, called on the same agenda by a notice that said so, one voter is enough.
    """
    valid, void = sort_proxies(attendance, rules)
    counted = len(attendance.attending) + len(valid)
    entitled = len(attendance.members_in_office - attendance.recused)
    required = max(ceil(rules.quorum_fraction * entitled), rules.floor)
    if second_meeting and rules.second_meeting_without_quorum:
        required = 1
    return QuorumResult(required, counted, counted >= required, void)


def tally(
    ballots: Mapping[int, Choice],
    attendance: Attendance,
    rules: CommitteeRules,
    *,
    chair: int | None = None,
    secret: bool = False,
) -> VoteResult:
    """Count a vote. `chair` is who presides this item (see `presiding`).

    A ballot is keyed by the member whose voice it is; a represented member without a ballot votes as
    the holder of the proxy. Ballots of anybody else are void. Who is there and does not vote abstains.
    In a secret ballot the voice of the chair is unknown, so it cannot be a casting vote.
    """
    valid, _ = sort_proxies(attendance, rules)
    voices: dict[int, Choice] = {member: ballots.get(member, "abstain") for member in attendance.attending}
    for proxy in valid:
        voices[proxy.giver] = ballots.get(proxy.giver, voices[proxy.holder])
    count = Counter(voices.values())
    casting = None if secret or chair is None or chair not in attendance.attending else voices[chair]
    result = decide(count["for"], count["against"], count["abstain"], rules, casting=casting)
    return replace(result, void_ballots=frozenset(ballots) - frozenset(voices))


def decide(
    for_: int, against: int, abstentions: int, rules: CommitteeRules, *, casting: Choice | None = None
) -> VoteResult:
    """The result of a count: `casting` is the voice of the chair, None when it may not tip the scales.

    Among the members present or represented, all who are not for are against, so whether somebody
    abstains or votes against changes nothing: not the majority, and not what an equal division is
    (else an abstainer could carry a motion by voting against it).
    """
    base = for_ + against + (abstentions if rules.majority_base == "present_or_represented" else 0)
    carried, equal = 2 * for_ > base, 2 * for_ == base > 0
    used = equal and rules.casting_vote and casting in ("for", "against")
    return VoteResult(
        for_=for_,
        against=against,
        abstentions=abstentions,
        base=base,
        carried=carried or (used and casting == "for"),
        tie=equal and not used,
        casting_vote_used=used,
    )


def after_tie(earlier_ties: int) -> Literal["deferral", "refusal"]:
    """What an equal division without casting vote leads to: a deferral once, then a refusal."""
    return "refusal" if earlier_ties else "deferral"


def presiding(chair: int, deputies: Sequence[int], attendance: Attendance) -> int | None:
    """Who presides this item: the chair, else the first deputy who attends and is not recused."""
    return next((person for person in (chair, *deputies) if person in attendance.attending), None)


def ballot_refusals(
    voter: int,
    attendance: Attendance,
    rules: CommitteeRules,
    *,
    evaluators: Collection[int] = (),
    on_behalf_of: int | None = None,
) -> tuple[Refusal, ...]:
    """Every reason why `voter` may not cast a ballot on this item (for `on_behalf_of`, if given)."""
    valid, _ = sort_proxies(attendance, rules)
    here = attendance.present | attendance.remote
    return gather(
        Refusal("vote-not-a-member") if voter not in attendance.members_in_office else None,
        Refusal("vote-recused") if voter in attendance.recused else None,
        Refusal("vote-by-evaluator") if voter in evaluators else None,
        Refusal("vote-absent") if voter not in here else None,
        Refusal("vote-without-proxy") if on_behalf_of is not None and Proxy(on_behalf_of, voter) not in valid else None,
    )


def secret_ballot_due(requests: Collection[int], attendance: Attendance, rules: CommitteeRules) -> bool:
    """Whether enough of those who attend ask for a secret ballot."""
    asking = len(frozenset(requests) & attendance.attending)
    return asking > 0 and asking >= rules.secret_on_request_fraction * len(attendance.attending)


def notice_is_sufficient(convened_at: datetime, meets_at: datetime, rules: CommitteeRules) -> bool:
    """Whether the notice left at least `notice_days` days before the meeting (R133-8)."""
    return (local_day(meets_at) - local_day(convened_at)).days >= rules.notice_days


def _void_reason(proxy: Proxy, attendance: Attendance) -> str | None:
    found = (
        (proxy.giver == proxy.holder, "proxy-to-oneself"),
        (proxy.giver not in attendance.members_in_office, "proxy-giver-not-a-member"),
        (proxy.giver in attendance.recused, "proxy-giver-recused"),
        (proxy.holder in attendance.recused, "proxy-holder-recused"),
        (proxy.giver in attendance.present | attendance.remote, "proxy-giver-present"),
        (proxy.holder not in attendance.attending, "proxy-holder-absent"),
    )
    return next((reason for applies, reason in found if applies), None)
