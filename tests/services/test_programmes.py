from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from labelflow.cli import main
from labelflow.db import db
from labelflow.domain.actor import SYSTEM, Actor, MandateHeld
from labelflow.errors import Forbidden, Invalid
from labelflow.models.journal import Event
from labelflow.models.programme import ProgrammeVersion
from labelflow.programmes.faults import ProgrammeFault
from labelflow.programmes.loader import load
from labelflow.queries.programmes import current_programme, programme_of
from labelflow.services.programmes import install
from tests.programmes.faults import FAULTY, SOUND, spoiled
from tests.programmes.folders import change

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from labelflow.config import Settings

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SOUND, tmp_path / "small")


@pytest.fixture(autouse=True)
def _context(app: Flask):  # noqa: ANN202
    with app.app_context():
        yield


def versions() -> int:
    return db.session.scalar(select(func.count()).select_from(ProgrammeVersion)) or 0


def test_a_version_is_stored_whole_and_parsed_back_equal(folder: Path) -> None:
    done = install(folder, SYSTEM, NOW)

    assert done.is_new
    assert programme_of(done.version.id) == load(folder)
    assert done.version.digest == load(folder).digest
    assert current_programme("small", date(2026, 9, 1)) == load(folder)


def test_installing_the_same_version_again_changes_nothing(folder: Path) -> None:
    first = install(folder, SYSTEM, NOW)

    again = install(folder, SYSTEM, NOW + timedelta(days=9))

    assert (again.is_new, again.version.id, again.version.installed_at) == (False, first.version.id, NOW)
    assert versions() == 1


def test_a_version_never_changes_its_content(folder: Path) -> None:
    install(folder, SYSTEM, NOW)
    change(folder, "programme.toml", "Petit label d’essai", "Grand label d’essai")

    with pytest.raises(Invalid, match="déjà installée avec un autre contenu"):
        install(folder, SYSTEM, NOW)

    assert versions() == 1


def test_a_new_version_stands_beside_the_former_one_from_its_day_on(folder: Path) -> None:
    former = install(folder, SYSTEM, NOW).version.id
    change(folder, "programme.toml", 'version = "1"', 'version = "2"')

    install(folder, SYSTEM, NOW, in_force_from=date(2026, 10, 1))

    assert current_programme("small", date(2026, 9, 30)).version == "1"
    assert current_programme("small", date(2026, 10, 1)).version == "2"
    assert programme_of(former).version == "1"


@pytest.mark.parametrize("name", ["waits_for_nobody", "unknown_guard"])
def test_a_faulty_programme_is_not_installed(name: str, tmp_path: Path) -> None:
    faulty, declared = spoiled(next(folder for folder in FAULTY if folder.name == name), tmp_path)

    with pytest.raises(ProgrammeFault) as caught:
        install(faulty, SYSTEM, NOW)

    assert [fault.key for fault in caught.value.faults] == [declared["key"]]
    assert versions() == 0


def test_only_an_operator_installs(folder: Path) -> None:
    coordinator = Actor(1, "c", mandates=(MandateHeld("coordinator", None, date(2026, 1, 1)),))
    operator = Actor(2, "o", mandates=(MandateHeld("operator", None, date(2026, 1, 1)),))

    with pytest.raises(Forbidden):
        install(folder, coordinator, NOW)

    assert install(folder, operator, NOW).is_new


def test_an_installation_is_a_fact_of_the_journal(folder: Path) -> None:
    install(folder, SYSTEM, NOW)
    install(folder, SYSTEM, NOW)

    (event,) = db.session.scalars(select(Event)).all()
    assert event.body["code"] == "programme.installed"
    assert event.body["data"]["digest"] == load(folder).digest


def test_the_command_installs_once(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELFLOW_HOME", str(settings.home))
    monkeypatch.setenv("LABELFLOW_DATABASE_URL", settings.url)

    first = CliRunner().invoke(main, ["programme", "install", str(folder)])
    second = CliRunner().invoke(main, ["programme", "install", str(folder)])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("small, version 1, est installé")
    assert second.output == "small, version 1, était déjà installé\u00a0: rien ne change.\n"
