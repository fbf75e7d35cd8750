"""Commands on the instance of the large world, as a person types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from labelflow import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from tests.stage import Stage

    Run = Callable[..., Result]


@pytest.fixture
def run(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("labels", "list", "--json")`: what the command prints, and its exit code."""
    from labelflow.cli import main  # noqa: PLC0415 - other tests of commands need none of this

    monkeypatch.setenv("LABELFLOW_HOME", str(stage.settings.home))
    monkeypatch.setenv("LABELFLOW_DATABASE_URL", stage.settings.database_url)
    monkeypatch.setenv("LABELFLOW_SQLITE_SYNCHRONOUS", "NORMAL")

    def invoke(*arguments: object) -> Result:
        clock.shift(stage.crowd.now - clock.real_now())
        return CliRunner().invoke(main, [str(one) for one in arguments])

    return invoke


@pytest.fixture
def told(run: Run) -> Callable[..., tuple[int, Any]]:
    """The exit code and the JSON of a command."""

    def invoke(*arguments: object) -> tuple[int, Any]:
        result = run(*arguments, "--json")
        assert result.stdout, result.stderr
        return result.exit_code, json.loads(result.stdout)

    return invoke
