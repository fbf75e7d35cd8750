"""The schema of the database, one numbered step at a time, the same on SQLite and PostgreSQL.

Expand, migrate, contract: a step must leave a schema that the running version can still use.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from labelflow.models import Base

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Engine

HERE = Path(__file__).resolve().parent


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema. Nothing happens when it is there."""
    with engine.connect() as connection:
        command.upgrade(_config(connection), "head")
        connection.commit()


def revision_of(engine: Engine) -> str | None:
    """The step that the database is at; None for one without a schema."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The step that this version of labelflow needs."""
    return ScriptDirectory(str(HERE)).get_current_head() or ""


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    return revision_of(engine) == newest_revision()


def differences(engine: Engine) -> list[Any]:
    """How the database differs from the models; nothing, when the migrations are complete."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, Base.metadata))


def write_revision(engine: Engine, number: str, message: str) -> None:
    """Write a new numbered step from the difference between the models and a database (for developers)."""
    with engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
