"""What each issued document says, as plain frozen data: no entity and no session ever reaches a template.

Days are days in Paris; instants are aware. ``recipient`` is a postal address, a line each, the name first. A content that may not legally be issued (an adverse
decision without reasons or without remedies) cannot be built.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - contents are kept as JSON by pydantic, which reads the types
from typing import Literal

from labelflow.domain.certified_reviews import Work  # noqa: TC001 - same
from labelflow.issuing.seal import OCCITANIE, Place

Outcome = Literal["granted", "granted_with_reservations", "refused", "deferred"]
SilenceRule = Literal["acceptance", "rejection", "none"]
Presence = Literal["present", "remote", "represented", "excused", "absent"]


class ContentFault(ValueError):
    """A document that may not be issued as it stands. ``code`` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The service that writes: printed at the head of letters, receipts and minutes."""

    programme: str
    owner: str
    name: str
    address: tuple[str, ...]
    phone: str
    email: str
    places: tuple[Place, ...] = OCCITANIE


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs (CRPA L212-1): first name and surname, capacity, and the delegation relied on, if any."""

    name: str
    capacity: str
    delegation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateContent:
    """The *attestation*, in the words of its programme. ``ends_on`` is the last day of validity.

    ``granted`` stands before the owner, ``reference`` names the text it rests on, ``verification`` is what
    stands before and after the address of verification. ``translates`` is the language of the certificate
    of record when this is its translation; ``issue`` counts the certificates of one number.
    """

    number: str
    short_code: str
    holder_name: str
    holder_address: tuple[str, ...]
    scope_names: tuple[str, ...]
    programme_name: str
    owner: str
    title: str
    granted: str
    reference: str
    verification: tuple[str, str]
    starts_on: date
    ends_on: date
    granted_on: date
    signatory_name: str
    signatory_capacity: str
    verify_url: str
    guarantee: str
    seal_points: tuple[Place, ...] = OCCITANIE
    language: str = "fr"
    translates: str = ""
    issue: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewingContent:
    """The *attestation d’évaluation* of a reviewer, for one review or for those of a ``year``.

    It names no application and no day of a review: either could tell who read what.
    """

    office: Office
    code: str
    person_name: str
    year: int | None
    works: tuple[Work, ...]
    issued_on: date
    verify_url: str
    language: str = "fr"

    def __post_init__(self) -> None:
        """Refuse a certificate of nothing."""
        if not self.works:
            raise ContentFault("reviews-missing")

    @property
    def total(self) -> int:
        """Reviews in all."""
        return sum(work.number for work in self.works)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What the holder must mend, and by when."""

    text: str
    severity: Literal["major", "minor"]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason: the rule (article, criterion) and the facts that fall under it (CRPA L211-5)."""

    rule: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """A decision as notified to the applicant.

    ``title`` and ``decision``, the sentence that decides, are words of the programme.
    ``considerations`` are the « Vu » (texts, opinion of the session), ``message`` free paragraphs
    after the decision. ``algorithm_mention`` is due when a computed proposal was used (L311-3-1).
    Raises ContentFault ``reasons-missing`` or ``remedies-missing`` for an adverse outcome without
    them, ``reservations-missing`` for a reserved grant that reserves nothing.
    """

    office: Office
    outcome: Outcome
    title: str
    decision: str
    reference: str
    applicant_name: str
    recipient: tuple[str, ...]
    scope_names: tuple[str, ...]
    signed_on: date
    place: str
    signatory: Signatory
    considerations: tuple[str, ...] = ()
    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    reservations: tuple[Reservation, ...] = ()
    grounds: tuple[Ground, ...] = ()
    message: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    algorithm_mention: str = ""
    language: str = "fr"

    def __post_init__(self) -> None:
        """Refuse what would be void, or would never start the time limits for appeal."""
        if self.outcome == "refused" and not self.grounds:
            raise ContentFault("reasons-missing")
        if self.outcome == "refused" and not self.remedies:
            raise ContentFault("remedies-missing")
        if self.outcome == "granted_with_reservations" and not self.reservations:
            raise ContentFault("reservations-missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file received with the application, as the server stored it."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptContent:
    """The *accusé de réception électronique* with all the mentions of CRPA R112-5 and R112-11-1.

    ``remedies`` are the remedies and their delays when silence rejects, or the sentence on the
    attestation (L232-3) when it accepts. Raises ContentFault ``silence-date-missing`` or
    ``remedies-missing``: an incomplete receipt would leave the time limits open (L112-6).
    """

    office: Office
    reference: str
    applicant_name: str
    recipient: tuple[str, ...]
    depositor: str
    scope_names: tuple[str, ...]
    received_at: datetime
    silence_rule: SilenceRule
    silence_on: date | None
    remedies: tuple[str, ...]
    pieces: tuple[Piece, ...]
    snapshot_sha256: str
    algorithm_mention: str = ""
    language: str = "fr"

    def __post_init__(self) -> None:
        """Refuse a receipt that the law would not count as one."""
        if self.silence_rule != "none" and self.silence_on is None:
            raise ContentFault("silence-date-missing")
        if self.silence_rule != "none" and not self.remedies:
            raise ContentFault("remedies-missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One member at a session; ``proxy`` names who represents them when ``represented``."""

    name: str
    college: str
    presence: Presence
    proxy: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How the committee voted on an item; ``casting`` says that the chair's voice decided."""

    in_favour: int
    against: int
    abstentions: int
    secret: bool = False
    casting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliberation:
    """One item of the agenda: who stepped aside, whether the quorum held, the vote and its sense."""

    title: str
    applicant_name: str
    reference: str
    rapporteur: str
    recused: tuple[str, ...]
    quorum_needed: int
    quorum_reached: int
    result: str
    vote: Vote | None = None
    sense: str = ""
    reasons: tuple[str, ...] = ()
    dissents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesContent:
    """The *procès-verbal* of a session (CRPA R133-13): names, matters, sense of each deliberation."""

    office: Office
    committee: str
    reference: str
    convened_on: date
    opened_at: datetime
    closed_at: datetime
    place: str
    chair: str
    secretary: str
    second_convocation: bool
    members: tuple[Attendance, ...]
    items: tuple[Deliberation, ...]
    signatories: tuple[Signatory, ...]
    approved_on: date | None = None
    language: str = "fr"
