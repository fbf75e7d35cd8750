"""`labelflow programme`: check, draw, install and simulate a label written as data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelflow import clock
from labelflow.cli.context import echo_json, instance
from labelflow.errors import Invalid
from labelflow.i18n import gettext as _
from labelflow.i18n import ngettext
from labelflow.programmes.check import Finding, check_folder, explorations, faults_among, path_in_words
from labelflow.programmes.diagram import diagram as drawn
from labelflow.programmes.faults import ProgrammeFault
from labelflow.programmes.loader import load, shipped, shipped_codes
from labelflow.programmes.simulate import simulate as lived

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.programmes.diagram import Format
    from labelflow.programmes.schema import Programme

FOLDER = click.Path(path_type=Path)
INDENT = "    "


@click.command("check", epilog="Exemple : labelflow programme check labelflow/programmes/sciences-en-occitanie")
@click.argument("path", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Écrire les constats en JSON.")
@click.option("--strict", is_flag=True, help="Traiter les avertissements comme des défauts.")
def check(*, path: Path, as_json: bool, strict: bool) -> None:
    """Vérifier le programme du dossier PATH : ses fichiers, puis tout ce qui peut arriver dans ses machines.

    Chaque défaut dit où il est, ce qui ne va pas, comment y remédier, et par quel chemin on y arrive.
    """
    findings = check_folder(_folder(path))
    programme = _loaded(_folder(path))
    if as_json:
        echo_json(_as_json(findings, programme))
    else:
        _tell(findings, programme)
    if findings if strict else faults_among(findings):
        sys.exit(1)


@click.command(
    "diagram", epilog="Exemple : labelflow programme diagram sciences-en-occitanie --format svg --output label.svg"
)
@click.argument("programme", metavar="PATH|CODE")
@click.option("--machine", default="application", show_default=True, help="Machine à dessiner.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "svg"]),
    default="mermaid",
    show_default=True,
    help="Format du dessin.",
)
@click.option("--output", type=FOLDER, help="Fichier à écrire ; sinon la sortie standard.")
def diagram(*, programme: str, machine: str, form: Format, output: Path | None) -> None:
    """Dessiner une machine du programme, donné par son dossier ou son code."""
    found = _programme(programme)
    if machine not in found.machines:
        known = ", ".join(found.machines)
        raise Invalid(
            _("Ce programme n’a pas de machine « %(machine)s ». Il a : %(known)s.", machine=machine, known=known)
        )
    text = drawn(found, machine, form)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Invalid(_("Impossible d’écrire %(path)s : %(why)s.", path=output, why=error.strerror)) from error
    click.echo(_("Dessin écrit dans %(path)s", path=output))


@click.command("install", epilog="Exemple : labelflow programme install labelflow/programmes/sciences-en-occitanie")
@click.argument("path", type=FOLDER)
@click.option(
    "--from", "day", type=click.DateTime(["%Y-%m-%d"]), help="Premier jour de cette version ; sinon aujourd’hui."
)
@click.option("--json", "as_json", is_flag=True, help="Écrire le résultat en JSON.")
def install(*, path: Path, day: datetime | None, as_json: bool) -> None:
    """Installer la version du programme qui est dans le dossier PATH. Une version installée ne change jamais."""
    from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - the other commands need no database
    from labelflow.services import programmes  # noqa: PLC0415 - same

    with instance():
        first = day.date() if day else None
        done = programmes.install(_folder(path), SYSTEM, clock.now(), in_force_from=first)
        version, is_new = done.version, done.is_new
        facts = {"code": version.code, "version": version.version, "digest": version.digest}
    if as_json:
        echo_json({**facts, "installed": is_new})
    elif is_new:
        click.echo(_("%(code)s, version %(version)s, est installé (empreinte %(digest)s).", **facts))
    else:
        click.echo(_("%(code)s, version %(version)s, était déjà installé : rien ne change.", **facts))


@click.command("simulate", epilog="Exemple : labelflow programme simulate sciences-en-occitanie -n 1000 --seed 7")
@click.argument("programme", metavar="PATH|CODE")
@click.option(
    "-n", "--number", type=click.IntRange(1, 1_000_000), default=200, show_default=True, help="Nombre de candidatures."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Graine du hasard : la même donne le même résultat."
)
@click.option("--json", "as_json", is_flag=True, help="Écrire le compte rendu en JSON.")
def simulate(*, programme: str, number: int, seed: int, as_json: bool) -> None:
    """Faire vivre des candidatures au hasard dans un programme, donné par son dossier ou son code.

    Les règles sont les vraies ; les personnes et le temps sont inventés. Sort en erreur quand une candidature
    reste bloquée.
    """
    found = _programme(programme)
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=number, label=_("Simulation"), file=sys.stderr, hidden=hidden) as bar:
        report = lived(found, number, seed, progress=lambda _done: bar.update(1))
    if as_json:
        echo_json(report.as_json())
    else:
        from labelflow.cli.simulation_report import lines_of  # noqa: PLC0415 - only for people

        click.echo("\n".join(lines_of(report, found)))
    if report.dead_ends:
        sys.exit(1)


def _folder(path: Path) -> Path:
    """The folder of a programme; a code of a shipped programme is understood too."""
    if not path.is_dir() and str(path) in shipped_codes():
        from labelflow import paths  # noqa: PLC0415 - only for a code

        return paths.programmes() / str(path)
    return path


def _programme(path_or_code: str) -> Programme:
    """The programme in a folder, or the shipped one with this code. Raises Invalid."""
    path = Path(path_or_code)
    if path.is_dir():
        return load(path)
    if path_or_code in shipped_codes():
        return shipped(path_or_code)
    known = ", ".join(shipped_codes())
    raise Invalid(
        _(
            "« %(given)s » n’est ni un dossier, ni un programme connu. Donnez le chemin d’un dossier, ou : %(known)s.",
            given=path_or_code,
            known=known,
        )
    )


def _loaded(path: Path) -> Programme | None:
    try:
        return load(path)
    except ProgrammeFault:
        return None


def _as_json(findings: tuple[Finding, ...], programme: Programme | None) -> dict[str, Any]:
    return {
        "programme": programme.code if programme else None,
        "version": programme.version if programme else None,
        "ok": not faults_among(findings),
        "findings": [finding.as_json() for finding in findings],
        "machines": {
            kind: {
                "states": len(exploration.rules.machine.states),
                "steps": len(exploration.rules.machine.steps),
                "situations": len(exploration.moves),
            }
            for kind, exploration in (explorations(programme).items() if programme else ())
        },
    }


def _tell(findings: tuple[Finding, ...], programme: Programme | None) -> None:
    for finding in findings:
        word = _("Défaut") if finding.severity == "fault" else _("Avertissement")
        click.secho(f"{word} — {finding.file}, {finding.key}" if finding.key else f"{word} — {finding.file}", bold=True)
        click.echo(f"{INDENT}{finding.what[:1].upper()}{finding.what[1:]}.")
        click.echo(INDENT + _("Remède : %(mend)s.", mend=finding.mend))
        if path := path_in_words(finding):
            click.echo(INDENT + _("Chemin : %(path)s", path=path))
    for kind, exploration in explorations(programme).items() if programme else ():
        machine = exploration.rules.machine
        click.echo(
            _(
                "%(machine)s : %(states)s états, %(steps)s étapes, %(situations)s situations explorées",
                machine=kind,
                states=len(machine.states),
                steps=len(machine.steps),
                situations=len(exploration.moves),
            )
        )
    faults = len(faults_among(findings))
    if programme and not faults:
        click.echo(_("%(code)s, version %(version)s : aucun défaut.", code=programme.code, version=programme.version))
    elif faults:
        click.echo(ngettext("%(num)s défaut.", "%(num)s défauts.", faults))
