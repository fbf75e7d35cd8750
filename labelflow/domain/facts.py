"""What guards and permissions may know of a subject. Read lazily by `labelflow.queries.facts`.

A guard names only what it needs, so a step reads only what its guards ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from labelflow.domain.conflicts import Purpose
    from labelflow.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ReviewGiven:
    """A review that may count for a decision."""

    person: int
    structure: int | None
    department: str | None
    reader: str
    third: bool = False


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A committee session as guards see it."""

    id: int
    state: str
    takes_items: bool
    is_open: bool
    held_at: datetime
    noticed_at: datetime | None
    notice_days: int


@dataclass(frozen=True, slots=True)
class ReservationFact:
    """A reservation of a decision."""

    criterion: str
    severity: str
    text: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A decision being drafted or signed."""

    outcome: str
    adverse: bool
    departs: bool
    departure_reason: str
    grounds: tuple[Mapping[str, str], ...]
    reservations: tuple[ReservationFact, ...]


@dataclass(frozen=True, slots=True)
class VoteFact:
    """The result of the last ballot on an application."""

    outcome: str
    carried: bool
    quorum_reached: bool


class SubjectFacts(Protocol):
    """What every subject offers to permissions."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def programme_code(self) -> str: ...
    @property
    def structure_id(self) -> int | None:
        """The applicant or holder concerned; None for a session."""

    @property
    def is_live(self) -> bool:
        """Whether the state carries the flag `live` (for an application) or is not final."""

    def blocked_codes(self, person: int, purpose: Purpose) -> tuple[str, ...]:
        """Codes of the blocking links between a person and the structure concerned, at `now`."""


class ApplicationFacts(SubjectFacts, Protocol):
    """What the guards of an application may know."""

    renewal: bool
    window_open: bool
    scopes: tuple[str, ...]
    """Those of the programme's scopes for which the application is."""
    missing_answers: tuple[str, ...]
    unusable_answers: tuple[str, ...]
    missing_slots: tuple[str, ...]
    criteria: tuple[str, ...]
    positioned: frozenset[str]
    """Criteria with a self-position and the comment that it needs."""
    gates_claimed_unmet: tuple[str, ...]
    unaccepted_documents: tuple[str, ...]
    has_other_live: bool
    holds_label: bool
    reapply_from: datetime | None
    published_pieces: frozenset[str]
    asked_pieces_missing: tuple[str, ...]
    proposal_by: int | None
    complement_rounds: int
    extensions: Mapping[str, int]
    deferrals: int
    reviews: tuple[ReviewGiven, ...]
    department: str | None
    peers_needed: int
    scientists_needed: int
    distinct_structures: bool
    other_department_min: int
    open_assignments: int
    third_reader_needed: bool
    unchecked_criteria: tuple[str, ...]
    reply_closed: bool
    remedies: str
    unmet_gates: tuple[str, ...]
    decision: DecisionFact | None
    vote: VoteFact | None
    session: SessionFact | None
    """The session on whose agenda the application is."""
    vote_open: bool
    running_until: Mapping[str, datetime]
    """When each deadline that runs is over."""
    challengeable: frozenset[str]
    """Codes of the people and structures of the college, as the applicant was told of it."""
    challenged: frozenset[str]
    """Those to whom the applicant objected already."""
    pending_objections: int
    evaluators: frozenset[int]

    def eligibility_faults(self, since: str, departments: str) -> tuple[Refusal, ...]: ...
    def session_called(self, public_id: str) -> SessionFact | None: ...
    def person_called(self, public_id: str) -> int | None: ...
    def is_member(self, person: int) -> bool: ...


class AssignmentFacts(SubjectFacts, Protocol):
    """What the guards of an assignment may know."""

    person: int
    application_open: bool
    declaration_clear: bool | None
    """None when nothing was declared (see the step's fields for one being signed)."""
    criteria: tuple[str, ...]
    answered: frozenset[str]
    uncommented: tuple[str, ...]
    recommendation: str
    extensions: Mapping[str, int]
    was_revised: bool
    """Whether the draft says something else than what was submitted."""

    def declared_blocks(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the kinds of links declared for this application that keep its reviewer out."""


class SessionFacts(SubjectFacts, Protocol):
    """What the guards of a session may know."""

    held_at: datetime
    notice_days: int
    live_items: int
    unsettled_items: int
    attendance_recorded: bool
    chair: int | None


class ItemFacts(SubjectFacts, Protocol):
    """What the guards of a session's item may know."""

    session_open: bool
    quorum_required: int
    quorum_counted: int
    chair: int | None
    """Who presides this item: the session's chair, else a deputy; None when nobody who may is there and free."""
    chair_recused: bool
    """Whether the session's chair steps aside for this item."""
    recused: frozenset[int]
    rapporteur: int | None
    possible_outcomes: frozenset[str]
    votes_cast: int
    votes_expected: int
    carried: bool
    tie: bool
    deferrals: int

    def outcome_obstacles(self, outcome: str) -> tuple[Refusal, ...]:
        """What would keep an outcome from taking effect, whatever the vote and the draft."""


class DecisionFacts(SubjectFacts, Protocol):
    """What the guards of a decision may know."""

    decision: DecisionFact | None
    remedies: str
    item_voted: bool
    outcome_obstacles: tuple[Refusal, ...]
    """What keeps the decided outcome from taking effect, whatever the vote and the draft."""


class LabelFacts(SubjectFacts, Protocol):
    """What the guards of a label may know."""

    ends_on: date
    extended: bool
    renewal_submitted_at: datetime | None
    renewal_decided: bool
    formal_notice_due: datetime | None
