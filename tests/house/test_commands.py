"""The command line starts quickly and every command of the public contract is there."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from labelflow import __version__
from labelflow.cli import main
from labelflow.cli.lazy import COMMANDS, GROUPS, load

HEAVY = {"alembic", "flask", "jinja2", "pikepdf", "pydantic", "sqlalchemy", "weasyprint", "werkzeug"}
LISTING = (
    "import sys; from labelflow.cli import main; main(sys.argv[1:], standalone_mode=False);"
    "import json; print(json.dumps(sorted(sys.modules)))"
)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["programme", "--help"]])
def test_asking_for_help_loads_no_framework(arguments: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LISTING, *arguments], capture_output=True, text=True, check=True, encoding="utf-8"
    )

    loaded = set(json.loads(run.stdout.splitlines()[-1]))
    assert "labelflow.cli" in loaded
    assert loaded & HEAVY == set()


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"labelflow, version {__version__}\n"


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_every_command_exists_and_shows_an_example(path: str) -> None:
    command = load(path)
    shown = CliRunner().invoke(main, [*path.split(), "--help"])

    assert isinstance(command, click.Command)
    assert shown.exit_code == 0
    assert f"labelflow {path}" in shown.output.replace("\n", " "), "the help gives an example"


def test_every_group_has_a_command() -> None:
    assert {path.split()[0] for path in COMMANDS if " " in path} == set(GROUPS)
