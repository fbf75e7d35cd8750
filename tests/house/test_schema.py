"""The migrations lead to the schema of the models, on every database."""

from __future__ import annotations

from alembic import command
from sqlalchemy import create_engine, inspect

from labelflow import migrations
from labelflow.models import Base


def test_the_migrations_lead_to_the_tables_of_the_models(database_url: str) -> None:
    engine = create_engine(database_url)
    found = [migrations.is_current(engine), migrations.differences(engine)]
    engine.dispose()

    assert found == [True, []]


def test_a_second_upgrade_changes_nothing(database_url: str) -> None:
    engine = create_engine(database_url)
    before = inspect(engine).get_table_names()
    migrations.upgrade(engine)
    after = inspect(engine).get_table_names()
    engine.dispose()

    assert before == after


def test_every_step_can_be_taken_back(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        command.downgrade(migrations._config(connection), "base")
        connection.commit()
    bare = inspect(engine).get_table_names()
    migrations.upgrade(engine)
    found = migrations.differences(engine)
    engine.dispose()

    assert (bare, found) == (["alembic_version"], [])


def test_every_constraint_and_index_has_a_name() -> None:
    constraints = [(table.name, one.name) for table in Base.metadata.tables.values() for one in table.constraints]

    assert len(constraints) > 50
    assert [table for table, name in constraints if not name] == []
