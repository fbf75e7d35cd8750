"""`labelflow certificates`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from labelflow.cli.context import echo_json, instance, write_file


@click.command(epilog="Exemple : labelflow certificates render SEO-2026-00001-D --output attestation.pdf")
@click.argument("number")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Fichier à écrire."
)
def render(number: str, output: Path) -> None:
    """Écrire dans un fichier l’attestation d’un label."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.db import settings  # noqa: PLC0415 - needs the instance
        from labelflow.errors import NotFound  # noqa: PLC0415 - with its only use
        from labelflow.i18n import gettext as _  # noqa: PLC0415 - same
        from labelflow.queries import labels  # noqa: PLC0415 - needs the database
        from labelflow.services import documents  # noqa: PLC0415 - same
        from labelflow.store import Store  # noqa: PLC0415 - same

        label = labels.find(number)
        document = labels.certificate_document(label) if label else None
        if document is None:
            raise NotFound(_("Aucune attestation ne porte le numéro %(number)s.", number=number))
        data = documents.render(document.public_id, store=Store(settings().files), now=clock.now())
        write_file(output, data)
        click.echo(f"{output} ({len(data)} octets)")


@click.command(epilog="Exemple : labelflow certificates issue --json")
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
def issue(*, as_json: bool) -> None:
    """Produire les documents qui attendent (attestations, lettres, accusés, procès-verbaux)."""
    with instance():
        from sqlalchemy import func, select  # noqa: PLC0415 - needs the database

        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.db import db  # noqa: PLC0415 - needs the instance
        from labelflow.jobs.worker import render_waiting  # noqa: PLC0415 - needs the database
        from labelflow.models.file import Document  # noqa: PLC0415 - same

        waiting = db.session.scalar(select(func.count()).where(Document.rendered_at.is_(None))) or 0
        done = 0
        with click.progressbar(length=waiting, file=sys.stderr) as bar:
            while (batch := render_waiting(clock.now())) > 0:
                done += batch
                bar.update(batch)
        if as_json:
            echo_json({"issued": done})
        else:
            click.echo(f"{done}")
