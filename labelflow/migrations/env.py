"""Run by alembic: the connection comes from `labelflow.migrations`."""

from typing import Literal

from alembic import context
from sqlalchemy import JSON

from labelflow.migrations import is_described
from labelflow.models import Base


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our JSON type by its own name: alembic's rendering of its variant does not run."""
    return "base.Json" if kind == "type" and isinstance(item, JSON) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=is_described,
    user_module_prefix="base.",
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
