"""`labelflow init`."""

from __future__ import annotations

import click

from labelflow.cli.context import instance


@click.command(epilog="Exemple : LABELFLOW_HOME=/srv/labelflow labelflow init --operator moi@example.org")
@click.option("--operator", metavar="ADRESSE", help="Adresse de la personne qui administrera l’instance.")
def init(operator: str | None) -> None:
    """Créer une instance vide : dossier, clés, base, programmes livrés.

    Le cachet des documents est celui de l’instance elle-même ; il n’est pas un cachet qualifié.
    """
    with instance(migrated=False) as app:
        from labelflow import clock, migrations, paths  # noqa: PLC0415 - needs the instance
        from labelflow.db import db  # noqa: PLC0415 - same
        from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - same
        from labelflow.i18n import gettext as _  # noqa: PLC0415 - with its only use
        from labelflow.services import credentials, programmes, sealing_keys  # noqa: PLC0415 - needs the database
        from labelflow.services.first_operator import appoint  # noqa: PLC0415 - same

        migrations.upgrade(db.engine)
        for folder in sorted(path.parent for path in paths.programmes().glob("*/programme.toml")):
            programmes.install(folder, actor=SYSTEM, now=clock.now())
        sealing_keys.ensure(now=clock.now())
        credentials.make_first_key(actor=SYSTEM, now=clock.now())
        if operator:
            appoint(operator, now=clock.now())
        click.echo(_("Instance prête dans %(home)s.", home=app.extensions["labelflow.settings"].home))
