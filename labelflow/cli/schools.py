"""`labelflow schools`."""

from __future__ import annotations

from pathlib import Path

import click

from labelflow.cli.context import echo_json, instance

SHOWN = 10
"""Refused lines that are named."""


@click.command("import", epilog="Exemple : labelflow schools import ecoles.csv")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
def import_(*, file: Path, as_json: bool) -> None:
    """Remplacer la liste des écoles, d’où l’on cherche par nom ou par UAI.

    Colonnes lues : UAI, nom, code INSEE ; latitude et longitude si elles y sont.
    """
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - with its only use
        from labelflow.errors import Invalid  # noqa: PLC0415 - with its only use
        from labelflow.i18n import gettext as _  # noqa: PLC0415 - with its only use
        from labelflow.services.schools import replace_schools  # noqa: PLC0415 - needs the database

        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except OSError as error:
            raise Invalid(_("Ce fichier ne peut pas être lu : %(name)s.", name=file.name)) from error
        except UnicodeDecodeError as error:
            raise Invalid(_("Ce fichier n’est pas en UTF-8 : enregistrez-le dans cet encodage.")) from error
        report = replace_schools(lines, actor=SYSTEM, now=clock.now())
        if as_json:
            echo_json({"kept": report.kept, "refused": report.refused})
            return
        click.echo(
            _("%(kept)s écoles gardées, %(refused)s lignes refusées", kept=report.kept, refused=len(report.refused))
        )
        if report.refused:
            named = ", ".join(map(str, report.refused[:SHOWN]))
            click.echo(_("Premières lignes refusées : %(named)s", named=named), err=True)
