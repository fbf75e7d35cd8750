"""`labelflow verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelflow.cli.context import echo_json, instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from labelflow.services.verification_answer import Verification

SUFFIXES = frozenset({".pdf", ".svg", ".png", ".json", ".jwt", ".jpg", ".jpeg", ".webp"})
"""What names a file even when there is none there."""


@click.command(
    epilog="Exemples : labelflow verify SEO-2026-00001-D ; labelflow verify reçus/*.pdf --json ; "
    "labelflow verify attestation.pdf --on 2027-05-03 ; "
    "sans l’instance : labelflow verify attestation.pdf --trust confiance.json"
)
@click.argument("what", metavar="FICHIER|NUMÉRO…", nargs=-1, required=True)
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FICHIER",
    help="Fichier de confiance publié par l’instance : vérifie sans elle et sans réseau.",
)
@click.option(
    "--on",
    "day",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="DATE",
    help="Dire aussi ce qui valait ce jour-là.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="En JSON, pour les scripts : un objet, ou une liste s’il y en a plusieurs."
)
@click.pass_context
def verify(
    ctx: click.Context, what: tuple[str, ...], *, trust: Path | None, day: datetime | None, as_json: bool
) -> None:
    """Vérifier des attestations, par leur fichier, leur numéro ou leur code court. Code 0 seulement si toutes sont valables.

    Hors ligne (--trust), ce qui vaut aujourd’hui se lit dans les listes d’états du fichier de confiance, dont l’âge est dit ;
    trop anciennes, elles ne prouvent plus rien.
    """
    if trust is not None and day is not None:
        raise click.UsageError("Hors ligne, l’histoire d’un label n’est pas connue : --on demande l’instance.")
    found = _by_register(what, day.date() if day else None) if trust is None else _by_bundle(what, trust)
    if as_json:
        several = [{"asked": asked, **answer.as_record()} for asked, answer in found]
        echo_json(several if len(what) > 1 else found[0][1].as_record())
    else:
        _say(found)
    ctx.exit(0 if all(answer.valid for _asked, answer in found) else 1)


def _by_register(what: tuple[str, ...], day: date | None) -> list[tuple[str, Verification]]:
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.services import verification  # noqa: PLC0415 - needs the database

        now = clock.now()
        return list(
            _each(
                what,
                lambda data, name: verification.verify_file(data, now, on=day, name=name),
                lambda typed: verification.verify_typed(typed, now, on=day),
            )
        )


def _by_bundle(what: tuple[str, ...], trust: Path) -> list[tuple[str, Verification]]:
    from labelflow import clock  # noqa: PLC0415 - quick to start without it
    from labelflow.services import verification_offline as offline  # noqa: PLC0415 - same

    now, bundle = clock.now(), offline.read_bundle(_read(trust))
    return list(
        _each(
            what,
            lambda data, name: offline.verify_file(data, bundle, now, name=name),
            lambda typed: offline.verify_typed(typed, bundle, now),
        )
    )


def _each(
    what: tuple[str, ...],
    by_file: Callable[[bytes, str], Verification],
    by_word: Callable[[str], Verification],
) -> Iterator[tuple[str, Verification]]:
    """The answer for each thing that was named, in order: a file where there is one, else a number."""
    for asked in what:
        path = Path(asked)
        is_file = path.suffix.lower() in SUFFIXES or (len(asked) < 1000 and path.is_file())  # noqa: PLR2004 - no name is longer
        yield asked, by_file(_read(path), path.name) if is_file else by_word(asked)


def _say(found: list[tuple[str, Verification]]) -> None:
    from labelflow.services.verification_words import plain_lines, title  # noqa: PLC0415 - loads the languages

    for place, (asked, answer) in enumerate(found):
        if len(found) > 1:
            click.echo(f"{chr(10) if place else ''}{asked} : {title(answer)}")
        for line in plain_lines(answer):
            click.echo(f"  {line}" if len(found) > 1 else line)


def _read(path: Path) -> bytes:
    """A file, up to one byte more than any document that an instance issues."""
    from labelflow.sealing.reading import MOST_BYTES  # noqa: PLC0415 - with its only use

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"{path} : {error.strerror}") from error
