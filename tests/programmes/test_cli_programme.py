from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from labelflow import paths
from labelflow.cli import main
from tests.programmes.faults import FAULTY, SOUND, spoiled
from tests.programmes.folders import change

if TYPE_CHECKING:
    from pathlib import Path

LABEL = paths.programmes() / "sciences-en-occitanie"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["programme", *map(str, arguments)])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return spoiled(next(folder for folder in FAULTY if folder.name == "waits_for_nobody"), tmp_path)[0]


@pytest.mark.parametrize("code", ["sciences-en-occitanie", "charte-du-reseau"])
def test_the_shipped_programmes_pass_their_check(code: str) -> None:
    by_folder, by_code = run("check", paths.programmes() / code), run("check", code)

    assert (by_folder.exit_code, by_folder.output) == (by_code.exit_code, by_code.output)
    assert by_folder.exit_code == 0
    assert by_folder.output.endswith("\u00a0: aucun défaut.\n")
    assert "Défaut" not in by_folder.output
    assert "Avertissement" not in by_folder.output


def test_a_fault_is_told_with_its_place_its_cure_and_its_path(faulty: Path) -> None:
    result = run("check", faulty)

    assert result.exit_code == 1
    assert result.output.startswith(
        "Défaut — workflow.toml, application.state.limbo\n"
        "    Dans l’état «\u00a0limbo\u00a0», le dossier n’attend plus personne.\n"
        "    Remède\u00a0: ajoutez une étape (permission, timer ou automatic) qui en sort, ou marquez l’état «\u00a0final\u00a0».\n"
        "    Chemin\u00a0: draft → submit → submitted → forget → limbo\n"
    )
    assert result.output.endswith("1 défaut.\n")


def test_the_check_is_also_written_for_scripts(faulty: Path) -> None:
    result = run("check", faulty, "--json")

    (finding,) = json.loads(result.output)["findings"]
    assert (result.exit_code, json.loads(result.output)["ok"]) == (1, False)
    assert (finding["code"], finding["machine"], finding["initial"]) == ("waits-for-nobody", "application", "draft")
    assert [hop["code"] for hop in finding["path"]] == ["submit", "forget"]


def test_a_programme_that_cannot_be_read_is_told_about_too(tmp_path: Path) -> None:
    folder = spoiled(next(folder for folder in FAULTY if folder.name == "unknown_guard"), tmp_path)[0]
    change(folder, "programme.toml", 'code = "small"', "code = ")

    result = run("check", folder)

    assert result.exit_code == 1
    assert "Défaut — programme.toml, ligne 3" in result.output
    assert "Traceback" not in result.output


def test_a_warning_lets_pass_unless_asked_otherwise(tmp_path: Path) -> None:
    folder = spoiled(next(folder for folder in FAULTY if folder.name == "wait_without_escape"), tmp_path)[0]

    assert [run("check", folder).exit_code, run("check", folder, "--strict").exit_code] == [0, 1]
    assert "Avertissement — workflow.toml, application.state.musing" in run("check", folder).output


def test_a_folder_that_does_not_exist_is_said_in_a_sentence(tmp_path: Path) -> None:
    checked, drawn = run("check", tmp_path / "nowhere"), run("diagram", "nowhere")

    assert (checked.exit_code, drawn.exit_code) == (1, 1)
    assert "Ce dossier n’existe pas" in checked.output
    assert "Donnez le chemin d’un dossier, ou\u00a0: charte-du-reseau, sciences-en-occitanie." in drawn.output


def test_a_machine_is_drawn_on_the_standard_output_or_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "label.svg"

    mermaid = run("diagram", LABEL, "--machine", "label")
    written = run("diagram", "sciences-en-occitanie", "--machine", "label", "--format", "svg", "--output", file)

    assert mermaid.output.startswith("stateDiagram-v2\n")
    assert (mermaid.exit_code, written.exit_code) == (0, 0)
    assert ET.fromstring(file.read_text(encoding="utf-8")).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_drawing_that_cannot_be_made_or_written_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")

    unknown = run("diagram", LABEL, "--machine", "washing")
    blocked = run("diagram", LABEL, "--output", tmp_path / "taken" / "label.svg")

    assert (unknown.exit_code, blocked.exit_code) == (1, 1)
    assert "pas de machine «\u00a0washing\u00a0»" in unknown.output
    assert "Impossible d’écrire" in blocked.output


def simulated(*arguments: str | Path) -> dict[str, Any]:
    result = run("simulate", *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_a_simulation_is_repeated_by_its_seed() -> None:
    first, again, other = (simulated(SOUND, "-n", "30", "--seed", seed) for seed in ("7", "7", "8"))

    assert first == again
    assert first != other
    assert sum(first["ends"].values()) == 30


def test_a_simulation_is_told_in_the_words_of_the_programme() -> None:
    result = run("simulate", SOUND, "-n", "40")

    assert result.exit_code == 0
    assert "Petit label d’essai, version 1\u00a0: 40 candidatures simulées, graine 1" in result.output
    assert "  Accordé " in result.output
    assert "  Question posée " in result.output
    assert result.output.endswith("Aucune candidature n’est restée bloquée.\n")


def test_a_simulation_that_gets_stuck_exits_with_an_error_and_its_path(tmp_path: Path) -> None:
    folder = spoiled(next(folder for folder in FAULTY if folder.name == "wait_without_escape"), tmp_path)[0]
    change(folder, "workflow.toml", '"enough_scientific_opinions"]', '"reviews_no_longer_suffice"]')

    result = run("simulate", folder, "-n", "30")

    assert result.exit_code == 1
    assert "dans «\u00a0En évaluation\u00a0»" in result.output
    assert "    award\u00a0: reviews-suffice\n" in result.output
    assert "    Chemin\u00a0: application.submit → " in result.output


@pytest.mark.parametrize(
    "arguments", [["simulate", LABEL, "-n", "0"], ["diagram", LABEL, "--format", "png"], ["check"]]
)
def test_a_misused_command_exits_with_2(arguments: list[str | Path]) -> None:
    assert run(*arguments).exit_code == 2
