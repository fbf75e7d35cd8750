"""Install a version of a programme: checked first, then kept for ever as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from labelflow.db import settings
from labelflow.domain.calendar import local_day
from labelflow.domain.permissions import may
from labelflow.errors import Forbidden, Invalid
from labelflow.i18n import gettext as _
from labelflow.issuing import designs
from labelflow.models.programme import ProgrammeVersion
from labelflow.programmes.check import check, faults_among
from labelflow.programmes.faults import ProgrammeFault
from labelflow.programmes.loader import load
from labelflow.services import new_documents
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from labelflow.domain.actor import Actor
    from labelflow.programmes.schema import Programme

INSTALL = "people:manage"
"""The operator's permission: whoever opens accounts also installs programmes."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A stored version, and whether this call stored it."""

    version: ProgrammeVersion
    is_new: bool


def install(path: Path, actor: Actor, now: datetime, *, in_force_from: date | None = None) -> Installed:
    """Store the programme in the folder `path`, in force from a day (today unless said).

    Holders of a label of the programme are told of the texts that they have to accept anew. Does nothing
    when this very content is stored already. Raises ProgrammeFault with everything that the
    check finds, DocumentFault when its design prints no certificate, Invalid when this version is stored with
    another content or another design, Forbidden.
    """
    if not actor.is_system and not may(INSTALL, actor, "", now):
        raise Forbidden(INSTALL)
    programme = load(path)
    faults = faults_among(check(programme))
    if faults:
        raise ProgrammeFault([finding.fault for finding in faults], path.name)
    _try_design(path, programme)
    from_day = in_force_from or local_day(now)
    try:
        done = _store(programme, actor, now, from_day)
    except IntegrityError:  # somebody stored the same version at the same time: theirs is read
        done = _store(programme, actor, now, from_day)
    _keep_design(path, programme)
    return done


def _store(programme: Programme, actor: Actor, now: datetime, in_force_from: date) -> Installed:
    with transaction(actor=actor, now=now) as tx:
        known = _known(tx.session, programme)
        if known is not None:
            return Installed(known, is_new=False)
        version = ProgrammeVersion(
            code=programme.code,
            version=programme.version,
            digest=programme.digest,
            content=programme.dump(),
            installed_at=now,
            in_force_from=in_force_from,
        )
        tx.session.add(version)
        tx.session.flush()
        facts: dict[str, object] = {
            "version": version.version,
            "digest": version.digest,
            "in_force_from": version.in_force_from,
        }
        facts["told"] = new_documents.announce(tx, version)
        tx.record(("programme", programme.code), "programme.installed", facts, role=_role(actor))
    return Installed(version, is_new=True)


def _try_design(path: Path, programme: Programme) -> None:
    """Print the examples with the design that the folder brings, if it does. Raises DocumentFault."""
    if designs.has_own(path):
        from labelflow.issuing.trial import previews  # noqa: PLC0415 - only for a programme with a design

        with TemporaryDirectory() as folder:
            for _name, _pdf in previews(programme, designs.lay_over(path, Path(folder) / "design")):
                pass


def _keep_design(path: Path, programme: Programme) -> None:
    """Keep it with the version. Raises Invalid when another one is kept."""
    if designs.has_own(path) and not designs.keep(path, settings().home, programme.code, programme.version):
        raise Invalid(
            _(
                "La version %(version)s de « %(code)s » est déjà installée avec un autre graphisme. Une version ne"
                " change jamais : donnez un nouveau numéro à version dans programme.toml.",
                version=programme.version,
                code=programme.code,
            )
        )


def _known(session: Session, programme: Programme) -> ProgrammeVersion | None:
    """The stored version with the same name. Raises Invalid when it says something else."""
    same_name = select(ProgrammeVersion).where(
        ProgrammeVersion.code == programme.code, ProgrammeVersion.version == programme.version
    )
    found = session.scalars(same_name).one_or_none()
    if found is not None and found.digest != programme.digest:
        raise Invalid(
            _(
                "La version %(version)s de « %(code)s » est déjà installée avec un autre contenu. Une version ne change"
                " jamais : donnez un nouveau numéro à version dans programme.toml.",
                version=programme.version,
                code=programme.code,
            )
        )
    return found


def _role(actor: Actor) -> str:
    return "system" if actor.is_system else "operator"
