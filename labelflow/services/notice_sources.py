"""Where the values of a text come from: the subject of a notice and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.models.application import Application
from labelflow.models.decision import Decision
from labelflow.models.label import Label
from labelflow.models.queue import Deadline
from labelflow.models.session import Item, Session
from labelflow.models.subjects import root_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.models.subjects import Subject
    from labelflow.programmes.schema import Programme

SILENCE: Final = "silence"


@dataclass(frozen=True, slots=True)
class Known:
    """What the act that tells knows: what was typed, and until when runs the time limit that it speaks of."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


class Sources:
    """The subject, its root, and their programme, application, session, decision and label, read when asked."""

    def __init__(self, subject: Subject, programme: Programme, known: Known, now: datetime, audience: str) -> None:
        self._subject = subject
        self._root = root_of(subject)
        self._programme = programme
        self._known = known
        self._fields = known.fields
        self._now = now
        self._audience = audience

    @property
    def _next_due(self) -> datetime | None:
        """The nearest time limit of the subject; that of the administration's silence is not one to act within."""
        return db.session.scalars(
            select(Deadline.due_at)
            .where(
                Deadline.subject_kind == self._subject.KIND,
                Deadline.subject_id == self._subject.id,
                Deadline.state == "pending",
                Deadline.code != SILENCE,
            )
            .order_by(Deadline.due_at)
        ).first()

    @property
    def _application(self) -> Application | None:
        return self._root if isinstance(self._root, Application) else None

    @property
    def _proposal(self) -> Mapping[str, Any]:
        return self._application.proposal if self._application else {}

    @property
    def _session(self) -> Session | None:
        if isinstance(self._root, Session):
            return self._root
        if not isinstance(self._root, Application):
            return None
        return db.session.scalars(
            select(Session)
            .join(Item, Item.session_id == Session.id)
            .where(Item.application_id == self._root.id)
            .order_by(Item.id.desc())
        ).first()

    @property
    def _decision(self) -> Decision | None:
        if isinstance(self._root, Session):
            return None
        application = self._root.id if isinstance(self._root, Application) else self._root.application_id
        return db.session.scalars(
            select(Decision).where(Decision.application_id == application).order_by(Decision.id.desc())
        ).first()

    @property
    def _label(self) -> Label | None:
        if isinstance(self._root, Label):
            return self._root
        if not isinstance(self._root, Application):
            return None
        return db.session.scalars(select(Label).where(Label.application_id == self._root.id)).first()
