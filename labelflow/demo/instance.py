"""The folder of a demonstration: built aside, then put in place whole; kept until somebody starts over."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow import clock, migrations
from labelflow.app import create_app
from labelflow.config import DEMO_SITE
from labelflow.db import db
from labelflow.demo.people import Cast
from labelflow.demo.world import World
from labelflow.errors import Invalid
from labelflow.i18n import _
from labelflow.models.account import Membership, User
from labelflow.models.application import Application
from labelflow.models.review import Assignment
from labelflow.models.session import Attendance, Session
from labelflow.web.sign_in import demo_link

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from labelflow.config import Settings

MARK = "demo.json"


def is_demo(home: Path) -> bool:
    """Whether the folder holds a finished demonstration."""
    return (home / MARK).is_file()


def make(settings: Settings, *, fresh: bool, progress: Callable[[float], None]) -> bool:
    """Make the demonstration, or bring one that is there to the newest schema. Returns whether it was made now.

    Raises Invalid when the folder holds an instance that is not a demonstration: it is never touched.
    """
    home = settings.home
    if home.exists() and any(home.iterdir()) and not is_demo(home):
        raise Invalid(
            _("Le dossier %(home)s contient une instance qui n’est pas une démonstration. "
              "Choisissez-en un autre : LABELFLOW_HOME=autre-dossier.", home=home)
        )  # fmt: skip
    if is_demo(home) and not fresh:
        _upgrade(settings)
        return False
    aside = home.with_name(f".{home.name}-en-construction")
    shutil.rmtree(aside, ignore_errors=True)
    _build(replace(settings, home=aside, sqlite_synchronous="NORMAL"), progress)
    shutil.rmtree(home, ignore_errors=True)
    aside.rename(home)
    return True


def keep_site(settings: Settings) -> None:
    """Note where the demonstration is served: the commands typed beside it work on it without a setting."""
    (settings.home / DEMO_SITE).write_text(settings.base_url, encoding="ascii")


def _upgrade(settings: Settings) -> None:
    with create_app(settings, pages=False).app_context():
        if not migrations.is_current(db.engine):
            migrations.upgrade(db.engine)
        db.engine.dispose()


def _build(settings: Settings, progress: Callable[[float], None]) -> None:
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        cast = World(clock.now(), progress).build()
        db.session.close()
        db.engine.dispose()
    (settings.home / MARK).write_text(json.dumps(asdict(cast), indent=1), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Door:
    """A one-click sign-in for one part."""

    part: str
    name: str
    link: str


def doors(settings: Settings) -> list[Door]:
    """One person for each part, chosen for what waits for them today."""
    cast = Cast(**json.loads((settings.home / MARK).read_text(encoding="utf-8")))
    found = [
        (_("Structure qui prépare un dossier"), _applicant("draft")),
        (_("Structure qui peut répondre aux rapports"), _applicant("reply")),
        (_("Structure labellisée"), _applicant("granted")),
        (_("Pair invité à évaluer"), _reviewer("peer", "invited")),
        (_("Pair qui évalue"), _reviewer("peer", "accepted")),
        (_("Scientifique qui évalue"), _reviewer("scientist", "accepted", "invited")),
        (_("Coordination"), cast.coordinators[0]),
        (_("Membre de la commission (un vote est ouvert)"), _voter() or cast.members[0]),
        (_("Présidente de la commission"), cast.chair),
        (_("Signataire (une décision à signer)"), cast.signatory),
        (_("Auditrice"), cast.auditor),
        (_("Région (chiffres)"), cast.observer),
        (_("Administration de l’instance"), cast.operator),
    ]
    people = {user.public_id: user for user in db.session.scalars(select(User))}
    return [Door(part, people[who].name, demo_link(people[who])) for part, who in found if who in people]


def _applicant(state: str) -> str | None:
    return db.session.scalars(
        select(User.public_id)
        .join(Membership, Membership.user_id == User.id)
        .join(Application, Application.structure_id == Membership.structure_id)
        .where(Application.state == state, Application.programme_code == "sciences-en-occitanie")
        .order_by(Application.id.desc())
    ).first()


def _voter() -> str | None:
    """A member who sits in the open session and has no part in it but their vote."""
    return db.session.scalars(
        select(User.public_id)
        .join(Attendance, Attendance.member_id == User.id)
        .join(Session, Session.id == Attendance.session_id)
        .where(Session.state == "open", Attendance.presence == "present", Attendance.member_id != Session.chair_id)
        .order_by(Attendance.id.desc())
    ).first()


def _reviewer(reader: str, *states: str) -> str | None:
    return db.session.scalars(
        select(User.public_id)
        .join(Assignment, Assignment.person_id == User.id)
        .where(Assignment.reader == reader, Assignment.state.in_(states))
        .order_by(Assignment.id.desc())
    ).first()
