"""What an application's facts say of the applicant's objections to those who read it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func, select

from labelflow.db import db
from labelflow.models.application import Application
from labelflow.models.review import Objection
from labelflow.prepared import Prepared
from labelflow.queries.college import college_told, objections_to, target_of, targets_of
from labelflow.queries.deadlines import pending_on
from labelflow.queries.facts.base import SubjectRead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_PENDING: Final = Prepared(
    select(func.count()).where(
        Objection.application_id == bindparam("application"), Objection.stands, Objection.decided_at.is_(None)
    )
)


class ObjectionSide(SubjectRead[Application]):
    """The part of `labelflow.domain.facts.ApplicationFacts` that objections make."""

    @property
    def running_until(self) -> Mapping[str, datetime]:
        return {one.code: one.due_at for one in pending_on("application", self.subject.id)}

    @property
    def challengeable(self) -> frozenset[str]:
        return frozenset(targets_of(college_told(self.subject, self.now)))

    @cached_property
    def _objections(self) -> Sequence[Objection]:
        return objections_to(self.subject)

    @property
    def challenged(self) -> frozenset[str]:
        return frozenset(target_of(one) for one in self._objections)

    @property
    def pending_objections(self) -> int:
        row = _PENDING.first(db.session.connection(), {"application": self.subject.id})
        return int(row[0]) if row else 0
