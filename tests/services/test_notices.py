"""Who is told what, with what: queued with the act itself, once for each person, every value filled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from labelflow.domain.calendar import PARIS
from labelflow.errors import Refused
from labelflow.jobs.clock import tick
from labelflow.mail.letters import letter_of
from labelflow.models.account import User
from labelflow.models.queue import Notice
from labelflow.models.session import Session
from labelflow.services.notice_sources import Known
from labelflow.services.notice_values import UNKNOWN, values_for
from tests import scenes
from tests.scenes.committee import FACTS
from tests.scenes.reviewing import accept

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.stage import Stage

HOLDER = {"applicant", "delegate", "colleague", "insider"}
COLLEGE = [
    "Théo Abadie", "Yann Calmels", "Inès Marty", "Hugo Peyre", "Joël Peyre", "Tess Peyre", "Sofia Ramon", "Kim Vidal",
]  # fmt: skip
"""Everybody with the mandate of a reviewer or a scientist, in alphabetical order."""
OBJECT = "Trois ateliers ont été annulés sans que les classes soient prévenues, malgré la mise en demeure."


def told(crowd: Crowd, text: str) -> list[str]:
    """Who was sent a text, in alphabetical order, as many times as they were."""
    keys = {crowd.person(key).id: key for key in crowd.people}
    with crowd.looking() as session:
        rows = session.scalars(select(Notice.user_id).where(Notice.text_code == text)).all()
    return sorted(keys[person] for person in rows if person is not None)


def filled(crowd: Crowd, text: str) -> dict[str, Any]:
    with crowd.looking() as session:
        found: dict[str, Any] = session.scalars(select(Notice.context).where(Notice.text_code == text)).first() or {}
        return found


def test_a_member_whom_a_link_keeps_out_of_an_item_knows_it_with_the_notice(crowd: Crowd) -> None:
    scenes.convened(crowd)

    assert "kin" in told(crowd, "committee/convocation")
    assert told(crowd, "committee/recusal") == ["kin"]
    assert "L’Atelier des étoiles" not in str(filled(crowd, "committee/recusal")), "no file is named in a mail"


def test_the_papers_are_announced_once_three_days_before_the_session(crowd: Crowd) -> None:
    scenes.convened(crowd)
    with crowd.looking() as session:
        held_at = session.scalars(select(Session.held_at)).one()
    morning = datetime.combine((held_at - timedelta(days=3)).astimezone(PARIS).date(), datetime.min.time(), PARIS)
    for moment in (morning + timedelta(hours=6), morning + timedelta(hours=8), held_at, held_at + timedelta(hours=1)):
        before = len(told(crowd, "committee/papers"))
        crowd.travel(moment)
        with crowd.looking():
            tick(crowd.now)
        assert (len(told(crowd, "committee/papers")) > before) == (moment.hour == 8)

    assert told(crowd, "committee/papers") == told(crowd, "committee/convocation")


def test_a_session_that_is_cancelled_announces_no_papers(crowd: Crowd) -> None:
    scene = scenes.convened(crowd)
    crowd.take("application", scene.application, "unschedule", by="coordinator")
    crowd.take("session", scene.session, "cancel", by="coordinator")

    crowd.wait(days=40)
    with crowd.looking():
        tick(crowd.now)

    assert told(crowd, "committee/papers") == []


def test_a_grant_tells_the_holder_where_the_attestation_is_and_where_it_is_verified(crowd: Crowd) -> None:
    scene = scenes.labelled(crowd)

    assert set(told(crowd, "applicant/attestation")) == HOLDER
    context = filled(crowd, "applicant/attestation")
    assert context["verify_url"] == f"/v/{scene.number}"
    assert context["certificate_url"] == f"/mon-espace/labels/{scene.number}"


def test_a_text_may_give_the_whole_college_with_where_each_comes_from(crowd: Crowd) -> None:
    scene = scenes.in_review(crowd)

    with crowd.looking() as session:
        application = crowd.found("application", scene.application, session)
        values = values_for(("college",), application, crowd.programme, Known(), crowd.now)

    college = values["college"].split("\n")
    assert [name.split(" (")[0] for name in college] == COLLEGE
    assert f"Hugo Peyre ({crowd.structure('planetarium').name})" in college


def test_a_reviewer_is_given_more_time_once_and_reminded_of_the_new_end(crowd: Crowd) -> None:
    scene = scenes.assigned(crowd)
    assignment = scene.assignments["peer1"]
    accept(crowd, scene, "peer1")
    crowd.wait(days=25)
    crowd.take("assignment", assignment, "extend_review", by="coordinator")

    assert told(crowd, "reviewer/extended") == ["peer1"]
    new_end = filled(crowd, "reviewer/extended")["deadline"]
    assert crowd.offers("assignment", assignment, by="coordinator")["extend_review"] == ("already-extended",)
    before = len(told(crowd, "reviewer/reminder"))
    crowd.wait(days=5)
    with crowd.looking():
        tick(crowd.now)
    with crowd.looking() as session:
        rows = session.scalars(select(Notice.context).where(Notice.text_code == "reviewer/reminder")).all()
        assert len(rows) > before
        assert new_end in {row["deadline"] for row in rows}


def noticed(crowd: Crowd) -> scenes.Scene:
    scene = scenes.labelled(crowd)
    crowd.take("label", scene.label, "issue_formal_notice", by="chair", article="5.1", facts=FACTS)
    return scene


def test_a_holder_is_invited_to_a_hearing_in_time_to_prepare_it(crowd: Crowd) -> None:
    scene = noticed(crowd)
    asked = {"place": "À 10 h, en visioconférence", "facts": OBJECT}
    for day in (crowd.today - timedelta(days=3), crowd.today + timedelta(days=7)):
        with pytest.raises(Refused) as refused:
            crowd.take("label", scene.label, "call_hearing", by="chair", hearing_on=day, **asked)
        assert [one.code for one in refused.value.refusals] == ["hearing-too-soon"]
    assert told(crowd, "applicant/hearing") == []

    heard = crowd.today + timedelta(days=8)
    crowd.take("label", scene.label, "call_hearing", by="chair", hearing_on=heard, **asked)

    assert set(told(crowd, "applicant/hearing")) == HOLDER
    assert filled(crowd, "applicant/hearing")["hearing_on"] == "15 avril 2027"
    page = crowd.browser("applicant").get(f"/mon-espace/labels/{scene.number}")
    assert "Inviter à une audition" in page.text
    assert "Jour de l’audition : 15 avril 2027" in page.text.replace("\xa0", " ")
    assert OBJECT in page.text


def test_the_date_in_a_notice_is_that_of_what_the_act_started(crowd: Crowd) -> None:
    """A label has other dates to come, some of them nearer than the one that is spoken of."""
    scene = scenes.labelled(crowd)
    crowd.wait(days=660)  # the mid-term check ends in twelve days
    crowd.take("label", scene.label, "issue_formal_notice", by="chair", article="5.1", facts=FACTS)

    assert filled(crowd, "applicant/formal_notice")["deadline"] == "26 mars 2029"


@pytest.mark.parametrize("scene", [scenes.refused, scenes.labelled_with_reservations, scenes.incomplete])
def test_every_value_of_every_notice_is_filled_and_written(stage: Stage, scene: Any) -> None:
    crowd = stage.crowd
    scene(crowd)

    with crowd.looking() as session:
        notices = session.scalars(select(Notice)).all()
        for notice in notices:
            assert UNKNOWN not in notice.context.values(), notice.text_code
            letter = letter_of(notice, stage.settings)
            assert "{" not in letter.subject + letter.body
            assert session.get_one(User, notice.user_id).email == notice.address
    assert len(notices) > 5
