"""A folder that can be read becomes one frozen programme; one that cannot says all that is wrong, and where."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from labelflow import paths
from labelflow.programmes.faults import Fault, ProgrammeFault
from labelflow.programmes.loader import load, shipped, shipped_codes
from labelflow.programmes.schema import Programme
from labelflow.programmes.schema import programme as programme_module
from tests.programmes.folders import CHARTER, LABEL, append, change, copy, faults_of, places

if TYPE_CHECKING:
    from pathlib import Path

SAY_DIGEST = "from labelflow.programmes.loader import shipped; print(shipped('sciences-en-occitanie').digest)"


def test_both_programmes_ship() -> None:
    assert shipped_codes() == (CHARTER, LABEL)


@pytest.mark.parametrize("code", [LABEL, CHARTER])
def test_a_programme_read_back_from_its_dump_is_equal(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = shipped(code)
    monkeypatch.setattr(programme_module, "_parsed", {})

    again = Programme.parse(programme.dump())

    assert again is not programme
    assert again == programme
    assert again.digest == programme.digest
    assert again.dump() == programme.dump()


def test_the_digest_is_the_same_in_every_process() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", SAY_DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert found == {shipped(LABEL).digest}


def test_a_version_is_parsed_once() -> None:
    dump = shipped(LABEL).dump()

    assert Programme.parse(dump) is Programme.parse(dump)
    assert Programme.parse({}, digest=shipped(LABEL).digest) is Programme.parse(dump)


def test_another_text_is_another_version(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    change(folder, "texts/fr/charte.md", "Dire juste", "Dire vrai")

    changed = load(folder)

    assert changed.digest != shipped(LABEL).digest
    assert changed.document_by_code["charter"].sha256 != shipped(LABEL).document_by_code["charter"].sha256
    assert changed.document_by_code["usage"] == shipped(LABEL).document_by_code["usage"]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    for file in ("programme.toml", "texts/fr/charte.md", "texts/fr/applicant/receipt.md"):
        text = (folder / file).read_bytes()
        (folder / file).write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))

    assert load(folder).digest == shipped(LABEL).digest


def test_a_broken_file_is_named_with_its_line_and_hides_nothing_of_the_others(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    change(folder, "grid.toml", 'code = "A"', "code = A")
    change(folder, "programme.toml", "peers = 2", 'peers = "deux"')
    line = (folder / "grid.toml").read_text(encoding="utf-8").split("\n").index("code = A") + 1

    found = faults_of(folder)

    assert [(fault.file, fault.key.split(",")[0]) for fault in found] == [
        ("grid.toml", f"ligne {line}"),
        ("programme.toml", "review.peers"),
    ]
    assert "TOML" in found[0].what


@pytest.mark.parametrize("file", ["programme.toml", "workflow.toml", "form.toml"])
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    (folder / file).unlink()

    assert faults_of(folder) == (Fault(file, "", "ce fichier manque", "créez-le"),)


def test_a_wrong_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    text = (folder / "form.toml").read_text(encoding="utf-8")
    (folder / "form.toml").write_text(text.replace("\N{NO-BREAK SPACE}", " "), encoding="latin-1", errors="replace")

    (fault,) = faults_of(folder)

    assert (fault.file, fault.key) == ("form.toml", "ligne 1")
    assert "UTF-8" in fault.what


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeFault, match="ce dossier n’existe pas"):
        load(tmp_path / "absent")


def test_a_programme_without_grid_or_committee_is_whole() -> None:
    programme = shipped(CHARTER)

    assert (programme.grid, programme.review, programme.committee, programme.thresholds) == (None, None, None, None)


def test_a_grid_is_needed_where_applications_are_marked(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    (folder / "grid.toml").unlink()

    assert ("grid.toml", "") in places(folder)


def test_many_faults_are_said_together_in_plain_french(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    change(folder, "grid.toml", "weight = 22", "weight = 23")
    change(folder, "form.toml", 'kind = "long_text"', 'kind = "poem"')
    append(folder, "programme.toml", "[surprise]\nhello = 1")

    with pytest.raises(ProgrammeFault) as caught:
        load(folder)

    lines = caught.value.message.split("\n")
    assert lines[0] == "Le programme «\u00a0sciences-en-occitanie\u00a0» ne peut pas être utilisé\u00a0: 4 défauts."
    assert lines[1:] == [
        "- grid.toml, families\u00a0: les poids des familles font 101 et non 100\u00a0; corrigez-les pour que leur somme fasse 100.",
        "- grid.toml, families[1].weight\u00a0: les critères de la famille A font 22 points et la famille pèse 23\u00a0; corrigez les points ou le poids pour qu’ils soient égaux.",
        (
            "- form.toml, section[1].question[1].kind\u00a0: «\u00a0poem\u00a0»\u00a0: valeur inconnue\u00a0; choisissez parmi "
            '"text", "long_text", "number", "choice", "choices", "date", "yes_no", "url", "email", "phone", "commune", "departments".'
        ),
        "- programme.toml, surprise\u00a0: cette clé n’existe pas\u00a0; corrigez son nom ou supprimez-la.",
    ]


def test_the_shipped_folders_hold_nothing_else() -> None:
    for code in shipped_codes():
        names = {path.name for path in (paths.programmes() / code).iterdir()}
        assert names <= {"programme.toml", "workflow.toml", "form.toml", "grid.toml", "texts"}
