"""`labelflow clock`."""

from __future__ import annotations

import re
import sys
from datetime import timedelta

import click

from labelflow.cli.context import instance

DAYS_IN = {"day": 1, "jour": 1, "week": 7, "semaine": 7, "month": 30, "mois": 30, "year": 365, "an": 365}


@click.command(epilog="Exemple : labelflow clock advance 3 months")
@click.argument("duration", nargs=-1, required=True)
def advance(duration: tuple[str, ...]) -> None:
    """Avancer l’horloge d’une démonstration, jour par jour : échéances, rappels et avis suivent."""
    days = _days(" ".join(duration))
    with instance() as app:
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.jobs.worker import work_once  # noqa: PLC0415 - needs the database
        from labelflow.services.demo_clock import keep_offset, offset  # noqa: PLC0415 - same

        settings = app.extensions["labelflow.settings"]
        with click.progressbar(range(days), file=sys.stderr) as bar:
            for _day in bar:
                keep_offset(settings, offset() + timedelta(days=1))
                work_once(clock.now())
        click.echo(f"{clock.now():%Y-%m-%d %H:%M} UTC")


def _days(text: str) -> int:
    found = re.fullmatch(r"\s*(\d+)\s*([a-zà-ÿ]+?)s?\s*", text.lower())
    unit = {"moi": "mois"}.get(found[2], found[2]) if found else ""
    if not found or unit not in DAYS_IN:
        raise click.UsageError("Écrivez une durée comme « 10 days », « 3 months » ou « 2 semaines ».")
    return int(found[1]) * DAYS_IN[unit]
