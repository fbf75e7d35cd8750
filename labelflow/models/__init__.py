"""Tables. Typed, with constraints that repeat the invariants; no rule lives here."""

from labelflow.models.account import InterestLink, Mandate, Membership, Role, SignInLink, User
from labelflow.models.action import Action
from labelflow.models.append_only import WRITTEN_ONCE
from labelflow.models.application import (
    Acceptance,
    Application,
    Complement,
    DocumentCheck,
    Evidence,
    Reply,
    Report,
    SelfPosition,
    Snapshot,
)
from labelflow.models.base import Base, IntPk, PublicId, UtcDateTime, new_public_id
from labelflow.models.class_request import ClassRequest
from labelflow.models.concern import Concern
from labelflow.models.decision import Decision
from labelflow.models.file import Document
from labelflow.models.journal import Chain, Event, EventPrivate
from labelflow.models.key import SealingKey
from labelflow.models.label import Certificate, CertificateTranslation, Label, LabelNumber, Reservation
from labelflow.models.poll import PollCount
from labelflow.models.programme import ProgrammeVersion
from labelflow.models.queue import Deadline, Notice
from labelflow.models.review import Assignment, Clearance, Declaration, Mark, Objection, Review
from labelflow.models.reviewing_certificate import ReviewingCertificate
from labelflow.models.search import School, SearchChange, SearchEntry, SearchSlip, SearchState, SearchWord
from labelflow.models.session import Attendance, Item, Recusal, SecretBallotRequest, Session, Urn, Vote
from labelflow.models.structure import Structure, StructureSource, StructureTie

__all__ = [
    "WRITTEN_ONCE",
    "Acceptance",
    "Action",
    "Application",
    "Assignment",
    "Attendance",
    "Base",
    "Certificate",
    "CertificateTranslation",
    "Chain",
    "ClassRequest",
    "Clearance",
    "Complement",
    "Concern",
    "Deadline",
    "Decision",
    "Declaration",
    "Document",
    "DocumentCheck",
    "Event",
    "EventPrivate",
    "Evidence",
    "IntPk",
    "InterestLink",
    "Item",
    "Label",
    "LabelNumber",
    "Mandate",
    "Mark",
    "Membership",
    "Notice",
    "Objection",
    "PollCount",
    "ProgrammeVersion",
    "PublicId",
    "Recusal",
    "Reply",
    "Report",
    "Reservation",
    "Review",
    "ReviewingCertificate",
    "Role",
    "School",
    "SealingKey",
    "SearchChange",
    "SearchEntry",
    "SearchSlip",
    "SearchState",
    "SearchWord",
    "SecretBallotRequest",
    "SelfPosition",
    "Session",
    "SignInLink",
    "Snapshot",
    "Structure",
    "StructureSource",
    "StructureTie",
    "Urn",
    "User",
    "UtcDateTime",
    "Vote",
    "new_public_id",
]
