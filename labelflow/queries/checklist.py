"""What an application is made of, and what is still missing in each part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.form import is_blank
from labelflow.domain.positions import unmet_claims, well_positioned
from labelflow.domain.words import in_language
from labelflow.models.application import Acceptance
from labelflow.queries.applications import pieces_of
from labelflow.queries.exchanges import open_complement
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.models.application import Application
    from labelflow.programmes.schema import Programme

Kind = Literal["scopes", "section", "family", "pieces", "documents"]
Standing = Literal["todo", "started", "done", "problem"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the application, one page of its own."""

    kind: Kind
    code: str
    title: str
    done: int
    total: int
    missing: tuple[str, ...] = ()
    """What is still to be given, in words."""
    problems: tuple[str, ...] = ()
    """What was given and stands in the way of submission, in words."""

    @property
    def standing(self) -> Standing:
        """Where this part stands."""
        if self.problems:
            return "problem"
        if not self.missing:
            return "done"
        return "started" if self.done else "todo"


def checklist_of(application: Application) -> tuple[Part, ...]:
    """Every part, in the order in which it is natural to fill them."""
    programme = programme_of(application.programme_version_id)
    return (
        *_scopes(application, programme),
        *_sections(application, programme),
        *_families(application, programme),
        *_pieces(application, programme),
        *_documents(application, programme),
    )


def part_called(parts: Sequence[Part], kind: Kind, code: str) -> Part | None:
    """One part among all."""
    return next((part for part in parts if (part.kind, part.code) == (kind, code)), None)


def _scopes(application: Application, programme: Programme) -> list[Part]:
    if len(programme.scopes) == 1:
        return []
    chosen = [in_language(programme.scope_by_code[code].names) for code in application.scopes]
    missing = () if chosen else ("",)
    return [Part("scopes", "scopes", "", len(chosen), max(len(chosen), 1), missing)]


def _sections(application: Application, programme: Programme) -> list[Part]:
    visible = {question.code for question in programme.form.visible_questions(application.answers)}
    parts = []
    for section in programme.form.sections:
        asked = [q for q in section.questions if q.code in visible and q.required]
        blank = [q for q in asked if is_blank(application.answers.get(q.code))]
        missing = tuple(in_language(question.label) for question in blank)
        title = in_language(section.title)
        parts.append(Part("section", section.code, title, len(asked) - len(blank), len(asked), missing))
    return parts


def _families(application: Application, programme: Programme) -> list[Part]:
    grid = programme.grid
    if grid is None:
        return []
    placed = well_positioned(grid, application.positions)
    unmet = set(unmet_claims(grid, application.positions))
    parts = []
    for family in grid.families:
        criteria = grid.criteria_of(family.code)
        missing = tuple(f"{c.code} · {in_language(c.name)}" for c in criteria if c.code not in placed)
        problems = tuple(f"{c.code} · {in_language(c.name)}" for c in criteria if c.code in unmet)
        done = len(criteria) - len(missing)
        parts.append(Part("family", family.code, in_language(family.name), done, len(criteria), missing, problems))
    return parts


def _pieces(application: Application, programme: Programme) -> list[Part]:
    slots = programme.form.visible_slots(application.answers)
    if not slots:
        return []
    pieces, asked = pieces_of(application), open_complement(application)
    given = {piece.slot for piece in pieces}
    renewed = {piece.slot for piece in pieces if asked is not None and piece.uploaded_at >= asked.asked_at}
    waiting = set(asked.pieces) if asked is not None else set()
    required = {slot.code for slot in slots if slot.required}
    wanted = [slot for slot in programme.form.slots if slot.code in required | waiting]
    lacking = [slot for slot in wanted if slot.code not in (renewed if slot.code in waiting else given)]
    missing = tuple(in_language(slot.name) for slot in lacking)
    return [Part("pieces", "pieces", "", len(wanted) - len(missing), len(wanted), missing)]


def _documents(application: Application, programme: Programme) -> list[Part]:
    if not programme.documents:
        return []
    accepted = set(db.session.scalars(select(Acceptance.sha256).where(Acceptance.application_id == application.id)))
    missing = tuple(in_language(doc.title) for doc in programme.documents if doc.sha256 not in accepted)
    total = len(programme.documents)
    return [Part("documents", "documents", "", total - len(missing), total, missing)]
