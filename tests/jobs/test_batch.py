"""A batch of documents: each made once, whatever is killed on the way, and one that fails holds up none."""

from __future__ import annotations

import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.jobs.batch import make
from labelflow.models.file import Document
from labelflow.models.journal import Event
from labelflow.queries import batches
from labelflow.queries.journal import check
from labelflow.services import sealing_keys
from labelflow.store import Store
from tests import scenes
from tests.concurrency.racers import Act
from tests.concurrency.victims import Victims
from tests.web.public_town import town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stage import Stage

KILLED = -signal.SIGKILL
ISSUE = Act("tests.concurrency.acts:make_all", "system")


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    made = Victims()
    yield made
    made.stop()


def left(stage: Stage) -> list[str]:
    with stage.crowd.looking():
        return list(batches.waiting())


@pytest.mark.slow
def test_a_batch_that_was_killed_goes_on_where_it_died(stage: Stage, victims: Victims) -> None:
    stage.at(town)
    with stage.crowd.looking():
        sealing_keys.ensure(now=stage.crowd.now)
    counts = [len(left(stage))]

    codes = []
    for statement in (2, 9, 14):
        codes.append(victims.kill(stage.settings, stage.crowd.now, ISSUE, at=statement))
        counts.append(len(left(stage)))
    codes.append(victims.kill(stage.settings, stage.crowd.now, ISSUE, at=10_000))

    assert codes == [KILLED, KILLED, KILLED, 0]
    assert counts[0] >= counts[1] >= counts[2] > counts[3] > 0, "killed before its end, each time further on"
    assert left(stage) == []
    with stage.crowd.looking() as session:
        said = Counter(session.scalars(select(Event.code)))
        kept = session.scalars(select(Document.sha256)).all()
        assert said["document.rendered"] == len(kept) == counts[0]
        assert all(Store(stage.settings.files).read(sha256) for sha256 in kept)
        assert check().faults == ()


def test_a_session_has_its_certificates_made_and_nothing_else(stage: Stage) -> None:
    scene = stage.at(scenes.labelled)
    before = left(stage)

    with stage.crowd.looking() as session:
        waiting = batches.waiting_of_session(scene.session)
        made = list(make(waiting, stage.crowd.now))
        kinds = session.scalars(select(Document.kind).where(Document.rendered_at.is_not(None))).all()

    assert [one.fault for one in made] == [None]
    assert kinds == ["certificate"]
    assert set(before) - set(left(stage)) == set(waiting)


def test_a_document_that_cannot_be_made_holds_up_none_of_the_others(stage: Stage) -> None:
    stage.at(scenes.labelled)
    waiting = left(stage)

    with stage.crowd.looking():
        made = list(make(["nothing", *waiting], stage.crowd.now))

    assert [type(one.fault).__name__ for one in made] == ["NotFound", *["NoneType"] * len(waiting)]
    assert left(stage) == []
