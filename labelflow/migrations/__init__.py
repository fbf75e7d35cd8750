"""The schema of the database, one numbered step at a time, the same on SQLite and PostgreSQL.

Expand, migrate, contract: a step must leave a schema that the running version can still use.
Every command asks whether the database is current; Alembic is loaded only when it has to work.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from labelflow.models import Base

if TYPE_CHECKING:
    from typing import Any

    from alembic.config import Config
    from sqlalchemy import Connection, Engine

INDEX_OF_WORDS = ("search_text", "ix_search_entry_words")
"""The tables by which FTS5 indexes words, and the GIN index that does."""

HERE = Path(__file__).resolve().parent


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to a schema, the newest unless one is named. Nothing happens when it is there."""
    from alembic import command  # noqa: PLC0415 - see above

    with engine.connect() as connection:
        command.upgrade(_config(connection), to)
        connection.commit()


def revision_of(engine: Engine) -> str | None:
    """The step that the database is at; None for one without a schema."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def newest_revision() -> str:
    """The step that this version of labelflow needs: the last, by number (its file begins with it)."""
    return max(path.name.partition("_")[0] for path in HERE.glob("versions/[0-9]*_*.py"))


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    return revision_of(engine) == newest_revision()


def differences(engine: Engine) -> list[Any]:
    """How the database differs from the models; nothing, when the migrations are complete."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see above
    from alembic.migration import MigrationContext  # noqa: PLC0415 - same

    with engine.connect() as connection:
        opts = {"compare_type": True, "render_as_batch": True, "include_name": is_described}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the models know of it: an index of words is of one database alone, made in its migration."""
    return not (kind in {"table", "index"} and (name or "").startswith(INDEX_OF_WORDS))


def write_revision(engine: Engine, number: str, message: str) -> None:
    """Write a new numbered step from the difference between the models and a database (for developers)."""
    from alembic import command  # noqa: PLC0415 - see above

    with engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
