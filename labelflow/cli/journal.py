"""`labelflow journal`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from labelflow.cli.context import echo_json, instance, write_file


@click.command(epilog="Exemple : labelflow journal verify --json")
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
@click.pass_context
def verify(ctx: click.Context, *, as_json: bool) -> None:
    """Recalculer le journal et nommer la première altération de chaque chaîne."""
    with instance():
        from labelflow.i18n import gettext as _  # noqa: PLC0415 - with its only use
        from labelflow.queries.journal import check  # noqa: PLC0415 - needs the database
        from labelflow.services.journal_words import JOURNAL_FAULTS  # noqa: PLC0415 - with its only use

        report = check()
        if as_json:
            echo_json(asdict(report))
        else:
            for fault in report.faults:
                click.echo(f"{fault.chain}, n° {fault.number} : {JOURNAL_FAULTS[fault.code]}")
            click.echo(_("%(chains)s chaînes, %(events)s événements", chains=report.chains, events=report.events))
    ctx.exit(1 if report.faults else 0)


@click.command(epilog="Exemple : labelflow journal proof application 7k2m9q --output preuve.json")
@click.argument("kind", type=click.Choice(["application", "label", "session"]))
@click.argument("subject")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Fichier à écrire (sinon l’écran)."
)
def proof(kind: str, subject: str, output: Path | None) -> None:
    """Exporter une chaîne entière, que chacun peut recalculer."""
    with instance():
        from labelflow.errors import NotFound  # noqa: PLC0415 - with its only use
        from labelflow.queries.journal import proof as read  # noqa: PLC0415 - needs the database

        found = read(kind, subject.lower())
        if not found:
            raise NotFound
        if output is None:
            echo_json(found)
        else:
            write_file(output, json.dumps(found, ensure_ascii=False, indent=2).encode())
            click.echo(str(output))
