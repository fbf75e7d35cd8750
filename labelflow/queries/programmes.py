"""Installed programmes, parsed once per version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import undefer

from labelflow.db import db, memory
from labelflow.errors import NotFound
from labelflow.looks import once_a_look
from labelflow.models.programme import ProgrammeVersion
from labelflow.prepared import Prepared
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
        row = db.session.get(ProgrammeVersion, version_id, options=[undefer(ProgrammeVersion.content)])
        if row is None:
            raise NotFound
        found = known[version_id] = Programme.parse(row.content, row.digest)
    return found


def current_version(code: str, today: date) -> ProgrammeVersion:
    """The version in force for new applications on a day, its long content left where it is. Raises NotFound."""
    row = db.session.scalars(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.code == code, ProgrammeVersion.in_force_from <= today)
        .order_by(ProgrammeVersion.in_force_from.desc(), ProgrammeVersion.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound
    return row


def current_programme(code: str, today: date) -> Programme:
    """The programme in force for new applications on a day. Raises NotFound."""
    row = _CURRENT.first(db.session.connection(), {"code": code, "today": today})
    if row is None:
        raise NotFound
    return programme_of(row[0])


def first_programme(today: date) -> Programme:
    """The programme that was installed first, as it is in force on a day: one statement. Raises NotFound."""
    rows = _versions()
    fit = [row for row in rows if row[1] == rows[0][1] and row[2] <= today]
    if not fit:
        raise NotFound
    return programme_of(max(fit, key=lambda row: (row[2], row[0]))[0])


def installed_codes() -> Sequence[str]:
    """Codes of the installed programmes, in order of installation."""
    return list(dict.fromkeys(code for _key, code in installed_versions()))


def installed_versions() -> list[tuple[int, str]]:
    """(key, code) of each installed version, in order of installation."""
    return [(key, code) for key, code, _day in _versions()]


@once_a_look
def _versions() -> Sequence[Sequence[Any]]:
    """(key, code, day in force) of each version, in order of installation."""
    return _VERSIONS.all(db.session.connection(), {})


_VERSIONS: Final = Prepared(
    select(ProgrammeVersion.id, ProgrammeVersion.code, ProgrammeVersion.in_force_from).order_by(ProgrammeVersion.id)
)
_CURRENT: Final = Prepared(
    select(ProgrammeVersion.id)
    .where(ProgrammeVersion.code == bindparam("code"), ProgrammeVersion.in_force_from <= bindparam("today"))
    .order_by(ProgrammeVersion.in_force_from.desc(), ProgrammeVersion.id.desc())
)
