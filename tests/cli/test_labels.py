"""`labelflow labels list`, `certificates` and `verify`: names, shapes and exit codes that others script against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from labelflow.models.file import Document
from tests.web.public_town import town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.stage import Stage

    Told = Callable[..., tuple[int, Any]]
    Run = Callable[..., Result]

SHAPE = {
    "number", "short_code", "programme", "state", "answer", "valid", "holder", "department", "commune", "scopes",
    "grid_version", "starts_on", "ends_on", "successor",
}  # fmt: skip


def issued(run: Run, number: str, path: Path) -> bytes:
    result = run("certificates", "render", number, "--output", path)
    assert result.exit_code == 0, result.stderr
    return path.read_bytes()


def test_labels_are_listed_for_scripts_with_only_what_is_public(stage: Stage, told: Told) -> None:
    scenes = stage.at(town)

    code, records = told("labels", "list")

    assert code == 0
    assert [set(record) for record in records] == [SHAPE] * 3
    assert [record["number"] for record in records] == sorted(scene.number for scene in scenes.values() if scene.number)
    first = next(record for record in records if record["number"] == scenes["applicant"].number)
    assert (first["holder"], first["commune"], first["department"]) == ("L’Atelier des étoiles", "Foix", "09")
    assert (first["valid"], first["answer"], first["state"]) == (True, "valid", "active")
    assert (first["starts_on"], first["ends_on"]) == ("2027-03-22", "2030-03-21")


@pytest.mark.parametrize(("state", "count"), [("active", 2), ("suspended", 1), ("withdrawn", 0)])
def test_labels_are_listed_by_state(stage: Stage, told: Told, state: str, count: int) -> None:
    stage.at(town)

    code, records = told("labels", "list", "--state", state)

    assert (code, len(records), {record["state"] for record in records} <= {state}) == (0, count, True)


def test_labels_are_listed_for_people_one_a_line(stage: Stage, run: Run) -> None:
    scenes = stage.at(town)

    result = run("labels", "list")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3
    assert result.stdout.startswith(scenes["applicant"].number)
    assert result.stderr.strip() == "3 labels"


def test_an_instance_without_a_label_lists_none(told: Told) -> None:
    assert told("labels", "list") == (0, [])


def test_a_certificate_is_written_and_is_always_the_same(stage: Stage, run: Run, tmp_path: Path) -> None:
    number = stage.at(town)["applicant"].number

    first = issued(run, number, tmp_path / "first.pdf")
    second = issued(run, number.lower().replace("-", " "), tmp_path / "second.pdf")

    assert first.startswith(b"%PDF-")
    assert first == second


def test_a_certificate_that_does_not_exist_is_refused_in_french(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"

    result = run("certificates", "render", "SEO-2027-00001-X", "--output", path)

    assert (result.exit_code, path.exists()) == (1, False)
    assert "Aucune attestation ne porte le numéro SEO-2027-00001-X" in result.stderr


def test_a_certificate_for_a_folder_that_is_not_there_is_refused_in_one_line(
    stage: Stage, run: Run, tmp_path: Path
) -> None:
    number = stage.at(town)["applicant"].number

    result = run("certificates", "render", number, "--output", tmp_path / "absent" / "a.pdf")

    assert result.exit_code == 1
    assert "référence" not in result.stderr, "a path that cannot be written is no fault of ours"
    assert "absent" in result.stderr


def test_a_certificate_needs_a_file_to_be_written_to(run: Run) -> None:
    assert run("certificates", "render", "SEO-2027-00001-X").exit_code == 2


def test_documents_that_wait_are_issued(stage: Stage, told: Told) -> None:
    stage.at(town)
    with stage.crowd.looking() as session:
        waiting = len(session.scalars(select(Document.id).where(Document.rendered_at.is_(None))).all())

    assert told("certificates", "issue") == (0, {"issued": waiting})
    assert told("certificates", "issue") == (0, {"issued": 0})


@pytest.mark.parametrize(
    ("place", "step", "by", "answer"),
    [
        ("applicant", "", "", "valid"),
        ("neighbour", "", "", "suspended"),
        ("library", "relinquish", "librarian", "not_in_force"),
    ],
)
def test_a_number_is_verified_with_an_exit_code(
    stage: Stage, told: Told, place: str, step: str, by: str, answer: str
) -> None:
    scene = stage.at(town)[place]
    if step:
        stage.crowd.take("label", scene.label, step, by=by)

    code, record = told("verify", scene.number)

    assert (code, record["valid"], record["answer"]) == (int(answer != "valid"), answer == "valid", answer)
    assert (record["file"], record["label"]["number"]) == (None, scene.number)


def test_an_expired_label_is_not_valid(stage: Stage, told: Told) -> None:
    number = stage.at(town)["applicant"].number
    stage.crowd.wait(days=3 * 366)

    assert told("verify", number)[0] == 1
    assert told("verify", number)[1]["answer"] == "expired"


@pytest.mark.parametrize("typed", ["SEO-2027-00099-D", "nonsense", "", "\u2603"])
def test_an_unknown_number_is_unknown(run: Run, told: Told, typed: str) -> None:
    code, record = told("verify", typed)

    assert (code, record["valid"], record["answer"], record["label"]) == (1, False, "unknown", None)
    assert "Aucun label ne porte ce numéro." in run("verify", typed).stdout


def test_a_number_whose_check_character_is_wrong_is_said_to_be_mistyped(run: Run, told: Told) -> None:
    code, record = told("verify", "SEO-2027-00099-X")

    assert (code, record["verdict"], record["answer"]) == (1, "mistyped", "unknown")
    assert "faute de frappe" in run("verify", "SEO-2027-00099-X").stdout


def test_a_file_is_verified_to_the_byte(stage: Stage, run: Run, told: Told, tmp_path: Path) -> None:
    path = tmp_path / "attestation.pdf"
    data = issued(run, stage.at(town)["applicant"].number, path)
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(data[:900] + bytes([data[900] ^ 1]) + data[901:])
    other = tmp_path / "other.txt"
    other.write_text("bonjour", encoding="utf-8")

    codes = [told("verify", file)[0] for file in (path, altered, other)]
    records = [told("verify", file)[1] for file in (path, altered, other)]

    assert codes == [0, 1, 1]
    assert [record["file"] for record in records] == ["issued", "not_ours", "not_ours"]
    assert [record["answer"] for record in records] == ["valid", "unknown", "unknown"]


def test_the_certificate_of_a_suspended_label_is_genuine_and_exits_with_1(
    stage: Stage, run: Run, told: Told, tmp_path: Path
) -> None:
    path = tmp_path / "attestation.pdf"
    issued(run, stage.at(town)["neighbour"].number, path)

    code, record = told("verify", path)

    assert (code, record["file"], record["answer"], record["valid"]) == (1, "issued", "suspended", False)


def test_a_file_that_is_not_there_is_said_in_one_line(run: Run, tmp_path: Path) -> None:
    result = run("verify", tmp_path / "absent.pdf")

    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "absent.pdf" in result.stderr


def test_a_state_that_no_label_can_be_in_is_refused_with_those_that_exist(stage: Stage, run: Run) -> None:
    del stage

    result = run("labels", "list", "--state", "nonsense")

    assert result.exit_code == 1
    assert "États possibles : active, formal_notice, suspended" in result.stderr.replace("\xa0", " ")


def test_a_certificate_is_reissued_for_a_reason_of_its_programme(stage: Stage, run: Run, tmp_path: Path) -> None:
    number = stage.at(town)["applicant"].number
    before = issued(run, number, tmp_path / "before.pdf")

    refused = run("certificates", "reissue", number, "--reason", "ennui")
    done = run("certificates", "reissue", number, "--reason", "key", "--note", "Clé renouvelée.")
    after = issued(run, number, tmp_path / "after.pdf")
    verified = run("verify", tmp_path / "before.pdf"), run("verify", tmp_path / "after.pdf")

    assert (refused.exit_code, "register, design, key, other" in refused.stderr) == (1, True)
    assert (done.exit_code, done.stdout.strip()) == (0, f"{number} : édition 2")
    assert before != after
    assert [result.exit_code for result in verified] == [1, 0]
    assert "remplacée par une nouvelle édition" in verified[0].stdout
