"""What was submitted, as whoever instructs or evaluates it reads it: the latest snapshot, never work in progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.errors import NotFound
from labelflow.models.application import Application, DocumentCheck, Evidence, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from labelflow.domain.form import Visibility

CIRCLES: Final[tuple[Visibility, ...]] = ("coordinators", "committee", "reviewers", "applicant", "public")
"""From the narrowest to the widest: a piece is read by its own circle and by those before it."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the structure placed itself on a criterion."""

    level: int | None
    not_applicable: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A frozen submission, with the pieces that the reader's circle may open."""

    number: int
    taken_at: datetime
    answers: Mapping[str, Any]
    positions: Mapping[str, Position]
    pieces: tuple[Evidence, ...]

    def pieces_for(self, criterion: str) -> tuple[Evidence, ...]:
        """The pieces that prove a criterion."""
        return tuple(piece for piece in self.pieces if criterion in piece.criteria)


def submitted(application: Application, circle: Visibility) -> Submitted | None:
    """The latest submission as `circle` reads it; None while there is none."""
    snapshot = db.session.scalars(
        select(Snapshot).where(Snapshot.application_id == application.id).order_by(Snapshot.number.desc()).limit(1)
    ).first()
    if snapshot is None:
        return None
    content = snapshot.content
    positions = {
        code: Position(given.get("level"), bool(given.get("not_applicable")), str(given.get("comment") or ""))
        for code, given in content.get("positions", {}).items()
    }
    return Submitted(
        snapshot.number, snapshot.taken_at, content.get("answers", {}), positions, _pieces(application, content, circle)
    )


def piece_called(application: Application, public_id: str, circle: Visibility) -> Evidence:
    """A submitted piece that `circle` may open. Raises NotFound for any other."""
    found = submitted(application, circle)
    for piece in found.pieces if found else ():
        if piece.public_id == public_id:
            return piece
    raise NotFound


def document_checks(application: Application) -> dict[str, DocumentCheck]:
    """What the coordination found, by criterion."""
    rows = db.session.scalars(select(DocumentCheck).where(DocumentCheck.application_id == application.id))
    return {row.criterion: row for row in rows}


def _pieces(application: Application, content: Mapping[str, Any], circle: Visibility) -> tuple[Evidence, ...]:
    frozen: Sequence[str] = [entry["id"] for entry in content.get("evidence", ())]
    open_to = CIRCLES[CIRCLES.index(circle) :]
    rows = db.session.scalars(
        select(Evidence)
        .where(
            Evidence.application_id == application.id,
            Evidence.public_id.in_(frozen),
            Evidence.visibility.in_(open_to),
        )
        .order_by(Evidence.id)
    )
    return tuple(rows)
