"""`labelflow keys`, and a seal verified on a machine that has nothing but the trust file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from labelflow.models.file import Document
from labelflow.sealing.authority import make_authority, make_seal
from labelflow.services import documents
from labelflow.store import Store
from tests import scenes
from tests.sealing.conftest import MADE_AT, OFFICE
from tests.sealing.test_keys import packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.stage import Stage

    Told = Callable[..., tuple[int, Any]]
    Run = Callable[..., Result]


def registered(told: Told) -> dict[str, str]:
    return {key["name"]: key["state"] for key in told("keys", "list")[1]}


def test_keys_are_listed_changed_brought_and_revoked(stage: Stage, run: Run, told: Told, tmp_path: Path) -> None:
    stage.at(scenes.submitted)
    authority = make_authority(OFFICE, now=MADE_AT)
    file = tmp_path / "key.p12"
    file.write_bytes(packed(make_seal(authority, OFFICE, now=MADE_AT), authority))

    printed = [
        run("keys", "rotate").stdout,
        run("keys", "rotate", "--in-days", "30").stdout,
        run("keys", "import", file, "--password", "1234").stdout,
        run("keys", "revoke", "seal-2", "--reason", "essai").stdout,
    ]
    seals = {name: state for name, state in registered(told).items() if name.startswith(("authority", "seal"))}

    assert printed == ["seal-2\n", "seal-3\n", "seal-4\n", "seal-2\n"]
    assert seals == {
        "authority-1": "signing",
        "seal-1": "retired",
        "seal-2": "revoked",
        "seal-3": "waiting",
        "seal-4": "signing",
    }
    shown = run("keys", "list").stdout
    assert "révoquée" in shown
    assert "PRIVATE" not in shown + json.dumps(told("keys", "list")[1])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["revoke", "seal-9", "--reason", "x"], "Aucune clé ne porte le nom seal-9."),
        (["import", "{file}", "--password", "x"], "Ce n’est pas un fichier PKCS#12, ou son mot de passe est un autre."),
        (["import", "{file}", "--token"], "Écrivez l’adresse du module"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    stage: Stage, run: Run, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "file").write_text("bonjour")

    result = run("keys", *[one.format(file=tmp_path / "file") for one in arguments])

    assert result.exit_code == 1
    assert "référence" not in result.stderr
    assert sentence in result.stderr


@pytest.fixture
def issued(stage: Stage, run: Run, tmp_path: Path) -> tuple[Path, Path]:
    """A document as it was sent, and the trust file."""
    stage.at(scenes.submitted)
    with stage.crowd.looking() as session:
        (receipt,) = session.scalars(select(Document.public_id))
        data = documents.render(receipt, store=Store(stage.settings.files), now=stage.crowd.now)
    file, bundle = tmp_path / "accuse.pdf", tmp_path / "confiance.json"
    file.write_bytes(data)
    assert run("keys", "export", "--output", bundle).exit_code == 0
    return file, bundle


def elsewhere(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in another process, on a machine without the instance."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LABELFLOW_")}
    listing = (
        "import sys; from labelflow.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    command = [sys.executable, "-c", listing, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


def test_a_seal_is_verified_without_the_instance(issued: tuple[Path, Path], tmp_path: Path) -> None:
    file, bundle = issued
    (tmp_path / "elsewhere").mkdir()

    done = elsewhere(tmp_path / "elsewhere", "verify", file, "--trust", bundle, "--json")
    record = json.loads(done.stdout)

    assert (done.returncode, record["valid"], record["verdict"]) == (1, False, "other_document"), (
        "a receipt is no label"
    )
    assert (record["seal"]["state"], record["seal"]["key"]) == ("intact", "seal-1")
    assert not list((tmp_path / "elsewhere").iterdir()), "no instance was made"
    assert {"flask", "sqlalchemy", "pyhanko", "pikepdf", "babel"} & set(done.stderr.split()) == set()


def test_an_altered_file_is_told_in_words_without_the_instance(issued: tuple[Path, Path], tmp_path: Path) -> None:
    file, bundle = issued
    data = bytearray(file.read_bytes())
    data[3000] ^= 4
    file.write_bytes(data)

    done = elsewhere(tmp_path, "verify", file, "--trust", bundle)

    assert done.returncode == 1
    assert "Le cachet est rompu" in done.stdout
    assert "l’état actuel du label n’est pas connu" in done.stdout


def test_a_file_without_a_seal_or_a_trust_file_that_is_none_is_an_answer(
    issued: tuple[Path, Path], tmp_path: Path
) -> None:
    file, bundle = issued
    other = tmp_path / "other.txt"
    other.write_text("bonjour")

    unsealed = elsewhere(tmp_path, "verify", other, "--trust", bundle)
    untrusted = elsewhere(tmp_path, "verify", file, "--trust", other)

    assert (unsealed.returncode, untrusted.returncode) == (1, 1)
    assert "n’est pas une attestation émise ici" in unsealed.stdout
    assert "n’est pas un fichier de confiance" in untrusted.stderr


def test_the_instance_tells_the_seal_besides_the_register(issued: tuple[Path, Path], run: Run, told: Told) -> None:
    file, _bundle = issued

    code, record = told("verify", file)

    assert (code, record["file"], record["seal"]["state"]) == (1, "not_ours", "intact"), "a receipt is no certificate"
    assert "le cachet intact de l’organisme" in run("verify", file).stdout
