"""Time does what was announced: reminders once, timers at their second, silence once and never too late."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from labelflow.domain.calendar import PARIS, end_of
from labelflow.jobs import clock as jobs
from labelflow.jobs.clock import tick
from labelflow.models.journal import Event
from labelflow.models.label import Label, Reservation
from labelflow.models.queue import Deadline, Notice
from labelflow.queries import labels
from labelflow.services import applications
from tests import scenes
from tests.scenes.filing import add_piece, complete_draft

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.stage import Stage

REPRESENTED_BY = 4
"""Jeanne, Karim, Lise and Iris act for the applicant: each is told."""


def ticked(crowd: Crowd) -> int:
    """One tick now, and a second one, which finds nothing left to do."""
    with crowd.looking():
        handled = tick(crowd.now)
        assert tick(crowd.now) == 0
    return handled


def each_day(crowd: Crowd, days: int) -> None:
    for _day in range(days):
        crowd.wait(days=1)
        ticked(crowd)


def told(crowd: Crowd, text: str) -> Counter[date]:
    """How many were told a text, day by day."""
    with crowd.looking() as session:
        rows = session.scalars(select(Notice.queued_at).where(Notice.text_code == text)).all()
    return Counter(at.astimezone(PARIS).date() for at in rows)


def deadline(crowd: Crowd, code: str) -> tuple[str, datetime]:
    """State and end of the last deadline with this code."""
    with crowd.looking() as session:
        row = session.scalars(select(Deadline).where(Deadline.code == code).order_by(Deadline.id.desc())).first()
        assert row is not None
        return row.state, row.due_at


def events(crowd: Crowd, code: str) -> list[dict[str, object]]:
    with crowd.looking() as session:
        return [event.body["data"] for event in session.scalars(select(Event).where(Event.code == code))]


def test_reminders_go_out_once_on_each_of_their_days(crowd: Crowd) -> None:
    scenes.incomplete(crowd)
    _, due_at = deadline(crowd, "missing_pieces")

    each_day(crowd, 20)

    last = due_at.astimezone(PARIS).date()
    expected = {last - timedelta(days=before): REPRESENTED_BY for before in (7, 1)}
    assert told(crowd, "applicant/missing_pieces_reminder") == expected


def test_reminders_missed_in_an_outage_are_one_reminder(crowd: Crowd) -> None:
    scenes.incomplete(crowd)

    crowd.wait(days=20)
    ticked(crowd)

    assert told(crowd, "applicant/missing_pieces_reminder").total() == REPRESENTED_BY


def test_the_last_second_is_in_time_and_the_next_one_is_not(crowd: Crowd) -> None:
    scene = scenes.incomplete(crowd)
    _, due_at = deadline(crowd, "missing_pieces")

    crowd.travel(due_at)
    ticked(crowd)
    in_time = crowd.state("application", scene.application)
    crowd.travel(due_at + timedelta(seconds=1))
    ticked(crowd)

    assert (in_time, crowd.state("application", scene.application)) == ("incomplete", "lapsed")
    assert deadline(crowd, "missing_pieces")[0] == "fired"
    assert told(crowd, "applicant/lapsed").total() == REPRESENTED_BY


def test_pieces_that_come_in_time_stop_the_timer(crowd: Crowd) -> None:
    scene = scenes.incomplete(crowd)
    crowd.wait(days=3)
    scenes.filing.remove_pieces(crowd, scene, "insurance")
    add_piece(crowd, scene, "insurance", data=b"%PDF-1.7 newer")
    crowd.take("application", scene.application, "complete", by="applicant")

    each_day(crowd, 25)

    assert deadline(crowd, "missing_pieces")[0] == "met"
    assert crowd.state("application", scene.application) == "submitted"


def test_an_application_that_nobody_checked_becomes_admissible_by_itself(crowd: Crowd) -> None:
    scene = scenes.submitted(crowd)

    crowd.wait(days=32)
    ticked(crowd)

    assert crowd.state("application", scene.application) == "in_review"
    with crowd.looking() as session:
        (event,) = session.scalars(select(Event).where(Event.code == "application.declare_admissible"))
        assert (event.body["actor"], event.body["role"]) == ("system", "system")


def test_a_timer_that_the_rules_refuse_is_overdue_and_somebody_is_told(crowd: Crowd) -> None:
    scene = complete_draft(crowd)
    young = (crowd.today - timedelta(days=20)).isoformat()
    crowd.do(applications.save_answers, scene.application, {"started_on": young}, by="applicant")
    crowd.take("application", scene.application, "submit", by="applicant")
    crowd.wait(days=24)
    ticked(crowd)
    reminded = told(crowd, "coordination/reminder")

    crowd.wait(days=8)
    ticked(crowd)

    assert crowd.state("application", scene.application) == "submitted"
    assert deadline(crowd, "completeness_hard")[0] == "overdue"
    (refused,) = events(crowd, "deadline.refused")
    assert refused == {"deadline": "completeness_hard", "step": "declare_admissible", "refusals": ["too-young"]}
    assert told(crowd, "coordination/reminder").total() > reminded.total()


def test_silence_decides_once(crowd: Crowd) -> None:
    scene = scenes.assigned(crowd)
    _, due_at = deadline(crowd, "silence")

    crowd.travel(due_at)
    ticked(crowd)
    before = events(crowd, "silence.rejection")
    crowd.wait(seconds=1)
    ticked(crowd)
    each_day(crowd, 3)

    assert before == []
    assert len(events(crowd, "silence.rejection")) == 1
    assert told(crowd, "coordination/implicit_decision").total() > 0
    assert crowd.state("application", scene.application) == "in_review", "an express decision may still come"


def test_the_coordination_is_warned_before_silence_decides(crowd: Crowd) -> None:
    scenes.submitted(crowd)
    _, due_at = deadline(crowd, "silence")
    last = due_at.astimezone(PARIS).date()

    each_day(crowd, 65)

    assert set(told(crowd, "coordination/silence_soon")) == {last - timedelta(days=before) for before in (30, 7)}


@pytest.mark.parametrize("ended", [scenes.refused, scenes.labelled])
def test_silence_never_decides_after_an_express_decision(crowd: Crowd, ended: object) -> None:
    ended(crowd)  # type: ignore[operator]  # a scene

    crowd.wait(days=100)
    ticked(crowd)

    assert events(crowd, "silence.rejection") == []
    assert deadline(crowd, "silence")[0] == "met"


def test_a_request_for_pieces_pauses_silence_for_as_long_as_it_lasts(crowd: Crowd) -> None:
    scene = scenes.submitted(crowd)
    _, before = deadline(crowd, "silence")
    crowd.wait(days=2)
    message = "Votre attestation d’assurance ne couvre pas les ateliers."
    crowd.take("application", scene.application, "ask_missing", by="coordinator", pieces=["insurance"], message=message)
    crowd.wait(days=9)
    scenes.filing.remove_pieces(crowd, scene, "insurance")
    add_piece(crowd, scene, "insurance", data=b"%PDF-1.7 newer")
    crowd.take("application", scene.application, "complete", by="applicant")

    assert deadline(crowd, "silence")[1] == end_of(before.astimezone(PARIS).date() + timedelta(days=9))


def test_a_reservation_is_reminded_of_and_then_makes_the_label_lapse(crowd: Crowd) -> None:
    scene = scenes.labelled_with_reservations(crowd)
    with crowd.looking() as session:
        major = session.scalars(select(Reservation.due_on).where(Reservation.severity == "major")).one()

    each_day(crowd, (major - crowd.today).days + 1)

    reminded = {day for day in told(crowd, "applicant/reservation_due") if day <= major}
    assert {major - timedelta(days=before) for before in (60, 30, 7)} <= reminded
    assert crowd.state("label", scene.label) == "lapsed"
    with crowd.looking() as session:
        assert {one.state for one in session.scalars(select(Reservation))} == {"unmet", "closed"}


def test_a_minor_reservation_that_is_not_met_becomes_major_and_then_makes_the_label_lapse(crowd: Crowd) -> None:
    scene = scenes.labelled_with_reservations(crowd)
    with crowd.looking() as session:
        rows = {one.severity: one for one in session.scalars(select(Reservation))}
        minor, major = rows["minor"].due_on, rows["major"].public_id
    crowd.take("reservation", major, "answer", by="applicant", answer="Nos sources sont publiées sur notre site.")
    crowd.take("reservation", major, "clear", by="coordinator", facts="Les sources sont en ligne, vues ce jour.")

    crowd.travel(end_of(minor) + timedelta(hours=9))
    ticked(crowd)
    with crowd.looking() as session:
        hardened = session.scalars(select(Reservation).where(Reservation.state == "open")).one()
        due_on = hardened.due_on
        assert (hardened.severity, hardened.criterion) == ("major", "H2")
        assert due_on >= minor + timedelta(days=89)
    assert crowd.state("label", scene.label) == "active"
    crowd.travel(end_of(due_on) + timedelta(hours=9))
    ticked(crowd)

    assert crowd.state("label", scene.label) == "lapsed"


def test_a_label_expires_at_midnight_in_france_and_the_public_knows_at_once(crowd: Crowd) -> None:
    scene = scenes.labelled(crowd)
    with crowd.looking() as session:
        last = session.scalars(select(Label.ends_on)).one()

    crowd.travel(end_of(last))
    ticked(crowd)
    with crowd.looking():
        before = labels.verify(scene.number, crowd.now).status.answer
        after = labels.verify(scene.number, crowd.now + timedelta(seconds=1)).status.answer
    crowd.wait(seconds=1)
    ticked(crowd)

    assert (before, after, crowd.state("label", scene.label)) == ("valid", "expired", "expired")


def test_one_deadline_that_fails_holds_up_none_of_the_others(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    crowd = stage.crowd
    scene = scenes.incomplete(crowd)
    _, due_at = deadline(crowd, "missing_pieces")
    with stage.engine.begin() as connection:
        connection.execute(
            update(Deadline).where(Deadline.code == "silence").values(subject_id=9999, wakes_at=crowd.now)
        )

    crowd.travel(due_at + timedelta(days=1))
    for _attempt in range(2):
        with crowd.looking(), pytest.raises(ExceptionGroup) as failed:
            tick(crowd.now)
        assert len(failed.value.exceptions) == 1

    assert crowd.state("application", scene.application) == "lapsed"


def test_the_structure_reads_what_silence_decided_and_what_it_can_do(crowd: Crowd) -> None:
    scene = scenes.assigned(crowd)
    _, due_at = deadline(crowd, "silence")
    browser = crowd.browser("applicant")
    assert "Le silence vaut rejet" not in browser.get(f"/candidatures/{scene.application}").text

    crowd.travel(due_at + timedelta(seconds=1))
    ticked(crowd)

    page = crowd.browser("applicant").get(f"/candidatures/{scene.application}")
    assert told(crowd, "applicant/silence").total() == REPRESENTED_BY
    assert "Le silence vaut rejet depuis le" in page.text
    assert "tribunal administratif de Toulouse" in page.text
