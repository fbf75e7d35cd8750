"""`labelflow search`."""

from __future__ import annotations

import click

from labelflow.cli.context import echo_json, instance


@click.command(epilog="Exemple : labelflow search rebuild")
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
def rebuild(*, as_json: bool) -> None:
    """Refaire l’index des actions.

    À faire quand la liste des niveaux, des sujets ou des départements a changé. Le reste du temps, l’index suit.
    """
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - with its only use
        from labelflow.i18n import ngettext  # noqa: PLC0415 - with its only use
        from labelflow.services import search_index  # noqa: PLC0415 - needs the database

        written = search_index.rebuild(actor=SYSTEM, now=clock.now())
        if as_json:
            echo_json({"actions": written})
            return
        click.echo(ngettext("%(num)s action dans l’index", "%(num)s actions dans l’index", written))
