"""Killed at any statement: all of an act is there, or nothing of it; what was promised is done afterwards."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.jobs import post
from labelflow.models.file import Document
from labelflow.models.label import Certificate, Label, LabelNumber
from labelflow.models.queue import Notice
from labelflow.queries.journal import check
from labelflow.services import documents, sealing_keys
from labelflow.store import Store
from tests import scenes
from tests.concurrency.racers import Act
from tests.concurrency.victims import Victims
from tests.rows import changes, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.network import Mailbox
    from tests.stage import Stage

pytestmark = pytest.mark.slow

TAKE = "labelflow.services.steps:take"
KILLED = -signal.SIGKILL
MOST_STATEMENTS = 400


@pytest.fixture(scope="session")
def victims() -> Iterator[Victims]:
    made = Victims()
    yield made
    made.stop()


def step(stage: Stage, kind: str, public_id: str, code: str, by: str) -> Act:
    return Act(TAKE, stage.crowd.person(by).public_id, (kind, public_id, code), {"fields": {}})


def killed_everywhere(stage: Stage, victims: Victims, act: Act) -> int:
    """Kill the act before each of its statements in turn: each time nothing is left. Gives how many there were."""
    before = fingerprint(stage.engine)
    for number in range(1, MOST_STATEMENTS):
        code = victims.kill(stage.settings, stage.crowd.now, act, at=number)
        if code == 0:
            return number - 1
        assert code == KILLED, f"before statement {number}: exit code {code}"
        assert changes(before, fingerprint(stage.engine)) == {}, f"killed before statement {number}"
    raise AssertionError("the act never ends")


def test_a_signature_is_whole_or_has_not_happened(stage: Stage, victims: Victims) -> None:
    scene = stage.at(scenes.decided)

    statements = killed_everywhere(stage, victims, step(stage, "decision", scene.decision, "sign", "signatory"))

    assert statements > 25
    crowd = stage.crowd
    assert (crowd.state("decision", scene.decision), crowd.state("application", scene.application)) == (
        "notified",
        "granted",
    )
    with crowd.looking() as session:
        assert [(row.year, row.sequence) for row in session.scalars(select(LabelNumber))] == [(2027, 1)]
        assert [label.state for label in session.scalars(select(Label))] == ["active"]
        assert len(session.scalars(select(Certificate)).all()) == 1
        told = set(session.scalars(select(Notice.text_code)))
        assert {"applicant/decision_granted", "reviewer/thanks"} <= told
        assert check().faults == ()


@pytest.mark.parametrize(
    ("scene", "kind", "code", "by"),
    [
        (scenes.complete_draft, "application", "submit", "applicant"),
        (scenes.voted, "item", "close_vote", "chair"),
    ],
)
def test_other_acts_are_whole_or_have_not_happened(
    stage: Stage, victims: Victims, scene: object, kind: str, code: str, by: str
) -> None:
    made = stage.at(scene)  # type: ignore[arg-type,var-annotated]  # a scene
    subject = made.application if kind == "application" else made.item

    statements = killed_everywhere(stage, victims, step(stage, kind, subject, code, by))

    assert statements > 8
    with stage.crowd.looking():
        assert check().faults == ()


def test_a_letter_whose_worker_died_after_sending_is_sent_again_as_the_same_letter(
    stage: Stage, victims: Victims, smtp: Mailbox
) -> None:
    stage.at(scenes.submitted)
    mailing = replace(stage.settings, smtp_url=smtp.url)
    deliver = Act("labelflow.jobs.post:deliver", "nobody")

    code = victims.kill(mailing, stage.crowd.now, deliver, at="labelflow.jobs.post:_write")
    (sent,) = smtp.messages
    stage.crowd.wait(minutes=5)
    stage.app.extensions["labelflow.settings"] = mailing
    with stage.crowd.looking():
        post.deliver(stage.crowd.now)
    stage.app.extensions["labelflow.settings"] = stage.settings

    assert code == KILLED
    again = [message for message in smtp.messages[1:] if message["Message-ID"] == sent["Message-ID"]]
    assert [message.as_bytes() for message in again] == [sent.as_bytes()]
    others = [message["Message-ID"] for message in smtp.messages if message["Message-ID"] != sent["Message-ID"]]
    assert len(others) == len(set(others)) > 0


def test_a_letter_whose_worker_died_before_sending_is_not_lost(stage: Stage, victims: Victims, smtp: Mailbox) -> None:
    stage.at(scenes.submitted)
    mailing = replace(stage.settings, smtp_url=smtp.url)
    deliver = Act("labelflow.jobs.post:deliver", "nobody")

    code = victims.kill(mailing, stage.crowd.now, deliver, at="labelflow.jobs.post:_carry")
    at_once = victims.kill(mailing, stage.crowd.now, deliver, at=MOST_STATEMENTS)
    stage.crowd.wait(minutes=5)
    later = victims.kill(mailing, stage.crowd.now, deliver, at=MOST_STATEMENTS)

    assert (code, at_once, later) == (KILLED, 0, 0)
    with stage.crowd.looking() as session:
        assert set(session.scalars(select(Notice.sent_at))) == {stage.crowd.now}
        assert len(smtp.messages) == len(session.scalars(select(Notice.id)).all())


def test_a_document_whose_worker_died_is_rendered_again_to_the_byte(stage: Stage, victims: Victims) -> None:
    stage.at(scenes.submitted)
    with stage.crowd.looking() as session:
        (receipt,) = session.scalars(select(Document.public_id))
        sealing_keys.ensure(now=stage.crowd.now)
    before = fingerprint(stage.engine)

    code = victims.kill(
        stage.settings, stage.crowd.now, Act("tests.concurrency.acts:render", "system", (receipt,)), at=1
    )
    left = changes(before, fingerprint(stage.engine))
    kept = [path.read_bytes() for path in stage.settings.files.rglob("*") if path.is_file() and path.name[0] != "."]
    with stage.crowd.looking():
        data = documents.render(receipt, store=Store(stage.settings.files), now=stage.crowd.now)

    assert (code, left) == (KILLED, {})
    assert data in kept
