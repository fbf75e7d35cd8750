"""The convention of exit codes and of errors, which every command follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from labelflow.cli import Root
from labelflow.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def root(run: Callable[[], None]) -> Root:
    class OneCommand(Root):
        def get_command(self, _ctx: click.Context, _cmd_name: str) -> click.Command:
            return click.command()(run)

    return OneCommand("labelflow")


def refuse() -> None:
    raise Invalid("Ce fichier n’est pas un CSV.")


def break_down() -> None:
    raise ZeroDivisionError("secret detail")


def succeed() -> None:
    click.echo("fait")


def test_success_exits_with_0() -> None:
    result = CliRunner().invoke(root(succeed), ["run"])

    assert (result.exit_code, result.output) == (0, "fait\n")


def test_a_refusal_is_a_sentence_and_exits_with_1() -> None:
    result = CliRunner().invoke(root(refuse), ["run"])

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "Ce fichier n’est pas un CSV.\n")


@pytest.mark.parametrize("arguments", [[], ["run", "--nonsense"], ["run", "too", "much"]])
def test_misuse_exits_with_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(root(succeed), arguments).exit_code == 2


def test_a_fault_is_one_line_with_a_reference_that_finds_its_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABELFLOW_HOME", str(tmp_path))

    result = CliRunner().invoke(root(break_down), ["run"])

    (line,) = result.stderr.splitlines()
    reference = line.partition("référence ")[2].partition(".")[0]
    trace = (tmp_path / "errors.log").read_text(encoding="utf-8")
    assert result.exit_code == 1
    assert "secret detail" not in line
    assert reference in trace.splitlines()[0]
    assert "ZeroDivisionError: secret detail" in trace


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELFLOW_BASE_URL", "labels.example.org")

    from labelflow.cli import main  # noqa: PLC0415 - the real command, for one test

    result = CliRunner().invoke(main, ["doctor"])

    assert (result.exit_code, "LABELFLOW_BASE_URL" in result.stderr) == (1, True)
