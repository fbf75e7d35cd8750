"""Signatures at the same instant: one label per decision, one number per label, none lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.models.decision import Decision
from labelflow.models.journal import Event
from labelflow.models.label import Certificate, Label, LabelNumber
from tests.concurrency.conftest import Track, kinds
from tests.crowd import APPLICANTS, READERS, decided_together, ready

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.scenes.scene import Scene

pytestmark = pytest.mark.slow


def decided(crowd: Crowd, count: int) -> list[Scene]:
    """As many applications, all decided in one session, none signed."""
    scenes = [ready(crowd, place, READERS) for place in APPLICANTS[:count]]
    decided_together(crowd, scenes)
    return scenes


def register(crowd: Crowd) -> list[tuple[int, int]]:
    with crowd.looking() as session:
        return [
            (row.year, row.sequence)
            for row in session.scalars(select(LabelNumber).order_by(LabelNumber.year, LabelNumber.sequence))
        ]


def test_grants_signed_together_in_one_year_take_consecutive_numbers(track: Track) -> None:
    scenes = decided(track.crowd, 4)

    outcomes = track.race(*(track.step("decision", scene.decision, "sign", by="signatory") for scene in scenes))

    assert kinds(outcomes) == {"done": 4}
    assert register(track.crowd) == [(2027, 1), (2027, 2), (2027, 3), (2027, 4)]
    with track.crowd.looking() as session:
        numbered = set(session.scalars(select(LabelNumber.number)))
        assert {label.number for label in session.scalars(select(Label))} == numbered
        assert [issue for (issue,) in session.execute(select(Certificate.issue))] == [1, 1, 1, 1]


def test_one_decision_signed_twice_at_once_gives_one_label_with_one_number(track: Track) -> None:
    (scene,) = decided(track.crowd, 1)

    outcomes = track.race(*[track.step("decision", scene.decision, "sign", by="signatory")] * 2)

    assert kinds(outcomes) == {"done": 1, "Refused": 1}
    assert register(track.crowd) == [(2027, 1)]
    with track.crowd.looking() as session:
        assert len(session.scalars(select(Label)).all()) == 1
        assert len(session.scalars(select(Event).where(Event.code == "decision.sign")).all()) == 1
        assert [one.state for one in session.scalars(select(Decision))] == ["notified"]
