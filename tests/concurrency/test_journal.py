"""Writers of one chain of the journal take turns: nobody fails, no number is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.models.file import Document
from labelflow.models.journal import Chain, Event
from labelflow.queries.journal import check
from tests import scenes
from tests.concurrency.conftest import Track, kinds

if TYPE_CHECKING:
    from tests.crowd import Crowd

pytestmark = pytest.mark.slow


def numbers(crowd: Crowd, kind: str, subject: str) -> list[int]:
    with crowd.looking() as session:
        chain = session.scalars(select(Chain).where(Chain.kind == kind, Chain.subject == subject)).one()
        return list(session.scalars(select(Event.number).where(Event.chain_id == chain.id).order_by(Event.id)))


def test_a_chain_that_four_writers_open_together_has_each_of_their_events(track: Track) -> None:
    append = "tests.concurrency.acts:remember"

    outcomes = track.race(*(track.act(append, "structures", "shared", by="system") for _ in range(4)))

    assert kinds(outcomes) == {"done": 4}
    assert numbers(track.crowd, "structures", "shared") == [1, 2, 3, 4]
    with track.crowd.looking():
        assert check().faults == ()


def test_a_step_waits_for_whoever_writes_in_its_chain(track: Track) -> None:
    scene = scenes.submitted(track.crowd)
    before = numbers(track.crowd, "application", scene.application)[-1]

    slow = track.act("tests.concurrency.acts:remember_slowly", "application", scene.application, by="system")
    step = track.step("application", scene.application, "declare_admissible", by="coordinator")
    outcomes = track.race(slow, step)

    assert kinds(outcomes) == {"done": 2}
    assert numbers(track.crowd, "application", scene.application)[-2:] == [before + 1, before + 2]
    with track.crowd.looking():
        assert check().faults == ()


def test_four_readers_of_a_document_render_it_once(track: Track) -> None:
    scenes.submitted(track.crowd)
    with track.crowd.looking() as session:
        (receipt,) = session.scalars(select(Document.public_id).where(Document.kind == "receipt"))

    outcomes = track.race(*[track.act("tests.concurrency.acts:render", receipt, by="system")] * 4)

    assert kinds(outcomes) == {"done": 4}
    assert len({outcome.value for outcome in outcomes}) == 1
    with track.crowd.looking() as session:
        assert session.scalars(select(Event.code).where(Event.code == "document.rendered")).all() == [
            "document.rendered"
        ]
