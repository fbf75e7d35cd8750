"""`labelflow journal`: exit code 1 and the first fault by name; a proof that anybody recomputes."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import rfc8785
from sqlalchemy import update

from labelflow.models.application import Application
from labelflow.models.journal import Event
from tests import scenes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.stage import Stage

    Told = Callable[..., tuple[int, Any]]
    Run = Callable[..., Result]


def test_a_journal_that_nobody_touched_is_whole(stage: Stage, told: Told, run: Run) -> None:
    stage.at(scenes.submitted)

    code, report = told("journal", "verify")

    assert (code, report["faults"]) == (0, [])
    assert report["chains"] > 30
    assert report["events"] > report["chains"]
    assert run("journal", "verify").stdout == f"{report['chains']} chaînes, {report['events']} événements\n"


def test_an_altered_event_is_named(stage: Stage, told: Told, run: Run) -> None:
    scene = stage.at(scenes.submitted)
    with stage.engine.begin() as connection:
        connection.execute(update(Event).where(Event.code == "application.submit").values(code="application.withdraw"))

    code, report = told("journal", "verify")
    shown = run("journal", "verify")

    (fault,) = report["faults"]
    assert (code, fault["chain"], fault["code"]) == (1, f"application/{scene.application}", "altered")
    assert shown.exit_code == 1
    assert f"application/{scene.application}, n° {fault['number']} : événement altéré" in shown.stdout


def test_a_state_behind_the_journal_is_named(stage: Stage, run: Run) -> None:
    scene = stage.at(scenes.draft)
    with stage.engine.begin() as connection:
        connection.execute(update(Application).values(state="granted"))

    shown = run("journal", "verify")

    assert shown.exit_code == 1
    assert f"application/{scene.application}" in shown.stdout
    assert "l’état enregistré n’est pas celui que raconte le journal" in shown.stdout


def test_a_proof_is_written_and_recomputed_without_us(stage: Stage, run: Run, tmp_path: Path) -> None:
    scene = stage.at(scenes.submitted)
    path = tmp_path / "proof.json"

    result = run("journal", "proof", "application", scene.application.upper(), "--output", path)

    assert result.exit_code == 0
    proof = json.loads(path.read_text(encoding="utf-8"))
    head = ""
    for event in proof["events"]:
        head = hashlib.sha256(head.encode() + rfc8785.dumps(event["body"])).hexdigest()
        assert head == event["hash"]
    assert (head, len(proof["events"])) == (proof["head"], proof["length"])


def test_a_proof_of_nothing_is_refused(run: Run) -> None:
    assert run("journal", "proof", "application", "nothing").exit_code == 1
    assert run("journal", "proof", "person", "nothing").exit_code == 2
