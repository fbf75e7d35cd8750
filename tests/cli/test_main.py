"""The convention of exit codes and of errors, which every command follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from labelflow.cli import Root, main
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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "La commande « nonsense » n’existe pas."),
        (["programme", "chek"], "La commande « chek » n’existe pas."),
        (["verify"], "Il manque"),
        (["labels", "list", "--stat", "active"], "L’option --stat n’existe pas. Vouliez-vous écrire '--state' ?"),
        (["labels", "list", "--state"], "L’option --state attend une valeur."),
        (["labels", "list", "active", "expired"], "Ceci est de trop : active expired"),
        (
            ["programme", "simulate", "x", "-n", "many"],
            "Valeur refusée pour '-n' / '--number' : 'many' n’est pas un nombre entier.",
        ),
        (["programme", "simulate", "x", "-n", "0"], "0 n’est pas dans l’intervalle 1<=x<=1000000."),
        (
            ["programme", "install", "x", "--from", "demain"],
            "'demain' n’est pas une date : écrivez-la comme 2027-03-01.",
        ),
        (["clock", "advance", "3", "moons"], "Écrivez une durée"),
    ],
)
def test_misuse_is_told_in_french(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, arguments, prog_name="labelflow")

    assert result.exit_code == 2
    assert said in result.stderr.replace("\xa0", " ")
    assert not re.search(r"\b(?:Error|Usage|Invalid|Missing|such|Got|Try|Did)\b", result.stderr)


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
