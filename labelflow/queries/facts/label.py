"""Facts of a label: its term, its renewal, its formal notice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.models.application import Application
from labelflow.models.label import Label
from labelflow.models.queue import Deadline
from labelflow.queries.facts.base import SubjectRead

if TYPE_CHECKING:
    from datetime import date, datetime


class LabelRead(SubjectRead[Label]):
    """See `labelflow.domain.facts.LabelFacts`."""

    @property
    def ends_on(self) -> date:
        return self.subject.ends_on

    @property
    def extended(self) -> bool:
        return self.subject.extended

    @cached_property
    def _renewal(self) -> Application | None:
        return db.session.scalars(
            select(Application).where(Application.renews_label_id == self.subject.id).order_by(Application.id.desc())
        ).first()

    @property
    def renewal_submitted_at(self) -> datetime | None:
        return self._renewal.submitted_at if self._renewal else None

    @property
    def renewal_decided(self) -> bool:
        return self._renewal is not None and not self._renewal.live

    @property
    def formal_notice_due(self) -> datetime | None:
        return db.session.scalars(
            select(Deadline.due_at).where(
                Deadline.subject_kind == "label",
                Deadline.subject_id == self.subject.id,
                Deadline.code == "formal_notice",
                Deadline.state == "pending",
            )
        ).first()
