"""`labelflow doctor` sees what is missing and says what to type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from labelflow.cli import machine, main
from labelflow.cli.doctor import Check, examine
from labelflow.config import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def by_name(settings: Settings) -> dict[str, Check]:
    return {check.name.partition(" (")[0]: check for check in examine(settings)}


def test_a_machine_without_an_instance_is_healthy_and_is_told_the_next_step(tmp_path: Path) -> None:
    checks = by_name(Settings(home=tmp_path / "later"))

    assert {check.name: check.state for check in checks.values() if check.state == "missing"} == {}
    assert (checks["Base de données"].state, checks["Base de données"].remedy) == ("absent", "labelflow init")


def test_a_database_that_does_not_answer_must_be_mended(tmp_path: Path) -> None:
    check = by_name(Settings(home=tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none"))

    assert check["Base de données"].state == "missing"
    assert "LABELFLOW_DATABASE_URL" in check["Base de données"].remedy


def test_a_home_below_a_file_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    check = by_name(Settings(home=tmp_path / "file" / "instance"))["Dossier de l’instance"]

    assert check.state == "missing"


def test_the_answer_for_scripts_agrees_with_the_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELFLOW_HOME", str(tmp_path))
    monkeypatch.setenv("LABELFLOW_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")

    result = CliRunner().invoke(main, ["doctor", "--json"])

    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["ok"]) == (1, False)
    assert {"name", "state", "detail", "remedy"} == set(answer["checks"][0])


def test_a_library_that_is_not_there_is_seen() -> None:
    assert [machine.has_library("c", 6) or machine.has_library("System"), machine.has_library("labelflow-none")] == [
        True,
        False,
    ]


def test_what_is_missing_is_installed_by_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    pango, qpdf = machine.NEEDS[0], machine.NEEDS[-1]

    assert machine.remedy([pango, qpdf, pango]) == ("apt-get install -y --no-install-recommends libpango-1.0-0 qpdf")
    assert machine.remedy([]) == ""
