from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from labelflow.programmes.check import check_folder, faults_among
from labelflow.programmes.loader import load, shipped, shipped_codes
from labelflow.programmes.simulate import OPENING, simulate
from labelflow.programmes.simulate.life import Life
from labelflow.programmes.simulate.scheme import Scheme
from tests.programmes.faults import SOUND
from tests.programmes.folders import change

if TYPE_CHECKING:
    from labelflow.programmes.schema import Programme

EXAMPLES = Path(__file__).parent / "examples"
FOLDERS = {path.parent.name: path.parent for path in EXAMPLES.glob("*/programme.toml")}
EVERY = (*shipped_codes(), *sorted(FOLDERS))


def programme(code: str) -> Programme:
    return load(FOLDERS[code]) if code in FOLDERS else shipped(code)


def changed(tmp_path: Path, old: str, new: str) -> Programme:
    """The small programme with one thing changed in its workflow."""
    folder = shutil.copytree(SOUND, tmp_path / "small")
    change(folder, "workflow.toml", old, new)
    assert faults_among(check_folder(folder)) == ()
    return load(folder)


@pytest.mark.parametrize("code", EVERY)
def test_every_programme_is_lived_through_to_its_ends(code: str) -> None:
    report = simulate(programme(code), 60, seed=3)

    ends = {state.code for state in programme(code).machines["application"].states if state.has("final")}
    assert report.ends.total() == 60
    assert set(report.ends) <= ends
    assert report.dead_ends == ()
    assert report.unanswered == ()


def test_a_seed_gives_the_same_report_again_and_another_one_another() -> None:
    label = shipped("sciences-en-occitanie")

    assert simulate(label, 25, seed=5) == simulate(label, 25, seed=5)
    assert simulate(label, 25, seed=5) != simulate(label, 25, seed=6)


def test_a_longer_simulation_begins_with_the_shorter_one() -> None:
    told: list[int] = []

    simulate(programme("small"), 7, seed=1, progress=told.append)

    assert told == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(("code", "peers", "scientists"), [("small", 1, 1), ("coretrustseal", 2, 0)])
def test_no_application_is_granted_without_the_readings_that_the_programme_asks_for(
    code: str, peers: int, scientists: int
) -> None:
    scheme = Scheme(programme(code), datetime(2026, 1, 1, tzinfo=UTC).date())
    granted = 0
    for number in range(50):
        life = Life(scheme, Random(number), OPENING)
        life.live()
        if life.state_of(life.application).has("granted"):
            granted += 1
            counting = [one.reader for one in life.all("assignment") if life.state_of(one).has("counts")]
            assert counting.count("peer") >= peers
            assert counting.count("scientist") >= scientists

    assert granted > 10


def test_labels_end_when_their_term_does() -> None:
    report = simulate(shipped("charte-du-reseau"), 80, seed=2)

    assert report.labels.total() == report.ends["listed"]
    assert report.fired["term_end"] == report.labels["expired"] > 0


def test_a_condition_that_can_never_hold_is_a_dead_end_with_its_path_and_its_reasons(tmp_path: Path) -> None:
    stuck = changed(
        tmp_path,
        'guards = ["enough_peer_reviews", "enough_scientific_opinions"]',
        'guards = ["enough_peer_reviews", "reviews_no_longer_suffice"]',
    )

    report = simulate(stuck, 40, seed=1)

    (end, *_others) = report.dead_ends
    assert end.state == "in_review"
    assert dict(end.refusals)["award"] == ("reviews-suffice",)
    assert end.path[-1] == "assignment.submit_review"
    assert report.ends.total() + sum(found.count for found in report.dead_ends) == 40


def test_late_people_meet_the_timed_steps_of_the_programme() -> None:
    report = simulate(programme("small"), 150, seed=4)

    assert report.fired["answer"] == report.steps["application.silence"] > 0
    assert report.ends["lapsed"] == report.steps["application.silence"] + report.steps["application.lapse_draft"]
    assert report.fired["invite_answer"] > 0


def test_stays_are_measured_in_days_in_the_order_of_the_states() -> None:
    report = simulate(programme("small"), 120, seed=9)

    assert list(report.stages) == ["draft", "submitted", "asked", "in_review"]
    assert report.stages["draft"].count == 120
    assert 0 < report.stages["submitted"].median <= report.stages["submitted"].p90
    assert report.as_json()["stages"]["draft"]["median_days"] == report.stages["draft"].median
