"""The next thing that helpful people would do for an application, wherever it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from labelflow.services import assignments, completeness, reviews, sessions
from tests.crowd import READERS
from tests.properties.playing import LONG
from tests.properties.readings import readings
from tests.scenes.cast import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.properties.playing import Playing

COMMITTEE: Final = (*MEMBERS, "judge", "kin", "chair", "deputy")

ANSWERED: Final = {"awaiting_complement": "answer_complement", "reply": "send_reply"}
"""States in which the structure answers, each with its step."""


def press_on(play: Playing, application: str, by: str, choices: Sequence[int]) -> None:
    """One push forward. `choices` decide the levels, the votes and who is away."""
    state = play.row("application", application).state
    if state == "submitted":
        found = {one.code: {"level": 2} for one in play.crowd.grid.criteria_for("coordinator")}
        play.attempt(completeness.check_documents, application, found, by="coordinator")
        play.take("application", application, "declare_admissible", by="coordinator")
    elif state == "in_review":
        _read(play, application, choices)
    elif state in ANSWERED:
        play.take("application", application, ANSWERED[state], by=by, answer=LONG)
    elif state == "revision":
        _look_again(play, application, choices)
    elif state == "ready":
        _schedule(play, application)
    elif state == "in_committee":
        _deliberate(play, application, choices)
    elif state == "deferred":
        play.take("application", application, "resume_ready", by="coordinator")


def _read(play: Playing, application: str, choices: Sequence[int]) -> None:
    key = play.row("application", application).id
    people = {row.public_id: row.id for row in play.seen.all("user")}
    for person, reader in {**READERS, "peer3": "peer", "scientist2": "scientist"}.items():
        mine = play.seen.all("assignment", application_id=key, person_id=people[play.crowd.person(person).public_id])
        enough = sum(row.reader == reader for row in readings(play.seen, key)) >= (2 if reader == "peer" else 1)
        if not mine and not enough:
            play.attempt(assignments.assign, application, play.crowd.person(person).public_id, reader, by="coordinator")
            mine = play.seen.all(
                "assignment", application_id=key, person_id=people[play.crowd.person(person).public_id]
            )
        for row in mine:
            _answer(play, row.public_id, person, choices)


def _answer(play: Playing, assignment: str, person: str, choices: Sequence[int]) -> None:
    if play.row("assignment", assignment).state == "invited":
        play.take("assignment", assignment, "accept", by=person, declared=True, links=[])
    if play.row("assignment", assignment).state == "accepted":
        write(play, assignment, person, choices)
        play.take("assignment", assignment, "submit_review", by=person)


def _look_again(play: Playing, application: str, choices: Sequence[int]) -> None:
    """Each reviewer reads the reply: some revise, some confirm, one may say nothing for a week."""
    people = {row.id: row.public_id for row in play.seen.all("user")}
    names = {play.crowd.person(key).public_id: key for key in (*READERS, "peer3", "scientist2", "judge", "twin")}
    waiting = play.seen.all("assignment", application_id=play.row("application", application).id, state="revising")
    for rank, row in enumerate(waiting):
        choice, person = choices[rank % len(choices)], names.get(people[row.person_id], "peer1")
        if choice % 3 == 0:
            write(play, row.public_id, person, [number + 1 for number in choices])
            play.take("assignment", row.public_id, "revise", by=person)
        elif choice % 5:
            play.take("assignment", row.public_id, "confirm", by=person)


def write(play: Playing, assignment: str, person: str, choices: Sequence[int]) -> None:
    """Fill a review: mostly good levels, some that are not."""
    reader = play.row("assignment", assignment).reader
    marks = {}
    for rank, criterion in enumerate(play.crowd.grid.criteria_for(reader)):
        level = (2, 3, 2, 1, 0, 2)[choices[rank % len(choices)] % 6]
        marks[criterion.code] = {"level": level, "comment": "Vu dans les pièces."}
    opinion = ("favorable", "favorable", "reserved", "unfavorable")[choices[0] % 4]
    texts = {"strengths": "Des ateliers vivants.", "advice": "Continuez.", "recommendation": opinion}
    play.attempt(reviews.save, assignment, marks, by=person, **texts)


def _schedule(play: Playing, application: str) -> None:
    planned = play.called("session", "planned")
    if not planned:
        held_at = play.crowd.now + timedelta(days=14)
        play.attempt(sessions.plan, play.crowd.programme_code, "Commission", held_at, by="coordinator")
        planned = play.called("session", "planned")
    fields = {"session": planned[-1], "rapporteur": play.crowd.person("member1").public_id}
    play.take("application", application, "schedule", by="coordinator", **fields)


def _deliberate(play: Playing, application: str, choices: Sequence[int]) -> None:
    key = play.row("application", application).id
    item = play.seen.all("item", application_id=key)[-1]
    session = play.seen.one("committee_session", item.session_id)
    if session.state == "planned":
        play.take("session", session.public_id, "convene", by="coordinator")
    elif session.state == "convened":
        _open(play, session.public_id, choices)
    elif item.state == "listed":
        outcome = ("grant", "grant", "grant_with_reservations", "refuse", "defer")[choices[0] % 5]
        play.take("item", item.public_id, "open_vote", by="chair", outcome=outcome)
    elif item.state == "voting":
        vote(play, item.public_id, choices)
        play.take("item", item.public_id, "close_vote", by="chair")
        play.take("item", item.public_id, "put_again", by="chair")
    else:
        _sign(play, key)


def _open(play: Playing, session: str, choices: Sequence[int]) -> None:
    held_at = play.row("committee_session", session).held_at
    if held_at > play.crowd.now:
        play.wait((held_at - play.crowd.now).days + 1)
    there: dict[str, tuple[str, str | None]] = {}
    for rank, key in enumerate(COMMITTEE):
        away = choices[rank % len(choices)] % 6 == 0 and key != "chair"
        there[play.crowd.person(key).public_id] = ("away", None) if away else ("present", None)
    there[play.crowd.person("member10").public_id] = ("proxy", play.crowd.person("member2").public_id)
    chair = play.crowd.person("chair").public_id
    play.attempt(sessions.record_attendance, session, there, by="chair", chair=chair)
    play.take("session", session, "open", by="chair")


def vote(play: Playing, item: str, choices: Sequence[int]) -> None:
    """Everybody votes, mostly for; some may not, and are refused."""
    for rank, key in enumerate(COMMITTEE):
        choice = ("for", "for", "for", "against", "abstain")[choices[rank % len(choices)] % 5]
        play.attempt(sessions.vote, item, choice, by=key)
    absent = play.crowd.person("member10").public_id
    play.attempt(sessions.vote, item, "for", by="member2", for_member=absent)


def _sign(play: Playing, application: int) -> None:
    drafted = [row for row in play.seen.all("decision", application_id=application) if row.state == "drafted"]
    for decision in drafted:
        kept = decision.reservations or [
            {"criterion": "H2", "severity": "minor", "text": "À écrire.", "due_on": "2031-01-01"}
        ]
        reasons = {
            "grounds": [{"article": "4.1", "criterion": "A1", "facts": LONG}],
            "departure_reason": "Ce que la séance a appris.",
            "reservations": kept,
        }
        play.take("decision", decision.public_id, "redraft", by="chair", **reasons)
        play.take("decision", decision.public_id, "sign", by="signatory")
