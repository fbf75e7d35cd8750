"""The migrations and the models tell the same story, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from labelflow import migrations
from labelflow.models import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

pytestmark = pytest.mark.slow


@pytest.fixture
def empty_engine(database_url: str) -> Iterator[Engine]:
    """A database without any table."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        _empty(connection)
    yield engine
    engine.dispose()


def _empty(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
        return
    for name in inspect(connection).get_table_names():
        connection.execute(text(f'drop table if exists "{name}"'))  # FTS5 takes its own tables along


def test_an_empty_database_comes_to_the_newest_schema(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)

    assert migrations.is_current(empty_engine)
    found = {name for name in inspect(empty_engine).get_table_names() if not name.startswith("search_text")}
    assert found == {*Base.metadata.tables, "alembic_version"}


def test_the_migrations_leave_no_difference_with_the_models(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)

    assert migrations.differences(empty_engine) == []


def test_the_newest_step_is_the_head_that_alembic_knows() -> None:
    assert migrations.newest_revision() == ScriptDirectory(str(migrations.HERE)).get_current_head()


def test_a_database_without_a_schema_is_at_no_step(empty_engine: Engine) -> None:
    assert migrations.revision_of(empty_engine) is None
    assert not migrations.is_current(empty_engine)


def test_a_second_upgrade_changes_nothing(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)
    before = inspect(empty_engine).get_table_names()

    migrations.upgrade(empty_engine)

    assert inspect(empty_engine).get_table_names() == before


def test_applications_and_labels_point_at_each_other(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)

    keys = inspect(empty_engine).get_foreign_keys("application")

    assert ["renews_label_id"] in [key["constrained_columns"] for key in keys]
