"""`labelflow structures import` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from labelflow.cli import main

if TYPE_CHECKING:
    from click.testing import Result

    from labelflow.config import Settings

SAMPLE = Path(__file__).parents[1] / "samples" / "structures_dirty.csv"
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def instance(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LABELFLOW_HOME", str(settings.home))
    monkeypatch.setenv("LABELFLOW_DATABASE_URL", settings.database_url)
    return settings.home


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["structures", "import", *map(str, arguments)])


def test_the_summary_counts_every_row_in_french(instance: Path) -> None:
    result = run(SAMPLE)

    text = result.stdout.replace(NBSP, " ")
    assert result.exit_code == 0, result.output
    assert "structures_dirty.csv : 23 lignes" in text
    assert [line.split()[:2] for line in text.splitlines()[1:9] if line[:9].strip().isdigit()] == [
        ["13", "structures"],
        ["2", "lignes"],
        ["0", "structures"],
        ["0", "lignes"],
        ["8", "lignes"],
    ]
    assert str(instance / "imports" / "structures_dirty-refusees.csv") in text
    assert result.stderr == ""


def test_the_report_for_scripts_adds_up_and_gives_each_reason() -> None:
    first, second = json.loads(run(SAMPLE, "--json").stdout), json.loads(run(SAMPLE, "--json").stdout)

    assert (first["accepted"], first["merged"], first["refused"], first["unchanged"]) == (13, 2, 8, 0)
    assert sum(first["reasons"].values()) == first["refused"] == len(first["refusals"])
    assert {line["reasons"][0]["message"].replace(NBSP, " ") for line in first["refusals"]} >= {
        "La structure est dans le département 75, hors de la région.",
        "Cette ligne a 21 cellules au lieu de 20.",
    }
    assert (second["accepted"], second["merged"], second["unchanged"], second["refused"]) == (0, 0, 15, 8)


def test_the_refused_rows_can_be_mended_and_imported_again(tmp_path: Path) -> None:
    path = tmp_path / "to-mend.csv"
    run(SAMPLE, "--refused", path)

    mended = path.read_text(encoding="utf-8-sig").replace(",115,", ",Espace du 115,")
    path.write_text(mended, encoding="utf-8")
    again = json.loads(run(path, "--json", "--refused", tmp_path / "rest.csv").stdout)

    assert (again["rows"], again["accepted"]) == (8, 1)
    rest = (tmp_path / "rest.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rest[0].endswith("refus_ligne,refus_raison,refus_texte")
    assert rest[0].count("refus_ligne") == 1


def test_a_rehearsal_keeps_nothing() -> None:
    rehearsed = run(SAMPLE, "--dry-run")

    assert rehearsed.stdout.startswith("Répétition")
    assert json.loads(run(SAMPLE, "--json").stdout)["accepted"] == 13


def test_an_import_without_refusal_leaves_no_file_of_refused_rows(tmp_path: Path) -> None:
    file, refused = tmp_path / "good.csv", tmp_path / "refused.csv"
    file.write_text("nom;ville\nLe Planétarium;Foix\n", encoding="cp1252")
    refused.write_text("of an earlier import", encoding="utf-8")

    report = json.loads(run(file, "--refused", refused, "--json").stdout)

    assert (report["accepted"], report["refused_file"], report["encoding"]) == (1, None, "cp1252")
    assert not refused.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "est vide"),
        (b"PK\x03\x04zip", "classeur de tableur"),
        (b"%PDF-1.7", "fichier CSV"),
        (b"couleur;taille\nbleu;3\n", "Il manque"),
        (b"name,commune\n", "que son en-tête"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused_with_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    result = run(path)

    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere.csv")

    assert (result.exit_code, "Il n’y a pas de fichier" in result.stderr) == (1, True)


def test_a_file_of_which_nothing_is_kept_fails(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("name,commune\nMusée,Paris\n115,Foix\n", encoding="utf-8")

    assert run(path).exit_code == 1


def test_the_refused_rows_never_overwrite_the_file_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("name,commune\n115,Foix\n", encoding="utf-8")

    result = run(path, "--refused", path)

    assert (result.exit_code, "autre nom" in result.stderr) == (1, True)
    assert path.read_text(encoding="utf-8") == "name,commune\n115,Foix\n"


def test_a_new_instance_gets_its_database_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELFLOW_HOME", str(tmp_path / "new"))
    monkeypatch.delenv("LABELFLOW_DATABASE_URL")

    assert json.loads(run(SAMPLE, "--json").stdout)["accepted"] == 13
