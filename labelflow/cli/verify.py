"""`labelflow verify`."""

from __future__ import annotations

from pathlib import Path

import click

from labelflow.cli.context import echo_json, instance


@click.command(epilog="Exemples : labelflow verify SEO-2026-00001-D ; labelflow verify attestation.pdf --json")
@click.argument("what", metavar="FICHIER|NUMÉRO")
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
@click.pass_context
def verify(ctx: click.Context, what: str, *, as_json: bool) -> None:
    """Vérifier une attestation, par son fichier ou par son numéro. Code 0 seulement si le label est valable."""
    path = Path(what)
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.services import verification  # noqa: PLC0415 - needs the database

        if path.suffix.lower() == ".pdf" or path.is_file():
            answer = verification.verify_file(_read(path), clock.now())
        else:
            answer = verification.verify_typed(what, clock.now())
        if as_json:
            echo_json(answer.as_record())
        else:
            for line in answer.lines():
                click.echo(line)
    ctx.exit(0 if answer.valid else 1)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} : {error.strerror}") from error
