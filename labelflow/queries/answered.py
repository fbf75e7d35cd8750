"""Everything of the register that the public page of a label shows, in one statement: when it is the same, so is the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from labelflow.db import db
from labelflow.models.label import Label
from labelflow.models.programme import ProgrammeVersion
from labelflow.models.structure import Structure
from labelflow.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Hashable

_SUCCESSOR: Final = aliased(Label)
_SHOWN: Final = Prepared(
    select(
        Label.id,
        Label.version,
        Label.programme_version_id,
        Label.state,
        Label.state_since,
        Label.starts_on,
        Label.ends_on,
        Label.short_code,
        Label.holder_name,
        cast(Label.scopes, String),
        Structure.public_id,
        Structure.commune,
        _SUCCESSOR.number,
        select(func.max(ProgrammeVersion.id)).scalar_subquery(),  # versions are added, and never change
    )
    .join(Structure, Structure.id == Label.structure_id)
    .outerjoin(_SUCCESSOR, _SUCCESSOR.id == Label.superseded_by_id)
    .where(Label.number == bindparam("number"))
)


def shown_of(number: str) -> Hashable | None:
    """What the register holds of a label, to be compared; None when nobody holds this very number."""
    row: list[Any] | None = _SHOWN.first(db.session.connection(), {"number": number})
    return tuple(row) if row is not None else None
