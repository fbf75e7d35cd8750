"""`labelflow verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelflow.cli.context import echo_json, instance

if TYPE_CHECKING:
    from labelflow.sealing.report import SealReport


@click.command(
    epilog="Exemples : labelflow verify SEO-2026-00001-D ; labelflow verify attestation.pdf --json ; "
    "sans l’instance : labelflow verify attestation.pdf --trust confiance.json"
)
@click.argument("what", metavar="FICHIER|NUMÉRO")
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FICHIER",
    help="Fichier de confiance publié par l’instance : vérifie le cachet sans elle et sans réseau.",
)
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
@click.pass_context
def verify(ctx: click.Context, what: str, *, trust: Path | None, as_json: bool) -> None:
    """Vérifier une attestation, par son fichier ou par son numéro. Code 0 seulement si elle est valable.

    Hors ligne (--trust), seul le cachet est vérifié : l’état actuel du label ne se lit que dans le registre.
    """
    valid = _by_register(Path(what), what, as_json=as_json) if trust is None else _by_seal(what, trust, as_json=as_json)
    ctx.exit(0 if valid else 1)


def _by_register(path: Path, what: str, *, as_json: bool) -> bool:
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
        return answer.valid


def _by_seal(what: str, bundle: Path, *, as_json: bool) -> bool:
    """Without an instance: what the seal says to whoever trusts the bundle."""
    from labelflow import clock  # noqa: PLC0415 - quick to start without it
    from labelflow.sealing.reading import read  # noqa: PLC0415 - same
    from labelflow.sealing.trust import load  # noqa: PLC0415 - same

    report = read(_read(Path(what)), load(_read(bundle)), clock.now())
    if as_json:
        echo_json(
            {"valid": report.valid, "answer": "not_checked", "file": None, "seal": report.as_record(), "label": None}
        )
    else:
        _say(report)
    return report.valid


def _say(report: SealReport) -> None:
    from labelflow.i18n import gettext as _  # noqa: PLC0415 - only to say it in words
    from labelflow.sealing.words import lines  # noqa: PLC0415 - same

    for line in lines(report):
        click.echo(line)
    click.echo(_("Le registre n’a pas été consulté : l’état actuel du label n’est pas connu."))


def _read(path: Path) -> bytes:
    """A file, up to one byte more than any document that an instance issues."""
    from labelflow.sealing.reading import MOST_BYTES  # noqa: PLC0415 - with its only use

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"{path} : {error.strerror}") from error
