"""Collections, objects that lead to others, and new rows: prepared, and as SQLAlchemy does it, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import bindparam, event, inspect, select, union_all, update
from sqlalchemy.exc import IntegrityError

from labelflow.db import begin_writing, db
from labelflow.domain.actor import SYSTEM
from labelflow.models.account import Mandate, Membership, User
from labelflow.models.label import Label
from labelflow.models.queue import Notice
from labelflow.models.review import Assignment
from labelflow.models.session import Item, Vote
from labelflow.models.structure import Structure
from labelflow.prepared import Prepared, loaded, related, writing
from labelflow.queries import audiences, conflicts
from labelflow.services import notices
from labelflow.services.transaction import transaction
from tests import scenes
from tests.people import NOW

if TYPE_CHECKING:
    from tests.world import World

PEOPLE: Any = bindparam("people", expanding=True)
HELD: Any = union_all(
    select(Mandate.user_id, Mandate.role, Mandate.starts_on).where(Mandate.user_id.in_(PEOPLE)),
    select(Membership.user_id, Membership.role, Membership.starts_on).where(
        Membership.user_id.in_(PEOPLE), Membership.role == bindparam("role")
    ),
)


def columns_of(row: Any) -> dict[str, Any]:
    return {attribute.key: getattr(row, attribute.key) for attribute in type(row).__mapper__.column_attrs}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 11])
def test_a_collection_of_any_size_reads_the_same(world: World, size: int) -> None:
    scenes.session_open(world)
    held = Prepared(HELD)
    with world.looking() as session:
        wanted = {"people": list(session.scalars(select(User.id).order_by(User.id)))[:size], "role": "member"}
        connection = session.connection()

        found = held.all(connection, wanted)

        assert sorted(map(tuple, found)) == sorted(map(tuple, connection.execute(HELD, wanted).all()))
        assert {row[0] for row in found} <= set(wanted["people"])


def test_an_empty_collection_is_a_mistake(world: World) -> None:
    with world.looking() as session, pytest.raises(ValueError, match="people"):
        Prepared(HELD).all(session.connection(), {"people": [], "role": "member"})


def test_a_value_without_a_name_is_a_mistake(world: World) -> None:
    with world.looking() as session, pytest.raises(ValueError, match="no name"):
        Prepared(select(User.id).where(User.email == "somebody")).all(session.connection(), {})


def test_whoever_counts_statements_counts_the_prepared_ones(world: World) -> None:
    with world.looking() as session:
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))

        conflicts.links_of([1, 2])

        assert len(seen) == 1
        assert "interest_link" in seen[0]
        assert session.in_transaction()


def test_what_an_object_leads_to_is_what_its_relationship_gives(world: World) -> None:
    scene = scenes.labelled(world)
    place = world.structure("applicant").id
    with world.looking() as session:
        begin_writing(session).execute(
            update(Structure).where(Structure.id == place).values(lat=42.96, lon=1.61, geo_precision="address")
        )
        session.commit()
    for model, names in {
        Label: ("structure", "application", "decision", "superseded_by"),
        Item: ("session", "application", "rapporteur"),
        Assignment: ("person", "structure", "application"),
    }.items():
        for name in names:
            with world.looking() as session:
                plain = getattr(session.scalars(select(model)).first(), name)
                expected = None if plain is None else columns_of(plain)
            with world.looking() as session:
                owner: Any = session.scalars(select(model)).first()
                assert loaded(owner, name) is None
                found = related(owner, name)
                assert (None if found is None else columns_of(found)) == expected
                assert getattr(owner, name) is found
                assert not session.dirty
    assert scene.label


def test_what_the_session_changed_is_not_read_over(world: World) -> None:
    scenes.assigned(world)
    with world.looking() as session:
        assignment = session.scalars(select(Assignment)).first()
        assert assignment is not None
        application = session.get_one(type(assignment.application), assignment.application_id)
        session.expire(assignment, ["application"])
        application.scope = "not written yet"

        assert related(assignment, "application") is application
        assert application.scope == "not written yet"


def test_a_row_is_inserted_as_the_unit_of_work_inserts_it(world: World) -> None:
    scenes.vote_open(world)
    with world.looking() as session:
        connection = begin_writing(session)
        item = session.scalars(select(Item)).one()
        people = list(session.scalars(select(User.id).order_by(User.id)))[:2]
        given = {"item_id": item.id, "ballot": item.ballot, "choice": "for", "cast_at": NOW}
        made, plain = (Vote(member_id=person, **given) for person in people)

        writing(Vote).write(session, connection, made)
        session.add(plain)
        session.flush()

        assert inspect(made).persistent
        assert not session.dirty
        assert made.member.id == people[0]
        key, other = made.id, plain.id
        session.commit()
        kept = [columns_of(session.get_one(Vote, one)) for one in (key, other)]
        assert [row.pop("id") for row in kept] == [key, other]
        assert [row.pop("member_id") for row in kept] == people
        assert kept[0] == kept[1]


def test_an_inserted_row_may_be_changed_and_obeys_the_constraints(world: World) -> None:
    with world.looking() as session:
        connection = begin_writing(session)
        user = User(email="une@exemple.fr", created_at=NOW)
        writing(User).write(session, connection, user)
        user.given_name = "Une"
        session.flush()
        twin = User(email="une@exemple.fr", created_at=NOW)

        assert session.scalar(select(User.given_name).where(User.id == user.id)) == "Une"
        with pytest.raises(IntegrityError), session.begin_nested():
            writing(User).write(session, connection, twin)


def test_the_same_notice_is_queued_once(world: World) -> None:
    scene = scenes.submitted(world)
    with world.looking() as session:
        application = world.found("application", scene.application, session)
        people = audiences.audience("coordination", application, world.now, session=session)
        with transaction(actor=SYSTEM, now=world.now) as tx:
            counts = [notices.send(tx, people, "account/added", {"link": "/"}, cause="once") for _ in "ab"]

        assert counts == [len(people), 0]
        queued = session.scalars(select(Notice).where(Notice.text_code == "account/added")).all()
        assert {notice.context["name"] for notice in queued} == {person.name for person in people}
