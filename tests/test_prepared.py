"""A prepared statement writes and reads what the same statement does through SQLAlchemy, on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from labelflow.db import begin_writing
from labelflow.models.application import Application, SelfPosition
from labelflow.models.journal import Chain, Event
from labelflow.models.subjects import MODELS, root_of
from labelflow.prepared import Prepared, Reading
from labelflow.queries.journal import link_hash
from labelflow.services import journal, subject_rows
from tests import scenes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from tests.world import World

NEW_CHAIN = {"of_kind": "tests", "of_subject": "one", "of_length": 0, "of_head": ""}


def columns_of(row: Any) -> dict[str, Any]:
    return {attribute.key: getattr(row, attribute.key) for attribute in type(row).__mapper__.column_attrs}


def plainly(connection: Connection, prepared: Prepared, values: Mapping[str, Any]) -> Any:
    """What SQLAlchemy makes of the statement, undone."""
    with connection.begin_nested() as undone:
        row = connection.execute(prepared.statement, values).first()
        undone.rollback()
    return None if row is None else list(row)


def head(connection: Connection, chain: tuple[str, str]) -> tuple[int, int, str]:
    found = select(Chain.id, Chain.length, Chain.head).where(Chain.kind == chain[0], Chain.subject == chain[1])
    return tuple(connection.execute(found).one())


def test_a_locked_subject_is_the_one_that_the_session_reads(world: World) -> None:
    scenes.labelled_with_reservations(world)
    seen = set()

    for kind, model in MODELS.items():
        with world.looking() as session:
            plain = {
                row.public_id: (columns_of(row), columns_of(root_of(row))) for row in session.scalars(select(model))
            }
        for public_id, expected in plain.items():
            with world.looking() as session:
                subject = subject_rows.locked(session, begin_writing(session), model, public_id)
                assert subject is not None
                assert (columns_of(subject), columns_of(root_of(subject))) == expected
                assert subject in session
                assert not session.dirty
            seen.add(kind)

    assert seen >= {"application", "assignment", "session", "item", "decision", "label", "reservation"}


def test_a_subject_that_does_not_exist_is_none(world: World) -> None:
    with world.looking() as session:
        connection = begin_writing(session)

        assert all(subject_rows.locked(session, connection, model, "nobody") is None for model in MODELS.values())


def test_a_lock_forgets_what_the_session_knew(world: World) -> None:
    scene = scenes.complete_draft(world)
    with world.looking() as session:
        connection = begin_writing(session)
        known = world.found("application", scene.application, session)
        positions = len(known.positions)
        connection.execute(update(Application).values(scope="elsewhere"))
        connection.execute(
            insert(SelfPosition).values(application_id=known.id, criterion="new", not_applicable=True, comment="")
        )
        known.scope = "never written"

        subject = subject_rows.locked(session, connection, Application, scene.application)

        assert subject is known
        assert (known.scope, len(known.positions)) == ("elsewhere", positions + 1)
        assert not session.dirty


def test_what_a_read_subject_is_given_is_written(world: World) -> None:
    scene = scenes.draft(world)
    with world.looking() as session:
        subject = subject_rows.locked(session, begin_writing(session), Application, scene.application)
        assert subject is not None
        subject.answers = {"said": "so"}
        session.commit()

        assert subject.answers == {"said": "so"}
    with world.looking() as session:
        assert world.found("application", scene.application, session).answers == {"said": "so"}


def test_an_event_is_written_as_sqlalchemy_writes_it(world: World) -> None:
    chain = ("tests", "one")
    with world.looking() as session:
        connection = begin_writing(session)
        connection.execute(insert(Chain).values(kind="tests", subject="one", length=0, head=""))
        wanted = {"of_kind": "tests", "of_subject": "one"}
        assert journal._LOCK.first(connection, wanted) == plainly(connection, journal._LOCK, wanted)
        body = {"data": {"word": "é\u2028\U0001f600", "list": [1, None, True]}}

        digests = [journal.append(connection, chain, "tests.said", at=world.now, body=body) for _ in "ab"]

        events = session.scalars(select(Event).where(Event.code == "tests.said").order_by(Event.number)).all()
        assert [(event.number, event.at, event.hash) for event in events] == [
            (1, world.now, digests[0]),
            (2, world.now, digests[1]),
        ]
        assert events[0].body["data"] == body["data"]
        assert head(connection, chain)[1:] == (2, digests[1])


def test_a_chain_moves_once_whichever_way_it_is_written(world: World) -> None:
    with world.looking() as session:
        connection = begin_writing(session)
        journal._OPEN.count(connection, NEW_CHAIN)
        key, length, _ = head(connection, ("tests", "one"))
        event = {"new_number": 1, "new_hash": "h", "new_at": world.now, "new_code": "c", "new_body": {"a": 1}}
        ways = [journal._BOTH] if connection.dialect.name == "postgresql" else []
        for prepared in [*ways, journal._MOVE_ALONE]:
            moving = {"of_id": key, "of_length": length, "of_head": "", **event}
            given = {name: moving[name] for name in prepared.statement.compile(dialect=connection.dialect).binds}
            with connection.begin_nested() as undone:
                assert prepared.count(connection, given) == 1
                assert head(connection, ("tests", "one")) == (key, 1, "h")
                assert prepared.count(connection, given) == 0
                undone.rollback()


def test_an_event_follows_the_chain_when_its_writer_believed_in_an_older_end(world: World) -> None:
    with world.looking() as session:
        connection = begin_writing(session)
        first = journal.append(connection, ("tests", "one"), "tests.said", at=world.now, body={})
        heads = {("tests", "one"): journal.Head(head(connection, ("tests", "one"))[0], 0, "")}

        second = journal.append(connection, ("tests", "one"), "tests.said", at=world.now, body={}, heads=heads)

        assert head(connection, ("tests", "one")) == heads["tests", "one"]
        assert heads["tests", "one"][1:] == (2, second)
        assert first != second


def test_an_end_of_the_same_length_and_another_hash_is_not_believed(world: World) -> None:
    with world.looking() as session:
        connection = begin_writing(session)
        journal.append(connection, ("tests", "one"), "tests.said", at=world.now, body={})
        key, length, hashed = head(connection, ("tests", "one"))
        heads = {("tests", "one"): journal.Head(key, length, "undone meanwhile")}

        journal.append(connection, ("tests", "one"), "tests.said", at=world.now, body={}, heads=heads)

        last = session.scalars(select(Event).where(Event.code == "tests.said").order_by(Event.number.desc())).first()
        assert last is not None
        assert last.hash == link_hash(hashed, last.body)


def test_a_broken_constraint_is_the_same_error(world: World) -> None:
    with world.looking() as session:
        connection = begin_writing(session)
        journal._OPEN.count(connection, NEW_CHAIN)

        with pytest.raises(IntegrityError), connection.begin_nested():
            journal._OPEN.count(connection, NEW_CHAIN)


def test_a_naive_instant_is_refused(world: World) -> None:
    with world.looking() as session:
        connection = begin_writing(session)
        since = Prepared(select(Application.id).where(Application.state_since > bindparam("at")))
        naive = datetime(2027, 3, 1)  # noqa: DTZ001 - on purpose

        with pytest.raises(ValueError, match="naive"):
            since.first(connection, {"at": naive})
        with pytest.raises(StatementError, match="naive"):
            connection.execute(since.statement, {"at": naive})


def test_a_value_without_a_name_is_a_fault_of_the_statement(world: World) -> None:
    with world.looking() as session, pytest.raises(ValueError, match="no name"):
        Prepared(select(Application.id).where(Application.state == "draft")).first(begin_writing(session), {})


def test_nothing_runs_outside_a_transaction(world: World) -> None:
    reading = Reading(Application, select(Application).where(Application.public_id == bindparam("public_id")))
    with world.looking() as session, session.get_bind().connect() as connection, pytest.raises(RuntimeError):
        reading.one_or_none(session, connection, {"public_id": "x"})
