"""`labelflow serve`."""

from __future__ import annotations

import os

import click

from labelflow.cli.context import instance


@click.command(epilog="Exemple : labelflow serve --port 8000 --workers 4")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, help="Port d’écoute.")
@click.option("--workers", default=2, show_default=True, help="Nombre de processus web.")
@click.option("--with-worker/--without-worker", default=False, help="Faire aussi courir les échéances dans ce serveur.")
def serve(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    """Servir le site (gunicorn)."""
    with instance():
        pass  # brings an embedded database up to date, or says what to do
    from labelflow.server import Server  # noqa: PLC0415 - gunicorn is only loaded here

    Server(f"{host}:{port}", workers=workers, with_worker=with_worker, pid=os.getpid()).run()
