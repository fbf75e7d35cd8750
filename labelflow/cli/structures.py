"""`labelflow structures import`: bring structures in from a CSV file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from labelflow import clock
from labelflow.cli.context import echo_json, instance
from labelflow.db import settings
from labelflow.domain.actor import SYSTEM
from labelflow.errors import Invalid
from labelflow.i18n import gettext as _
from labelflow.i18n import number
from labelflow.services.structure_import.reading import Row, Table
from labelflow.services.structure_import.refused_file import RefusedFile
from labelflow.services.structure_import.sentences import LABELS
from labelflow.services.structures import import_structures

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from labelflow.domain.refusal import Refusal
    from labelflow.services.structure_import.report import Report

SEPARATORS: Final = {",": "virgule", ";": "point-virgule", "\t": "tabulation", "|": "barre"}


@click.command("import", epilog="Exemple : labelflow structures import structures.csv --refused a-corriger.csv")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Écrire le compte rendu en JSON.")
@click.option("--refused", type=click.Path(path_type=Path), help="Fichier où écrire les lignes refusées.")
@click.option("--source", default="", help="Source des lignes qui n’en nomment pas ; sinon le nom du fichier.")
@click.option("--dry-run", "rehearse", is_flag=True, help="Tout faire sans rien enregistrer.")
def import_(*, file: Path, as_json: bool, refused: Path | None, source: str, rehearse: bool) -> None:
    """Importer des structures depuis un fichier CSV.

    L’encodage et le séparateur sont reconnus. Les lignes en double sont réunies, les lignes inutilisables sont
    refusées avec leur raison. Recommencer le même import ne change rien.
    """
    with Table(file) as table, instance():
        path = refused or settings().home / "imports" / f"{file.stem}-refusees.csv"
        with RefusedFile(path, table) as refused_file:

            def watch(row: Row, refusals: tuple[Refusal, ...]) -> None:
                if refusals:
                    refused_file.add(row, refusals)

            report = import_structures(
                _with_progress(table),
                source=source or file.stem,
                actor=SYSTEM,
                now=clock.now(),
                rehearse=rehearse,
                watch=watch,
            )
        if not report.rows:
            raise Invalid(_("%(name)s n’a que son en-tête : il n’y a rien à importer.", name=file.name))
        refused_path = str(path) if refused_file.written else ""
        tell = _tell_json if as_json else _tell
        tell(report, table, refused_path, rehearse=rehearse)
    if report.refused == report.rows:
        sys.exit(1)


def _with_progress(table: Table) -> Iterator[Row]:
    """The rows of the table, moving a bar on stderr as they are taken; no bar where nobody looks."""
    label = _("Import de %(name)s", name=table.path.name)
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=table.size, label=label, file=sys.stderr, hidden=hidden) as bar:
        for row in table:
            bar.update(table.position - bar.pos)
            yield row
        bar.update(table.size - bar.pos)


def _tell_json(report: Report, table: Table, refused_path: str, *, rehearse: bool) -> None:
    about: dict[str, Any] = {
        "file": str(table.path),
        "encoding": table.encoding.name,
        "separator": table.separator,
        "dry_run": rehearse,
        "refused_file": refused_path or None,
    }
    echo_json({**report.as_json(), **about})


def _tell(report: Report, table: Table, refused_path: str, *, rehearse: bool) -> None:
    if rehearse:
        click.echo(_("Répétition : rien n’est enregistré."))
    click.echo(
        _(
            "%(name)s : %(rows)s lignes (encodage %(encoding)s, séparateur %(separator)s)",
            name=table.path.name,
            rows=number(report.rows),
            encoding=table.encoding.name,
            separator=SEPARATORS[table.separator],
        )
    )
    _line(report.accepted, _("structures ajoutées"))
    _line(report.merged, _("lignes réunies à une structure déjà connue"), report.rules)
    _line(report.updated, _("structures mises à jour"))
    _line(report.unchanged, _("lignes déjà importées, sans changement"))
    _line(report.refused, _("lignes refusées"), report.reasons)
    if report.warnings:
        click.echo(_("Dans les lignes gardées, ce qui a été corrigé, supposé ou laissé de côté :"))
        _details(report.warnings)
    if refused_path:
        click.echo(_("Lignes refusées, à corriger et réimporter : %(path)s", path=refused_path))


def _line(count: int, what: str, details: Counter[str] | None = None) -> None:
    click.echo(f"{number(count):>9}  {what}")
    _details(details)


def _details(counts: Counter[str] | None) -> None:
    for code, count in counts.most_common() if counts else ():
        click.echo(f"{number(count):>17}  {LABELS[code]}")
