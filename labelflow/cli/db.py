"""`labelflow db`."""

from __future__ import annotations

import click

from labelflow.cli.context import instance


@click.command(epilog="Exemple : LABELFLOW_DATABASE_URL=postgresql+psycopg://… labelflow db upgrade")
def upgrade() -> None:
    """Créer ou mettre à jour la base."""
    with instance(migrated=False):
        from labelflow import migrations  # noqa: PLC0415 - needs the database
        from labelflow.db import db  # noqa: PLC0415 - same

        before = migrations.revision_of(db.engine)
        migrations.upgrade(db.engine)
        click.echo(f"{before or '—'} → {migrations.revision_of(db.engine)}")


@click.command(epilog="Exemple : labelflow db check")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Dire si la base est à jour."""
    with instance(migrated=False):
        from labelflow import migrations  # noqa: PLC0415 - needs the database
        from labelflow.db import db  # noqa: PLC0415 - same
        from labelflow.i18n import gettext as _  # noqa: PLC0415 - with its only use

        at, newest = migrations.revision_of(db.engine), migrations.newest_revision()
        fine = at == newest and not migrations.differences(db.engine)
        click.echo(_("Base à jour (%(at)s).", at=at) if fine else _("Base à mettre à jour : labelflow db upgrade"))
    ctx.exit(0 if fine else 1)
