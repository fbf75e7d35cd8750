"""What commands that need the database share."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


@contextmanager
def instance(*, migrated: bool = True) -> Iterator[Flask]:
    """The instance's application, in its context; its database brought to the newest schema when embedded.

    An external database is only upgraded by `labelflow db upgrade`: several processes may use it.
    """
    from labelflow import migrations  # noqa: PLC0415 - only commands that need the database load it
    from labelflow.app import create_app  # noqa: PLC0415 - same
    from labelflow.config import Settings  # noqa: PLC0415 - same
    from labelflow.db import db  # noqa: PLC0415 - same
    from labelflow.services.demo_clock import set_clock  # noqa: PLC0415 - same

    settings = Settings.from_environment()
    app = create_app(settings, pages=False)
    with app.app_context():
        if migrated and not migrations.is_current(db.engine):
            if settings.database_url:
                raise click.ClickException(_not_migrated())
            migrations.upgrade(db.engine)
        set_clock(settings)
        try:
            yield app
        finally:
            db.session.close()  # gives its connection back before the pool is emptied
            db.engine.dispose()


def _not_migrated() -> str:
    from labelflow.i18n import gettext as _  # noqa: PLC0415 - with its only use

    return _("La base n’est pas à jour. Tapez : labelflow db upgrade")


def write_file(path: Path, data: bytes) -> None:
    """Write a file that somebody asked for; a path that cannot be written is said in one line."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path} : {error.strerror}") from error


def echo_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print a value as JSON, accents kept."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
