"""Facts of an assignment: who reads, whether they may, what they answered."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.conflicts import declared_blocks
from labelflow.domain.scoring import missing_comments
from labelflow.models.review import Assignment, Declaration
from labelflow.queries.clearances import cleared_codes
from labelflow.queries.deadlines import pending_on
from labelflow.queries.facts.base import SubjectRead
from labelflow.queries.reviews import content_of, sealed_review, working_review

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.grid import Criterion
    from labelflow.models.application import Application
    from labelflow.models.review import Review


class AssignmentRead(SubjectRead[Assignment]):
    """See `labelflow.domain.facts.AssignmentFacts`."""

    @property
    def person(self) -> int:
        return self.subject.person_id

    @property
    def application_open(self) -> bool:
        application: Application = self.subject.application
        return self.programme.machines["application"].by_code[application.state].has("open_to_reviewers")

    @property
    def extensions(self) -> Mapping[str, int]:
        return {one.code: one.extensions for one in pending_on("assignment", self.subject.id)}

    @property
    def declaration_clear(self) -> bool | None:
        return db.session.scalars(
            select(Declaration.clear)
            .where(
                Declaration.application_id == self.subject.application_id,
                Declaration.person_id == self.subject.person_id,
            )
            .order_by(Declaration.id.desc())
        ).first()

    @cached_property
    def _part(self) -> tuple[Criterion, ...]:
        grid = self.programme.grid
        return grid.criteria_for(self.subject.reader) if grid else ()  # type: ignore[arg-type]  # checked by the table

    @cached_property
    def _review(self) -> Review | None:
        return working_review(self.subject.id)

    @property
    def criteria(self) -> tuple[str, ...]:
        return tuple(criterion.code for criterion in self._part)

    @property
    def answered(self) -> frozenset[str]:
        return frozenset(mark.criterion for mark in self._review.marks) if self._review else frozenset()

    @property
    def uncommented(self) -> tuple[str, ...]:
        if self._review is None:
            return ()
        marks = {m.criterion: m.level if m.level is not None else m.absent for m in self._review.marks}
        comments = {m.criterion: m.comment for m in self._review.marks}
        return tuple(missing_comments(marks, comments))  # type: ignore[arg-type]  # levels or reasons for none

    @property
    def recommendation(self) -> str:
        return self._review.recommendation if self._review else ""

    def declared_blocks(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        if not codes:
            return ()
        cleared = cleared_codes([self.subject.application_id]).get(
            (self.subject.application_id, self.subject.person_id), ()
        )
        return declared_blocks(codes, self.programme.conflicts, "review", cleared)

    @property
    def was_revised(self) -> bool:
        draft, sealed = self._review, sealed_review(self.subject.id)
        return draft is not None and sealed is not None and content_of(draft) != content_of(sealed)
