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


@click.command(epilog="Exemple : labelflow certificates issue --session 7Kx2mQ9d")
@click.option("--session", help="Seulement les attestations des labels accordés par cette séance (son identifiant).")
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
def issue(*, session: str | None, as_json: bool) -> None:
    """Produire les documents qui attendent (attestations, lettres, accusés, procès-verbaux).

    Interrompue, la commande reprend là où elle en était : chaque document n’est produit qu’une fois.
    """
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.errors import NotFound  # noqa: PLC0415 - with its only use
        from labelflow.i18n import gettext as _  # noqa: PLC0415 - same
        from labelflow.jobs.batch import make  # noqa: PLC0415 - needs the database
        from labelflow.queries import batches  # noqa: PLC0415 - same

        try:
            waiting = batches.waiting_of_session(session) if session else batches.waiting()
        except NotFound as reason:
            raise NotFound(_("Aucune séance ne porte l’identifiant %(session)s.", session=session)) from reason
        with click.progressbar(make(waiting, clock.now()), length=len(waiting), file=sys.stderr) as bar:
            done = list(bar)
    failed = [one for one in done if one.fault is not None]
    for one in failed:
        click.echo(f"{one.public_id} : {type(one.fault).__name__} {one.fault}", err=True)
    if as_json:
        left = {"failed": [one.public_id for one in failed]} if failed else {}
        echo_json({"issued": len(done) - len(failed), **left})
    else:
        click.echo(f"{len(done) - len(failed)}")
    if failed:
        raise SystemExit(1)


@click.command(epilog="Exemple : labelflow certificates preview labelflow/programmes/sciences-en-occitanie -o apercu")
@click.argument("programme", metavar="PATH|CODE")
@click.option(
    "--output", "-o", type=click.Path(file_okay=False, path_type=Path), required=True, help="Dossier à remplir."
)
def preview(programme: str, output: Path) -> None:
    """Écrire des exemples de tous les documents d’un programme, pour juger de son graphisme avant de l’installer.

    Attestations de label et d’évaluation dans chacune de leurs langues, accusé de réception, lettre de chaque décision,
    procès-verbal : ceux que le programme délivre. Le dossier `certificates` du programme, s’il en a un, s’ajoute au
    graphisme commun. Les exemples les plus longs montrent ce que deviennent un nom de 140 caractères et une adresse de
    cinq lignes.
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - with its only use

    from labelflow import paths  # noqa: PLC0415 - same
    from labelflow.issuing import designs  # noqa: PLC0415 - whoever only asks for help loads none of it
    from labelflow.issuing.trial import previews  # noqa: PLC0415 - same
    from labelflow.programmes.loader import load, shipped_codes  # noqa: PLC0415 - same

    folder = paths.programmes() / programme if programme in shipped_codes() else Path(programme)
    found = load(folder)
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as made:
        own = designs.has_own(folder)
        design = designs.lay_over(folder, Path(made) / "design") if own else paths.certificates()
        for name, pdf in previews(found, design):
            write_file(output / name, pdf)
            click.echo(f"{output / name} ({len(pdf)} octets)")


@click.command(epilog="Exemple : labelflow certificates reissue SEO-2026-00001-D --reason key")
@click.argument("number")
@click.option("--reason", required=True, help="Code d’un motif du programme (register, design, key, other…).")
@click.option("--note", default="", help="Précisions, que la structure lira.")
def reissue(number: str, *, reason: str, note: str) -> None:
    """Rééditer l’attestation d’un label, pour un motif que son programme prévoit.

    L’édition remplacée est gardée : qui la vérifie apprend qu’elle est remplacée.
    """
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - same
        from labelflow.services.reissuing import reissue as make  # noqa: PLC0415 - needs the database

        edition = make(number, reason, note, actor=SYSTEM, now=clock.now())
        click.echo(f"{edition.label.number} : édition {edition.issue}")
