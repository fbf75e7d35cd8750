"""`labelflow clock advance`: a demonstration's time only, and everything follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow import clock
from labelflow.config import DEMO_SITE
from labelflow.demo.instance import keep_site
from tests import scenes

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from tests.stage import Stage

    Run = Callable[..., Result]


def test_the_clock_of_a_real_instance_is_nobody_s_to_move(stage: Stage, run: Run) -> None:
    scene = stage.at(scenes.incomplete)

    result = run("clock", "advance", "3", "months")

    assert result.exit_code == 1
    assert "ne s’avance que dans une démonstration" in result.stderr
    assert stage.crowd.state("application", scene.application) == "incomplete"
    assert not (stage.settings.home / "clock-offset").exists()


def test_the_clock_of_a_demonstration_moves_and_what_was_due_happens(stage: Stage, run: Run) -> None:
    scene = stage.at(scenes.incomplete)
    keep_site(stage.settings)
    kept = stage.settings.home / "clock-offset"
    kept.write_text(str(int((stage.crowd.now - clock.real_now()).total_seconds())), encoding="ascii")

    result = run("clock", "advance", "4", "semaines")

    assert result.exit_code == 0, result.stderr
    assert stage.crowd.state("application", scene.application) == "lapsed"
    moved = timedelta(seconds=int(kept.read_text(encoding="ascii")))
    kept.unlink()
    (stage.settings.home / DEMO_SITE).unlink()
    assert abs(clock.real_now() + moved - stage.crowd.now - timedelta(weeks=4)) < timedelta(minutes=10)


@pytest.mark.parametrize("duration", [["soon"], ["3"], ["3", "parsecs"], ["-3", "days"], []])
def test_a_duration_that_is_none_is_explained(run: Run, duration: list[str]) -> None:
    result = run("clock", "advance", *duration)

    assert result.exit_code == 2
