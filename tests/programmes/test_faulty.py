from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.programmes.check import check_folder
from labelflow.programmes.loader import load
from tests.programmes.building import replay
from tests.programmes.faults import FAULTY, SOUND, spoiled

if TYPE_CHECKING:
    from pathlib import Path


def test_the_programme_that_is_spoiled_was_sound() -> None:
    assert check_folder(SOUND) == ()


@pytest.mark.parametrize("folder", FAULTY, ids=lambda folder: folder.name)
def test_a_faulty_programme_has_exactly_its_fault(folder: Path, tmp_path: Path) -> None:
    programme, declared = spoiled(folder, tmp_path)

    findings = check_folder(programme)

    found = [(finding.code, finding.severity, finding.file, finding.key) for finding in findings]
    assert found == [(declared["code"], declared["severity"], declared["file"], declared["key"])]
    assert all(finding.what and finding.mend for finding in findings)


@pytest.mark.parametrize("folder", FAULTY, ids=lambda folder: folder.name)
def test_the_path_of_a_finding_leads_to_its_place_on_the_machine(folder: Path, tmp_path: Path) -> None:
    programme, declared = spoiled(folder, tmp_path)

    (finding,) = check_folder(programme)

    assert list(finding.steps) == declared.get("steps", [])
    if finding.start is not None:
        machines = {str(kind): machine for kind, machine in load(programme).machines.items()}
        assert replay(machines[str(finding.kind)], finding.steps) == declared["leads_to"]


def test_there_is_a_faulty_programme_for_each_kind_of_fault(tmp_path: Path) -> None:
    codes = {spoiled(folder, tmp_path)[1]["code"] for folder in FAULTY}

    assert codes == {
        "automatic-loop", "automatic-race", "criterion-unread", "deadline-before-its-cause", "deadline-never-ends",
        "deadline-outlives-end", "declaration", "exit-from-final", "flag-without-its-ground", "flags-exclude-each-other",
        "missing-parameter", "no-final-state", "no-way-to-end", "parameter-astray", "public-answer-contradicts",
        "reader-without-criterion", "rule-on-wrong-machine", "same-name", "step-never-fires", "text-never-sent",
        "timed-race",         "timer-not-running", "unreachable-state", "wait-without-escape", "waits-for-nobody", "wrong-parameter",
    }  # fmt: skip
