"""`labelflow verify`: the same answers on the instance and far from it, for scripts and for people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.domain.calendar import local_day
from tests import photos
from tests.cli.test_keys import elsewhere
from tests.web.public_town import LONG, town
from tests.web.published import fetched
from tests.web.verifying import certificate, enclosing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.scenes.scene import Scene
    from tests.stage import Stage

    Told = Callable[..., tuple[int, Any]]
    Run = Callable[..., Result]

FORMS = ("credential.json", "credential.jwt", "badge.svg", "badge.png")


@pytest.fixture
def held(stage: Stage, tmp_path: Path) -> Scene:
    """A label of which somebody holds every file, in a folder with the trust file of today."""
    scene = stage.at(town)["library"]
    (tmp_path / "attestation.pdf").write_bytes(certificate(stage, scene))
    for name in FORMS:
        (tmp_path / name).write_bytes(fetched(stage, f"/v/{scene.number}/{name}"))
    renew(stage, tmp_path)
    return scene


def renew(stage: Stage, folder: Path) -> Path:
    """The trust file as the site publishes it now."""
    path = folder / "confiance.json"
    path.write_bytes(fetched(stage, "/sceau/confiance.json"))
    return path


def verdicts(told: Told, folder: Path, *options: object) -> list[str]:
    """Of every file that is held."""
    code, found = told("verify", *(folder / name for name in ("attestation.pdf", *FORMS)), *options)
    assert code == (0 if all(one["valid"] for one in found) else 1)
    assert [one["valid"] for one in found] == [one["verdict"] == "valid" for one in found]
    return [one["verdict"] for one in found]


def test_every_file_of_a_valid_label_is_valid_here_and_far_from_here(held: Scene, told: Told, tmp_path: Path) -> None:
    assert verdicts(told, tmp_path) == ["valid"] * 5
    assert verdicts(told, tmp_path, "--trust", tmp_path / "confiance.json") == ["valid"] * 5


ENDS = {
    "suspend_at_once": ("chair", "suspended", "suspended"),
    "annul": ("signatory", "annulled", "revoked"),
    "relinquish": ("librarian", "not_in_force", "revoked"),
}


@pytest.mark.parametrize("step", ENDS)
def test_what_became_of_the_label_is_told_here_and_by_newer_lists(
    stage: Stage, held: Scene, told: Told, tmp_path: Path, step: str
) -> None:
    by, here, far = ENDS[step]
    stage.crowd.take("label", held.label, step, by=by, **({} if step == "relinquish" else {"facts": LONG}))

    assert verdicts(told, tmp_path) == [here] * 5
    assert verdicts(told, tmp_path, "--trust", renew(stage, tmp_path)) == [far] * 5


def test_lists_that_are_too_old_clear_nobody_and_their_age_is_told(
    stage: Stage, held: Scene, run: Run, told: Told, tmp_path: Path
) -> None:
    stage.crowd.wait(days=2)
    bundle = tmp_path / "confiance.json"

    code, found = told("verify", tmp_path / "attestation.pdf", "--trust", bundle)
    said = run("verify", tmp_path / "attestation.pdf", "--trust", bundle).stdout

    assert (code, found["verdict"], found["answer"], found["offline"]["state"]) == (
        1,
        "not_checked",
        "not_checked",
        "old",
    )
    assert "ne font plus foi depuis le" in said
    assert "rien d’assez récent ne dit si le label est encore valable" in said


def test_the_age_of_lists_that_are_believed_is_told_too(held: Scene, run: Run, tmp_path: Path) -> None:
    done = run("verify", tmp_path / "attestation.pdf", "--trust", tmp_path / "confiance.json")

    assert done.exit_code == 0
    assert "Les listes d’états datent du" in done.stdout


def test_seals_alone_say_that_a_file_is_genuine_and_not_that_its_label_is_in_force(
    held: Scene, told: Told, tmp_path: Path
) -> None:
    bundle = tmp_path / "confiance.json"
    whole = json.loads(bundle.read_text())
    del whole["credentials"]
    bundle.write_text(json.dumps(whole))

    code, found = told("verify", tmp_path / "attestation.pdf", "--trust", bundle)

    assert (code, found["valid"], found["seal"]["state"]) == (1, False, "intact")


def test_credentials_alone_are_enough_for_a_badge(stage: Stage, held: Scene, told: Told, tmp_path: Path) -> None:
    bundle = tmp_path / "etats.json"
    bundle.write_bytes(fetched(stage, "/etats/confiance.json"))

    assert told("verify", tmp_path / "badge.svg", "--trust", bundle)[0] == 0


def test_a_machine_without_the_instance_says_the_same_and_makes_none(held: Scene, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()

    # the clock of that machine is the real one: the label has not begun there yet
    done = elsewhere(
        tmp_path / "elsewhere", "verify", tmp_path / "attestation.pdf", "--trust", tmp_path / "confiance.json", "--json"
    )
    found = json.loads(done.stdout)

    assert (done.returncode, found["credential"]["intact"], found["credential"]["holder"]) == (
        1, True, "Médiathèque de l’Étang",
    )  # fmt: skip
    assert not list((tmp_path / "elsewhere").iterdir())
    assert {"flask", "sqlalchemy", "pyhanko", "pikepdf", "babel"} & set(done.stderr.split()) == set()


def test_nothing_is_asked_of_any_network(held: Scene, tmp_path: Path) -> None:
    if subprocess.run(["unshare", "--map-root-user", "--net", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine makes no process without a network")
    empty = tmp_path / "empty"
    empty.mkdir()
    command = [
        sys.executable,
        "-c",
        "from labelflow.cli import main; main()",
        "verify",
        "attestation.pdf",
        "--trust",
        "confiance.json",
        "--json",
    ]

    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", *command],
        env=os.environ | {"LABELFLOW_HOME": str(empty)}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert json.loads(done.stdout)["seal"]["state"] == "intact", done.stderr
    assert list(empty.iterdir()) == []


def test_a_suspended_label_is_told_by_page_badge_interface_command_and_photo(
    stage: Stage, held: Scene, told: Told, tmp_path: Path
) -> None:
    stage.crowd.take("label", held.label, "suspend_at_once", by="chair", facts=LONG)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(photos.jpeg(photos.page_of((tmp_path / "attestation.pdf").read_bytes())))

    by_command = [told("verify", one) for one in (held.number, tmp_path / "attestation.pdf", photo)]

    assert "Suspendu" in stage.crowd.browser().get(f"/v/{held.number}").text
    assert "Suspendu" in fetched(stage, f"/badge/{held.number}.svg").decode()
    assert json.loads(fetched(stage, f"/api/v1/verify/{held.number}"))["verdict"] == "suspended"
    assert [(code, found["verdict"]) for code, found in by_command] == [(1, "suspended")] * 3


def test_a_credential_in_somebody_else_s_document_is_called_out_far_away_too(
    held: Scene, run: Run, told: Told, tmp_path: Path
) -> None:
    forged, bundle = tmp_path / "forged.pdf", tmp_path / "confiance.json"
    forged.write_bytes(enclosing((tmp_path / "credential.json").read_bytes()))

    assert told("verify", forged)[1]["verdict"] == "copied"
    assert told("verify", forged, "--trust", bundle)[1]["verdict"] == "copied"
    assert "Médiathèque de l’Étang" in run("verify", forged, "--trust", bundle).stdout


def test_two_hundred_megabytes_are_an_answer_here_and_far_from_here(held: Scene, told: Told, tmp_path: Path) -> None:
    heavy = tmp_path / "lourd.pdf"
    with heavy.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200_000_000)

    answers = [told("verify", heavy, *options) for options in ((), ("--trust", tmp_path / "confiance.json"))]

    assert [(code, found["verdict"]) for code, found in answers] == [(1, "too_large")] * 2


def test_a_number_alone_proves_nothing_far_from_the_register(held: Scene, told: Told, tmp_path: Path) -> None:
    bundle = tmp_path / "confiance.json"

    assert told("verify", held.number, "--trust", bundle)[1]["verdict"] == "not_checked"
    assert told("verify", "SEO-2027-00099-X", "--trust", bundle)[1]["verdict"] == "mistyped"


def test_a_photo_says_whose_label_it_shows_here_and_only_its_number_far_away(
    held: Scene, told: Told, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    page = photos.page_of((tmp_path / "attestation.pdf").read_bytes())
    photo.write_bytes(photos.jpeg(photos.photographed(page), orientation=photos.SIDEWAYS))

    here, far = told("verify", photo), told("verify", photo, "--trust", tmp_path / "confiance.json")

    assert (here[0], here[1]["verdict"], here[1]["label"]["number"]) == (0, "valid", held.number)
    assert (far[0], far[1]["verdict"], far[1]["document"]["codes"]) == (1, "not_checked", [held.number])


def test_several_are_told_one_by_one_and_all_must_be_valid(held: Scene, run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("bonjour")

    both = run("verify", held.number, tmp_path / "attestation.pdf")
    one_bad = run("verify", held.number, tmp_path / "note.txt")

    assert (both.exit_code, one_bad.exit_code) == (0, 1)
    assert f"{held.number} : Valable" in one_bad.stdout.replace("\u00a0", " ")
    assert "note.txt : Fichier non reconnu" in one_bad.stdout.replace("\u00a0", " ")


def test_a_day_is_told_here_and_refused_far_away(
    stage: Stage, held: Scene, run: Run, told: Told, tmp_path: Path
) -> None:
    day = local_day(stage.crowd.now).isoformat()

    code, found = told("verify", held.number, "--on", day)
    far = run("verify", tmp_path / "attestation.pdf", "--on", day, "--trust", tmp_path / "confiance.json")

    assert (code, found["on"]["guaranteed"]) == (0, True)
    assert far.exit_code == 2
