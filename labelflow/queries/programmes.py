"""Installed programmes, parsed once per version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from labelflow.db import db, memory
from labelflow.errors import NotFound
from labelflow.models.programme import ProgrammeVersion
from labelflow.programmes.schema import Programme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def programme_of(version_id: int) -> Programme:
    """The programme of an installed version. Raises NotFound.

    A version never changes, so its row is read and parsed once a process.
    """
    known: dict[int, Programme] = memory("programmes")
    found = known.get(version_id)
    if found is None:
        row = db.session.get(ProgrammeVersion, version_id)
        if row is None:
            raise NotFound
        found = known[version_id] = Programme.parse(row.content, row.digest)
    return found


def current_version(code: str, today: date) -> ProgrammeVersion:
    """The version in force for new applications on a day, its long content left where it is. Raises NotFound."""
    row = db.session.scalars(
        select(ProgrammeVersion)
        .options(defer(ProgrammeVersion.content))
        .where(ProgrammeVersion.code == code, ProgrammeVersion.in_force_from <= today)
        .order_by(ProgrammeVersion.in_force_from.desc(), ProgrammeVersion.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound
    return row


def current_programme(code: str, today: date) -> Programme:
    """The programme in force for new applications on a day. Raises NotFound."""
    return programme_of(current_version(code, today).id)


def installed_codes() -> Sequence[str]:
    """Codes of the installed programmes, in order of installation."""
    rows = db.session.scalars(select(ProgrammeVersion.code).order_by(ProgrammeVersion.id)).all()
    return list(dict.fromkeys(rows))
