"""`labelflow init`, `db` and `worker`: an instance from nothing, and what it does by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect, text

from labelflow.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.stage import Stage


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where there is no instance yet."""
    monkeypatch.setenv("LABELFLOW_HOME", str(tmp_path / "instance"))
    monkeypatch.delenv("LABELFLOW_DATABASE_URL", raising=False)
    return tmp_path / "instance"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def tables(home: Path) -> dict[str, int]:
    engine = create_engine(f"sqlite:///{home / 'labelflow.sqlite'}")
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        counts = {name: connection.scalar(text(f'select count(*) from "{name}"')) or 0 for name in names}
    engine.dispose()
    return counts


def test_init_makes_an_instance_with_the_shipped_programmes(home: Path) -> None:
    result = run("init", "--operator", "Moi@Exemple.fr")

    assert result.exit_code == 0, result.output
    assert str(home) in result.stdout
    assert oct((home / "secret-key").stat().st_mode)[-3:] == "600"
    counts = tables(home)
    assert (counts["programme_version"], counts["user"], counts["mandate"]) == (2, 1, 1)


def test_init_twice_changes_nothing(home: Path) -> None:
    run("init", "--operator", "moi@exemple.fr")
    before, key = tables(home), (home / "secret-key").read_text()

    result = run("init", "--operator", "moi@exemple.fr")

    assert (result.exit_code, tables(home), (home / "secret-key").read_text()) == (0, before, key)


def test_a_database_is_brought_up_to_date_and_checked(home: Path) -> None:
    first, upgraded, then = run("db", "check"), run("db", "upgrade"), run("db", "check")

    assert (first.exit_code, upgraded.exit_code, then.exit_code) == (1, 0, 0)
    assert "labelflow db upgrade" in first.stdout
    assert upgraded.stdout.startswith("— → ")
    assert "Base à jour" in then.stdout


def test_a_database_of_another_version_is_not_touched_by_other_commands(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABELFLOW_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")

    result = run("labels", "list")

    assert result.exit_code == 1
    assert "labelflow db upgrade" in result.stderr


def test_a_round_of_the_worker_says_what_it_did_and_a_second_one_has_nothing_to_do(home: Path) -> None:
    run("init", "--operator", "moi@exemple.fr")

    first, second = run("worker", "--once"), run("worker", "--once")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert second.stdout == "0 échéances, 0 avis, 0 documents\n"


def test_the_worker_of_an_instance_delivers_and_renders(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from labelflow import clock  # noqa: PLC0415 - with its only use
    from tests import scenes  # noqa: PLC0415 - same

    stage.at(scenes.submitted)
    monkeypatch.setenv("LABELFLOW_HOME", str(stage.settings.home))
    monkeypatch.setenv("LABELFLOW_DATABASE_URL", stage.settings.database_url)
    clock.shift(stage.crowd.now - clock.real_now())

    result = run("worker", "--once")

    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("1 documents\n")
    assert not result.stdout.startswith("0 échéances, 0 avis")
