"""The journal cannot be rewritten in silence: whatever is touched, the first fault is named."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from sqlalchemy import delete, insert, select, update

from labelflow.models.application import Application
from labelflow.models.decision import Decision
from labelflow.models.journal import Chain, Event, EventPrivate
from labelflow.models.label import Label
from labelflow.models.review import Assignment
from labelflow.queries.journal import check, proof
from tests import scenes
from tests.properties.replay import journal_faults, state_faults
from tests.properties.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from tests.crowd import Crowd
    from tests.stage import Stage

pytestmark = pytest.mark.slow

Faults = list[tuple[str, int, str]]


def faults(crowd: Crowd) -> Faults:
    """(chain, number, what) of each fault that the check names."""
    with crowd.looking():
        return [(fault.chain, fault.number, fault.code) for fault in check().faults]


def behind_its_back(stage: Stage, act: Callable[[Connection, int], None], chain: str) -> None:
    """Write in the database as an intruder would, knowing the key of a chain."""
    kind, _, subject = chain.partition("/")
    with stage.engine.begin() as connection:
        key = connection.scalar(select(Chain.id).where(Chain.kind == kind, Chain.subject == subject))
        assert key is not None
        act(connection, key)


def event_of(connection: Connection, chain: int, number: int) -> Any:
    return connection.execute(select(Event.__table__).where(Event.chain_id == chain, Event.number == number)).one()


@pytest.fixture
def filed(stage: Stage) -> str:
    """The chain of an application that was submitted: a start, files, a submission."""
    return f"application/{scenes.submitted(stage.crowd).application}"


def test_a_chain_that_nobody_touched_holds(crowd: Crowd, filed: str) -> None:
    del filed

    assert faults(crowd) == []


def alter_the_facts(connection: Connection, chain: int) -> None:
    body = event_of(connection, chain, 3).body
    body["data"]["slot"] = "other"
    connection.execute(update(Event).where(Event.chain_id == chain, Event.number == 3).values(body=body))


def alter_the_time(connection: Connection, chain: int) -> None:
    later = event_of(connection, chain, 3).at.replace(year=2030)
    connection.execute(update(Event).where(Event.chain_id == chain, Event.number == 3).values(at=later))


def alter_and_seal_again(connection: Connection, chain: int) -> None:
    """The clever one: the altered event is consistent in itself, what follows is not."""
    before = event_of(connection, chain, 2).hash
    body = event_of(connection, chain, 3).body
    body["data"]["slot"] = "other"
    sealed = hashlib.sha256(before.encode() + rfc8785.dumps(body)).hexdigest()
    connection.execute(update(Event).where(Event.chain_id == chain, Event.number == 3).values(body=body, hash=sealed))


def remove_one(connection: Connection, chain: int) -> None:
    private = select(Event.id).where(Event.chain_id == chain, Event.number == 3)
    connection.execute(delete(EventPrivate).where(EventPrivate.event_id.in_(private)))
    connection.execute(delete(Event).where(Event.chain_id == chain, Event.number == 3))


def swap_two(connection: Connection, chain: int) -> None:
    for number, to in ((3, 90), (4, 3), (90, 4)):
        connection.execute(update(Event).where(Event.chain_id == chain, Event.number == number).values(number=to))


def insert_one(connection: Connection, chain: int) -> None:
    last = connection.scalar(select(Chain.length).where(Chain.id == chain))
    assert last is not None
    for number in range(last, 2, -1):
        connection.execute(
            update(Event).where(Event.chain_id == chain, Event.number == number).values(number=number + 1)
        )
    known = event_of(connection, chain, 2)
    body = {**known.body, "number": 3}
    sealed = hashlib.sha256(known.hash.encode() + rfc8785.dumps(body)).hexdigest()
    row = {"chain_id": chain, "number": 3, "at": known.at, "code": known.code, "body": body, "hash": sealed}
    connection.execute(insert(Event).values(row))


@pytest.mark.parametrize(
    ("act", "number", "code"),
    [
        (alter_the_facts, 3, "altered"),
        (alter_the_time, 3, "altered"),
        (alter_and_seal_again, 4, "altered"),
        (remove_one, 3, "missing"),
        (swap_two, 3, "altered"),
        (insert_one, 4, "altered"),
    ],
)
def test_the_first_event_that_was_touched_is_named(
    stage: Stage, filed: str, act: Callable[[Connection, int], None], number: int, code: str
) -> None:
    behind_its_back(stage, act, filed)

    assert faults(stage.crowd) == [(filed, number, code)]


def test_an_end_that_was_cut_off_is_named(stage: Stage, filed: str) -> None:
    def cut(connection: Connection, chain: int) -> None:
        last = connection.scalar(select(Chain.length).where(Chain.id == chain))
        keys = select(Event.id).where(Event.chain_id == chain, Event.number == last)
        connection.execute(delete(EventPrivate).where(EventPrivate.event_id.in_(keys)))
        connection.execute(delete(Event).where(Event.chain_id == chain, Event.number == last))

    behind_its_back(stage, cut, filed)

    ((chain, _number, code),) = faults(stage.crowd)
    assert (chain, code) == (filed, "head")


def test_an_end_that_was_cut_off_with_its_head_shows_in_the_state(stage: Stage, filed: str) -> None:
    def cut(connection: Connection, chain: int) -> None:
        (told,) = connection.scalars(
            select(Event.number).where(Event.chain_id == chain, Event.code == "application.submit")
        )
        keys = select(Event.id).where(Event.chain_id == chain, Event.number >= told)
        connection.execute(delete(EventPrivate).where(EventPrivate.event_id.in_(keys)))
        connection.execute(delete(Event).where(Event.chain_id == chain, Event.number >= told))
        head = event_of(connection, chain, told - 1).hash
        connection.execute(update(Chain).where(Chain.id == chain).values(length=told - 1, head=head))

    behind_its_back(stage, cut, filed)

    ((chain, _number, code),) = faults(stage.crowd)
    assert (chain, code) == (filed, "state")


def test_a_chain_that_was_removed_whole_is_missed(stage: Stage, filed: str) -> None:
    def remove(connection: Connection, chain: int) -> None:
        connection.execute(
            delete(EventPrivate).where(EventPrivate.event_id.in_(select(Event.id).where(Event.chain_id == chain)))
        )
        connection.execute(delete(Event).where(Event.chain_id == chain))
        connection.execute(delete(Chain).where(Chain.id == chain))

    behind_its_back(stage, remove, filed)

    assert faults(stage.crowd) == [(filed, 1, "missing")]


def test_personal_data_that_was_altered_is_named(stage: Stage) -> None:
    scene = scenes.incomplete(stage.crowd)
    chain = f"application/{scene.application}"

    def alter(connection: Connection, key: int) -> None:
        events = select(Event.id).where(Event.chain_id == key)
        changed = {"message": "Rien à redire."}
        connection.execute(update(EventPrivate).where(EventPrivate.event_id.in_(events)).values(content=changed))

    behind_its_back(stage, alter, chain)

    ((named, _number, code),) = faults(stage.crowd)
    assert (named, code) == (chain, "private")


def test_personal_data_that_was_erased_leaves_the_proof_whole(stage: Stage) -> None:
    scene = scenes.vote_open(stage.crowd)
    with stage.engine.begin() as connection:
        erased = connection.execute(delete(EventPrivate)).rowcount

    assert erased > 0
    assert faults(stage.crowd) == []
    assert list(journal_faults(Seen(stage.engine, stage.crowd.now))) == []
    assert stage.crowd.state("application", scene.application) == "in_committee"


@pytest.mark.parametrize(
    ("scene", "model", "state"),
    [
        (scenes.draft, Application, "granted"),
        (scenes.submitted, Application, "in_review"),
        (scenes.assigned, Assignment, "accepted"),
        (scenes.decided, Decision, "signed"),
        (scenes.labelled, Label, "suspended"),
    ],
)
def test_a_state_that_was_written_behind_the_journal_is_named(
    stage: Stage, scene: Callable[[Crowd], scenes.Scene], model: type[Any], state: str
) -> None:
    made = scene(stage.crowd)
    with stage.engine.begin() as connection:
        connection.execute(update(model).values(state=state))

    ((chain, _number, code),) = faults(stage.crowd)
    owner = f"label/{made.label}" if model is Label else f"application/{made.application}"
    assert (chain, code) == (owner, "state")


def test_a_decision_that_no_event_tells_is_named(stage: Stage) -> None:
    scene = scenes.submitted(stage.crowd)
    with stage.engine.begin() as connection:
        (application,) = connection.execute(select(Application.__table__))
        forged = {
            "public_id": "forged", "application_id": application.id, "outcome": "grant", "proposal": {},
            "departs": False, "departure_reason": "", "grounds": [], "reservations": [], "text": "", "advice": "",
            "remedies": "", "drafted_at": stage.crowd.now, "signatory_capacity": "", "notified_by": "",
            "state": "notified", "state_since": stage.crowd.now, "version": 1,
            "programme_version_id": application.programme_version_id,
        }  # fmt: skip
        connection.execute(insert(Decision).values(forged))

    assert [(chain, code) for chain, _, code in faults(stage.crowd)] == [(f"application/{scene.application}", "state")]


def test_every_state_of_a_whole_life_is_the_one_that_its_chain_tells(stage: Stage) -> None:
    scenes.labelled_with_reservations(stage.crowd)
    seen = Seen(stage.engine, stage.crowd.now)

    assert len(seen.all("event")) > 60
    assert [*journal_faults(seen), *state_faults(seen)] == []
    assert faults(stage.crowd) == []


def test_a_proof_is_recomputed_by_anybody_from_its_own_words(stage: Stage) -> None:
    scene = scenes.labelled(stage.crowd)
    with stage.crowd.looking():
        exported = json.loads(json.dumps(proof("application", scene.application), ensure_ascii=False))

    head = ""
    for number, event in enumerate(exported["events"], 1):
        head = hashlib.sha256(head.encode() + rfc8785.dumps(event["body"])).hexdigest()
        assert (event["number"], event["hash"]) == (number, head)
    assert (exported["length"], exported["head"]) == (len(exported["events"]), head)
    assert exported["events"][-1]["body"]["data"]["after"] == "notified"


def test_a_proof_names_nobody(stage: Stage) -> None:
    scene = scenes.labelled(stage.crowd)
    with stage.crowd.looking():
        exported = json.dumps(proof("application", scene.application), ensure_ascii=False)

    named = [told for key in stage.crowd.people for told in (stage.crowd.person(key).name, f"{key}@exemple.fr")]
    assert [told for told in named if told in exported] == []
