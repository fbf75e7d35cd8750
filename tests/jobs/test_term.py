"""A holder is told of their term in its time: half way, when renewal opens, before the end, before a piece expires."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.domain.calendar import PARIS
from labelflow.jobs.clock import tick
from labelflow.models.queue import Deadline, Notice
from labelflow.queries.labels import original_period
from labelflow.services import actions, applications
from tests import scenes
from tests.offers import offered
from tests.scenes.filing import EXPIRES, add_piece
from tests.scenes.scene import Scene

if TYPE_CHECKING:
    from tests.crowd import Crowd

pytestmark = pytest.mark.slow

FOR_THE_HOLDER = 4
"""Jeanne, Karim, Lise and Iris act for the holder: each is told."""
GRANTED, ENDS = date(2027, 4, 7), date(2030, 4, 6)
TOLD = {
    "applicant/midterm": {date(2028, 6, 7)},
    "applicant/renewal_open": {date(2029, 7, 7)},
    "applicant/label_expiring": {date(2029, 10, 7), date(2030, 1, 7), date(2030, 3, 7)},
    "applicant/insurance_expiring": {EXPIRES - timedelta(days=45), EXPIRES - timedelta(days=15)},
}
"""Of a label granted on the seventh of April 2027: the texts of its term, with their days."""


def live(crowd: Crowd, *days: date) -> None:
    """Let the clock of the label run on the eve of each day, on the day, and on the day after."""
    for day in sorted({day + timedelta(days=near) for day in days for near in (-1, 0, 1)}):
        crowd.travel(datetime.combine(day, datetime.min.time(), PARIS) + timedelta(hours=9))
        with crowd.looking():
            tick(crowd.now)
            assert tick(crowd.now) == 0


def told(crowd: Crowd, text: str) -> dict[date, int]:
    with crowd.looking() as session:
        rows = session.scalars(select(Notice.queued_at).where(Notice.text_code == text)).all()
    return dict(Counter(at.astimezone(PARIS).date() for at in rows))


def context(crowd: Crowd, text: str) -> dict[str, str]:
    """What the first notice of a text was filled with."""
    with crowd.looking() as session:
        found: dict[str, str] = session.scalars(select(Notice.context).where(Notice.text_code == text)).first() or {}
        return found


def days_of(*texts: str) -> list[date]:
    return [day for text in texts for day in TOLD[text]]


def renewal(crowd: Crowd, scene: Scene) -> None:
    """File the renewal of the label, with the answers of the first application."""
    place, programme = crowd.structure("applicant").public_id, crowd.programme
    asked = {"scopes": ["exhibitions"], "renews": scene.number}
    filed = Scene(crowd.do(applications.start, programme.code, place, by="applicant", **asked), "applicant")
    levels = {criterion.code: {"level": 3} for criterion in crowd.grid.criteria}
    crowd.do(applications.save_positions, filed.application, levels, by="applicant")
    with crowd.looking() as session:
        answers = crowd.found("application", filed.application, session).answers
    for slot in programme.form.visible_slots(answers):
        if slot.required:
            add_piece(crowd, filed, slot.code)
    crowd.do(applications.accept_documents, filed.application, [d.code for d in programme.documents], by="applicant")
    crowd.take("application", filed.application, "submit", by="applicant")


def test_each_text_of_the_term_is_sent_once_on_each_of_its_days(crowd: Crowd) -> None:
    scenes.labelled(crowd)

    live(crowd, *days_of(*TOLD))

    for text, days in TOLD.items():
        assert told(crowd, text) == dict.fromkeys(days, FOR_THE_HOLDER), text


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("applicant/midterm", "deadline", "7 février 2029"),
        ("applicant/renewal_open", "last_day", "6 avril 2030"),
        ("applicant/label_expiring", "last_day", "6 avril 2030"),
        ("applicant/insurance_expiring", "deadline", "31 août 2028"),
    ],
)
def test_a_text_of_the_term_says_the_day_that_counts(crowd: Crowd, text: str, value: str, said: str) -> None:
    scene = scenes.labelled(crowd)

    live(crowd, *days_of(text))

    filled = context(crowd, text)
    assert (filled[value], filled["number"]) == (said, scene.number)
    assert filled["link"] == f"/mon-espace/labels/{scene.number}"


def test_what_was_only_to_be_told_ends_without_a_late_notice(crowd: Crowd) -> None:
    scenes.labelled(crowd)

    live(crowd, *days_of("applicant/midterm"), date(2029, 2, 8), date(2029, 3, 1))

    assert told(crowd, "coordination/late") == {}
    with crowd.looking() as session:
        states = dict(
            session.execute(select(Deadline.code, Deadline.state).where(Deadline.subject_kind == "label")).all()
        )
    ended, running = ("midterm", "expiry:insurance"), ("renewal", "actions", "term_end")
    assert states == {**dict.fromkeys(ended, "fired"), **dict.fromkeys(running, "pending")}


def test_nobody_is_told_of_the_term_of_a_label_that_is_over(crowd: Crowd) -> None:
    scene = scenes.labelled(crowd)
    crowd.take("label", scene.label, "relinquish", by="applicant")

    live(crowd, *days_of(*TOLD))

    assert {text: told(crowd, text) for text in TOLD} == {text: {} for text in TOLD}


def test_whoever_filed_their_renewal_is_not_asked_to_file_it(crowd: Crowd) -> None:
    scene = scenes.labelled(crowd)
    live(crowd, *days_of("applicant/renewal_open"))
    renewal(crowd, scene)

    live(crowd, *days_of("applicant/label_expiring"))

    assert told(crowd, "applicant/renewal_open") == {date(2029, 7, 7): FOR_THE_HOLDER}
    assert told(crowd, "applicant/label_expiring") == {}


def test_a_prolonged_label_ends_on_its_new_day(crowd: Crowd) -> None:
    scene = scenes.labelled(crowd)
    live(crowd, *days_of("applicant/renewal_open"))
    renewal(crowd, scene)
    crowd.take("label", scene.label, "extend", by="coordinator")

    live(crowd, ENDS, date(2030, 10, 6))

    assert context(crowd, "applicant/label_extended")["last_day"] == "6 octobre 2030"
    assert told(crowd, "applicant/label_expired") == {date(2030, 10, 7): FOR_THE_HOLDER}
    with crowd.looking() as session:
        label = crowd.found("label", scene.label, session)
        assert (label.ends_on, original_period(label).last_day) == (date(2030, 10, 6), ENDS)


ACTIONS = "applicant/actions_to_check"


def test_once_a_year_a_holder_is_asked_whether_its_actions_are_up_to_date(crowd: Crowd) -> None:
    action = offered(crowd, scenes.labelled(crowd))
    years = [GRANTED.replace(year=2028), GRANTED.replace(year=2029)]

    live(crowd, years[0])
    assert told(crowd, ACTIONS) == {years[0]: FOR_THE_HOLDER}
    crowd.travel(datetime.combine(years[1] - timedelta(days=90), datetime.min.time(), PARIS))
    crowd.do(actions.confirm, action, by="colleague")
    live(crowd, years[1])

    assert told(crowd, ACTIONS) == {years[0]: FOR_THE_HOLDER}


def test_a_holder_without_a_published_action_is_asked_nothing(crowd: Crowd) -> None:
    scene = scenes.labelled(crowd)
    crowd.do(actions.start, scene.number, by="applicant")

    live(crowd, GRANTED.replace(year=2028))

    assert told(crowd, ACTIONS) == {}
