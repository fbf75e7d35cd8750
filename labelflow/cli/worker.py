"""`labelflow worker`."""

from __future__ import annotations

import click

from labelflow.cli.context import instance


@click.command(epilog="Exemple : labelflow worker --once")
@click.option("--once", is_flag=True, help="Un seul tour, puis s’arrêter.")
def worker(*, once: bool) -> None:
    """Faire courir les échéances, délivrer les avis, produire les documents."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.jobs.worker import stop_on_signals, work, work_once  # noqa: PLC0415 - needs the database

        if once:
            done = work_once(clock.now())
            click.echo(f"{done.deadlines} échéances, {done.notices} avis, {done.documents} documents")
        else:
            work(stop_on_signals())
