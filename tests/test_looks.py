"""A look reads once what it is asked several times; nothing outlives it, and a transaction that writes has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import begin_writing, db
from labelflow.looks import each_once_a_look, once_a_look
from labelflow.models.account import User

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.world import World


@once_a_look
def given_name(person: int) -> str:
    return str(db.session.scalars(select(User.given_name).where(User.id == person)).one())


asked: list[set[int]] = []


@each_once_a_look
def doubled(numbers: Collection[int]) -> dict[int, int]:
    asked.append(set(numbers))
    return {number: 2 * number for number in numbers}


@pytest.fixture
def person(world: World) -> int:
    return world.person("coordinator").id


def renamed(person: int, name: str) -> None:
    db.session.execute(User.__table__.update().where(User.id == person).values(given_name=name))


def test_a_look_answers_the_same_question_once(world: World, person: int) -> None:
    with world.looking():
        before = given_name(person)
        renamed(person, "Autre")

        assert given_name(person) == before


def test_the_next_look_asks_anew(world: World, person: int) -> None:
    with world.looking() as session:
        given_name(person)
        renamed(person, "Autre")
        session.commit()

        assert given_name(person) == "Autre"


def test_a_transaction_that_writes_asks_each_time(world: World, person: int) -> None:
    with world.looking() as session:
        before = given_name(person)
        begin_writing(session)
        assert given_name(person) == before
        renamed(person, "Autre")

        assert given_name(person) == "Autre"
        session.rollback()
        assert given_name(person) == before


def test_what_was_asked_for_all_is_not_asked_for_one(world: World) -> None:
    asked.clear()
    with world.looking():
        doubled([1, 2])

        assert doubled([2, 3]) == {2: 4, 3: 6}
        assert doubled([]) == {}
    assert asked == [{1, 2}, {3}]
