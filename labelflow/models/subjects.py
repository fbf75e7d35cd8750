"""Which table a kind of subject lives in, and whose chain tells its story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.models.application import Application, Complement, Reply
from labelflow.models.decision import Decision
from labelflow.models.label import Label, Reservation
from labelflow.models.review import Assignment, Objection
from labelflow.models.session import Item, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.workflow import MachineKind

Subject = Application | Assignment | Complement | Decision | Item | Label | Objection | Reply | Reservation | Session
"""Anything that a declared machine drives."""

MODELS: Final[Mapping[MachineKind, type[Subject]]] = {
    "application": Application,
    "assignment": Assignment,
    "complement": Complement,
    "reply": Reply,
    "session": Session,
    "item": Item,
    "decision": Decision,
    "label": Label,
    "reservation": Reservation,
    "objection": Objection,
}


def root_of(subject: Subject) -> Application | Label | Session:
    """The subject whose chain records what happens to `subject`."""
    if isinstance(subject, Application | Label | Session):
        return subject
    return subject.label if isinstance(subject, Reservation) else subject.application


def chain_of(subject: Subject) -> tuple[str, str]:
    """Kind and public identifier of the chain that records what happens to `subject`."""
    root = root_of(subject)
    return root.KIND, root.public_id
