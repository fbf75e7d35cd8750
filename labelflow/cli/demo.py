"""`labelflow demo`."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import asdict, replace

import click

from labelflow.cli.context import echo_json

HOST = "127.0.0.1"
TRIES = 50


@click.command(epilog="Exemple : labelflow demo --fresh --port 8080")
@click.option("--fresh", is_flag=True, help="Recommencer un monde neuf.")
@click.option("--no-serve", is_flag=True, help="Créer le monde sans servir le site.")
@click.option("--port", default=8000, show_default=True, help="Port d’écoute ; s’il est pris, le suivant.")
@click.option("--json", "as_json", is_flag=True, help="Les liens de connexion en JSON, pour les scripts.")
def demo(*, fresh: bool, no_serve: bool, port: int, as_json: bool) -> None:
    """Créer une instance de démonstration vivante et la servir."""
    from labelflow.config import Settings  # noqa: PLC0415 - only now: the help needs none of it
    from labelflow.demo import instance  # noqa: PLC0415 - same
    from labelflow.i18n import gettext as _  # noqa: PLC0415 - same

    free = port if no_serve else _free_port(port)
    if free != port:
        click.echo(_("Le port %(port)s est pris : j’utilise %(free)s.", port=port, free=free), err=True)
    given = Settings.from_environment()
    settings = replace(given, demo=True, home=given.home.absolute(), base_url=f"http://{HOST}:{free}")
    with click.progressbar(length=1000, label=_("Quatre ans de vie du label"), file=sys.stderr) as bar:
        made = instance.make(
            settings, fresh=fresh, progress=lambda share: bar.update(max(0, int(share * 1000) - bar.pos))
        )
    instance.keep_site(settings)
    _set_environment(settings)
    _tell(settings, made=made, as_json=as_json)
    if not no_serve:
        from labelflow.server import Server  # noqa: PLC0415 - gunicorn is only loaded here

        Server(f"{HOST}:{free}", workers=2, with_worker=True, pid=os.getpid()).run()


def _free_port(first: int) -> int:
    for port in range(first, first + TRIES):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"Aucun port libre entre {first} et {first + TRIES - 1}.")


def _set_environment(settings: object) -> None:
    """What the server's processes read."""
    for name in ("home", "base_url"):
        os.environ[f"LABELFLOW_{name.upper()}"] = str(getattr(settings, name))
    os.environ["LABELFLOW_DEMO"] = "1"


def _tell(settings: object, *, made: bool, as_json: bool) -> None:
    from labelflow.app import create_app  # noqa: PLC0415 - needs the instance
    from labelflow.config import Settings  # noqa: PLC0415 - same
    from labelflow.db import db  # noqa: PLC0415 - same
    from labelflow.demo.instance import doors  # noqa: PLC0415 - same
    from labelflow.i18n import gettext as _  # noqa: PLC0415 - same
    from labelflow.services.demo_clock import set_clock  # noqa: PLC0415 - same

    assert isinstance(settings, Settings)
    app = create_app(settings)
    with app.app_context():
        set_clock(settings)
        found = doors(settings)
        db.session.close()
        db.engine.dispose()
    if as_json:
        echo_json({"address": settings.base_url, "made": made, "doors": [asdict(door) for door in found]})
        return
    click.echo()
    click.echo(_("Le site : %(address)s", address=settings.base_url))
    click.echo(_("Le courrier qu’elle aurait envoyé : %(address)s", address=f"{settings.base_url}/courrier"))
    click.echo(_("Entrer sans mot de passe, d’un clic :"))
    for door in found:
        click.echo(f"  {door.part} — {door.name}\n    {door.link}")
    click.echo()
