"""Two people who want the same thing at the same instant: one has it, the other is told, nothing is left over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from labelflow.models.application import Application, Evidence, Snapshot
from labelflow.models.file import Document
from labelflow.models.journal import Event
from labelflow.models.review import Assignment
from labelflow.models.session import Item, Vote
from labelflow.services import sessions
from tests import scenes
from tests.concurrency.conftest import Track, kinds
from tests.crowd import READERS, admitted, listed_together, ready

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase

    from tests.crowd import Crowd

pytestmark = pytest.mark.slow

START = "labelflow.services.applications:start"
VOTE = "labelflow.services.voting:vote"
ASSIGN = "labelflow.services.assignments:assign"


def count(crowd: Crowd, model: type[DeclarativeBase]) -> int:
    with crowd.looking() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def events(crowd: Crowd, code: str) -> int:
    with crowd.looking() as session:
        return session.scalar(select(func.count()).where(Event.code == code)) or 0


def test_one_structure_starts_one_application(track: Track) -> None:
    place = track.crowd.structure("applicant").public_id
    people = ("applicant", "delegate", "colleague", "applicant")

    outcomes = track.race(*(track.act(START, track.crowd.programme_code, place, by=key) for key in people))

    assert kinds(outcomes) == {"done": 1, "Refused": 3}
    assert {outcome.codes for outcome in outcomes if outcome.kind == "Refused"} == {("other-application-live",)}
    assert (count(track.crowd, Application), events(track.crowd, "application.started")) == (1, 1)


def test_a_form_sent_twice_submits_once(track: Track) -> None:
    scene = scenes.complete_draft(track.crowd)
    submit = track.step("application", scene.application, "submit", by="applicant")

    outcomes = track.race(submit, submit, track.step("application", scene.application, "submit", by="delegate"))

    assert kinds(outcomes) == {"done": 1, "Refused": 2}
    assert {outcome.codes for outcome in outcomes if outcome.kind == "Refused"} == {("step-not-from-here",)}
    assert (count(track.crowd, Snapshot), count(track.crowd, Document)) == (1, 1)
    assert events(track.crowd, "application.submit") == 1


def test_a_file_sent_twice_is_one_file(track: Track) -> None:
    scene = scenes.draft(track.crowd)
    slot = next(slot.code for slot in track.crowd.programme.form.slots if not slot.has_expiry)
    file = {"filename": "statuts.pdf", "data": b"%PDF-1.7 deux fois"}
    send = track.act("labelflow.services.evidence:add", scene.application, slot, by="applicant", **file)

    outcomes = track.race(send, send, send)

    assert kinds(outcomes) == {"done": 3}
    assert count(track.crowd, Evidence) == 1


def test_two_coordinators_who_answer_one_application_do_not_both_win(track: Track) -> None:
    scene = scenes.submitted(track.crowd)
    message = "Votre attestation d’assurance ne couvre pas les ateliers."
    asked = {"pieces": ["insurance"], "message": message}

    outcomes = track.race(
        track.step("application", scene.application, "ask_missing", by="coordinator", **asked),
        track.step("application", scene.application, "declare_admissible", by="coordinator2"),
    )

    assert kinds(outcomes) == {"done": 1, "Refused": 1}
    won = {"incomplete": "application.ask_missing", "in_review": "application.declare_admissible"}
    state = track.crowd.state("application", scene.application)
    assert {code: events(track.crowd, code) for code in won.values()} == {
        code: int(code == won[state]) for code in won.values()
    }


def test_one_person_is_invited_once_and_two_of_one_structure_never(track: Track) -> None:
    scene = admitted(track.crowd, "applicant")
    peer, twin = (track.crowd.person(key).public_id for key in ("peer1", "twin"))

    outcomes = track.race(
        track.act(ASSIGN, scene.application, peer, "peer", by="coordinator"),
        track.act(ASSIGN, scene.application, peer, "peer", by="coordinator2"),
        track.act(ASSIGN, scene.application, twin, "peer", by="coordinator2"),
    )

    assert kinds(outcomes) == {"done": 1, "Refused": 2}
    assert count(track.crowd, Assignment) == 1


def test_nobody_is_loaded_with_more_applications_than_the_programme_allows(track: Track) -> None:
    found = [admitted(track.crowd, place) for place in ("applicant", "neighbour", "library", "club")]
    peer = track.crowd.person("peer1").public_id

    outcomes = track.race(*(track.act(ASSIGN, one.application, peer, "peer", by="coordinator") for one in found))

    assert kinds(outcomes) == {"done": 3, "Refused": 1}
    assert [outcome.codes for outcome in outcomes if outcome.kind == "Refused"] == [("reviewer-overloaded",)]


def test_a_member_votes_once_however_often_they_press(track: Track) -> None:
    scene = scenes.vote_open(track.crowd)
    choices = ("for", "against", "for", "abstain")

    outcomes = track.race(*(track.act(VOTE, scene.item, choice, by="member2") for choice in choices))

    assert kinds(outcomes) == {"done": 1, "Refused": 3}
    assert {outcome.codes for outcome in outcomes if outcome.kind == "Refused"} == {("vote-already-cast",)}
    assert (count(track.crowd, Vote), events(track.crowd, "vote.cast")) == (1, 1)


def test_a_vote_that_meets_the_closing_counts_or_is_refused(track: Track) -> None:
    scene = scenes.voted(track.crowd)

    outcomes = track.race(
        track.step("item", scene.item, "close_vote", by="chair"),
        track.step("item", scene.item, "close_vote", by="chair"),
        track.act(VOTE, scene.item, "against", by="deputy"),
    )

    assert kinds(outcomes) == {"done": 1, "Refused": 2}
    assert (events(track.crowd, "item.close_vote"), events(track.crowd, "decision.drafted")) == (1, 1)


def test_an_application_is_put_on_one_agenda(track: Track) -> None:
    scene = ready(track.crowd, "applicant", READERS)
    track.crowd.person("member1")
    held_at = track.crowd.now + timedelta(days=30)
    planned = [
        track.crowd.do(sessions.plan, track.crowd.programme_code, title, held_at, by="coordinator")
        for title in ("Mars", "Juin")
    ]
    rapporteur = track.crowd.person("member1").public_id

    outcomes = track.race(
        *(
            track.step("application", scene.application, "schedule", by=by, session=session, rapporteur=rapporteur)
            for by, session in zip(("coordinator", "coordinator2"), planned, strict=True)
        )
    )

    assert kinds(outcomes) == {"done": 1, "Refused": 1}
    assert count(track.crowd, Item) == 1


def test_no_application_is_left_on_the_agenda_of_a_cancelled_session(track: Track) -> None:
    scene = ready(track.crowd, "applicant", READERS)
    session = listed_together(track.crowd, [])
    rapporteur = track.crowd.person("member1").public_id
    slow = "tests.concurrency.acts:take_slowly"
    fields = {"session": session, "rapporteur": rapporteur}

    outcomes = track.race(
        track.act(slow, "application", scene.application, "schedule", by="coordinator", fields=fields),
        track.act("tests.concurrency.acts:take_later", "session", session, "cancel", by="coordinator2"),
    )

    assert [(outcome.kind, outcome.codes) for outcome in outcomes] == [("done", ()), ("Refused", ("agenda-not-empty",))]
    assert (track.crowd.state("session", session), count(track.crowd, Item)) == ("planned", 1)


def test_no_application_joins_an_agenda_that_was_just_cancelled(track: Track) -> None:
    scene = ready(track.crowd, "applicant", READERS)
    session = listed_together(track.crowd, [])
    fields = {"session": session, "rapporteur": track.crowd.person("member1").public_id}
    late = "tests.concurrency.acts:take_later"

    outcomes = track.race(
        track.act("tests.concurrency.acts:take_slowly", "session", session, "cancel", by="coordinator2"),
        track.act(late, "application", scene.application, "schedule", by="coordinator", fields=fields),
    )

    assert outcomes[0].kind == "done"
    assert outcomes[1].codes in {(), ("session-closed-to-items",)}, "Outdated when it came between look and write"
    assert outcomes[1].kind in {"Outdated", "Refused"}
    assert (track.crowd.state("application", scene.application), count(track.crowd, Item)) == ("ready", 0)
