"""The statements behind the facts of an application: columns, never objects, each written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import bindparam, func, select

from labelflow.models.application import (
    Acceptance,
    Application,
    Complement,
    DocumentCheck,
    Evidence,
    Reply,
    SelfPosition,
)
from labelflow.models.label import Label
from labelflow.models.review import Assignment
from labelflow.models.structure import Structure
from labelflow.prepared import Prepared

if TYPE_CHECKING:
    from sqlalchemy import BindParameter
    from sqlalchemy.orm import InstrumentedAttribute


@dataclass(slots=True)
class PositionRow:
    """A self-position."""

    criterion: str
    level: int | None
    not_applicable: bool
    comment: str


class AssignmentRow(NamedTuple):
    """An assignment, with where its reader comes from."""

    person: int
    structure: int | None
    department: str | None
    reader: str
    third: bool
    state: str


_MINE: Final[BindParameter[Any]] = bindparam("application")
_STRUCTURE: Final[BindParameter[Any]] = bindparam("structure")
_PROGRAMME: Final[BindParameter[Any]] = bindparam("programme")


def _of(owner: InstrumentedAttribute[Any], *columns: Any) -> Any:  # noqa: ANN401 - any columns
    return select(*columns).where(owner == _MINE)


PIECES: Final = Prepared(
    _of(Evidence.application_id, Evidence.slot, func.count())
    .where(Evidence.removed_at.is_(None))
    .group_by(Evidence.slot)
)
GIVEN_SINCE: Final = Prepared(
    _of(Evidence.application_id, Evidence.slot)
    .where(Evidence.removed_at.is_(None), Evidence.uploaded_at >= bindparam("since"))
    .distinct()
)
POSITIONS: Final = Prepared(
    _of(
        SelfPosition.application_id,
        SelfPosition.criterion,
        SelfPosition.level,
        SelfPosition.not_applicable,
        SelfPosition.comment,
    ).order_by(SelfPosition.criterion)
)
ACCEPTED: Final = Prepared(_of(Acceptance.application_id, Acceptance.sha256))
OPEN_QUESTION: Final = Prepared(
    _of(Complement.application_id, Complement.pieces, Complement.asked_at).where(Complement.closed_at.is_(None))
)
ROUNDS: Final = Prepared(_of(Complement.application_id, func.count()).where(Complement.of == bindparam("of")))
REPLIES: Final = Prepared(_of(Reply.application_id, Reply.closed_at))
CHECKED: Final = Prepared(_of(DocumentCheck.application_id, DocumentCheck.criterion))
ASSIGNMENTS: Final = Prepared(
    _of(
        Assignment.application_id,
        Assignment.person_id,
        Assignment.structure_id,
        Structure.department,
        Assignment.reader,
        Assignment.third,
        Assignment.state,
    )
    .outerjoin(Structure, Structure.id == Assignment.structure_id)
    .order_by(Assignment.id)
)

OTHER_LIVE: Final = Prepared(
    select(Application.id).where(
        Application.structure_id == _STRUCTURE,
        Application.programme_code == _PROGRAMME,
        Application.scope == bindparam("scope"),
        Application.live.is_(True),
        Application.id != _MINE,
    )
)
HELD: Final = Prepared(
    select(Label.id).where(
        Label.structure_id == _STRUCTURE,
        Label.programme_code == _PROGRAMME,
        Label.scope == bindparam("scope"),
        Label.held.is_(True),
    )
)
LAST_IN: Final = Prepared(
    select(func.max(Application.state_since)).where(
        Application.structure_id == _STRUCTURE,
        Application.programme_code == _PROGRAMME,
        Application.state.in_(bindparam("states", expanding=True)),
    )
)
