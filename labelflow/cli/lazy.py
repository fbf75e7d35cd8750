"""Every command, with where it lives and its one line of help: nothing is imported to show them.

A command is the attribute of a module: `"db upgrade"` is `labelflow.cli.db:upgrade`. Each is an
ordinary `@click.command()`. Adding one is adding a line here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS: Mapping[str, str] = {
    "certificates": "Attestations : établir, produire le PDF.",
    "clock": "Horloge de la démonstration.",
    "db": "Base de données : créer, mettre à jour, vérifier.",
    "journal": "Journal infalsifiable : vérifier, prouver.",
    "keys": "Clés de l’instance : lister, changer, apporter, révoquer, publier.",
    "labels": "Labels : lister.",
    "programme": "Programmes de labellisation : vérifier, installer, dessiner, simuler.",
    "schools": "Écoles : importer la liste.",
    "search": "Recherche : refaire l’index.",
    "structures": "Structures : importer.",
}

COMMANDS: Mapping[str, tuple[str, str]] = {
    "certificates issue": ("labelflow.cli.certificates:issue", "Établir les attestations en attente."),
    "certificates preview": (
        "labelflow.cli.certificates:preview",
        "Écrire des exemples de tous les documents d’un programme.",
    ),
    "certificates reissue": ("labelflow.cli.certificates:reissue", "Rééditer l’attestation d’un label."),
    "certificates render": ("labelflow.cli.certificates:render", "Écrire dans un fichier l’attestation d’un label."),
    "clock advance": ("labelflow.cli.clock:advance", "Avancer l’horloge d’une instance de démonstration."),
    "db check": ("labelflow.cli.db:check", "Dire si la base est à jour."),
    "db upgrade": ("labelflow.cli.db:upgrade", "Créer ou mettre à jour la base."),
    "demo": ("labelflow.cli.demo:demo", "Créer une instance de démonstration vivante et la servir."),
    "doctor": ("labelflow.cli.doctor:doctor", "Dire ce qui manque sur cette machine et comment y remédier."),
    "init": ("labelflow.cli.init:init", "Créer une instance vide : dossier, clés, base, programmes."),
    "journal proof": ("labelflow.cli.journal:proof", "Exporter la preuve d’une décision."),
    "journal verify": ("labelflow.cli.journal:verify", "Recalculer le journal et nommer la première altération."),
    "keys export": ("labelflow.cli.keys:export", "Écrire le fichier de confiance, qui vérifie sans l’instance."),
    "keys import": ("labelflow.cli.keys:import_", "Sceller avec une clé apportée (PKCS#12, module matériel)."),
    "keys list": ("labelflow.cli.keys:list_", "Lister les clés et leur état."),
    "keys revoke": ("labelflow.cli.keys:revoke", "Révoquer une clé."),
    "keys rotate": ("labelflow.cli.keys:rotate", "Changer de clé de cachet, avec recouvrement."),
    "labels list": ("labelflow.cli.labels:list_", "Lister les labels."),
    "programme check": ("labelflow.cli.programme:check", "Vérifier un programme et explorer sa machine."),
    "programme diagram": ("labelflow.cli.programme:diagram", "Dessiner la machine d’un programme."),
    "programme install": ("labelflow.cli.programme:install", "Installer une version d’un programme."),
    "programme simulate": ("labelflow.cli.programme:simulate", "Faire vivre des candidatures au hasard."),
    "schools import": ("labelflow.cli.schools:import_", "Remplacer la liste des écoles par celle d’un fichier CSV."),
    "search rebuild": ("labelflow.cli.search:rebuild", "Refaire l’index des actions."),
    "serve": ("labelflow.cli.serve:serve", "Servir le site."),
    "structures import": ("labelflow.cli.structures:import_", "Importer des structures depuis un fichier CSV."),
    "verify": ("labelflow.cli.verify:verify", "Vérifier une attestation, par son fichier ou son numéro."),
    "worker": ("labelflow.cli.worker:worker", "Délivrer les avis et faire courir les échéances."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run, not before."""

    def __init__(self, name: str, prefix: str = "", **attributes: object) -> None:
        super().__init__(name, **attributes)  # type: ignore[arg-type]  # passed through as they are
        self.prefix = prefix

    def entries(self) -> dict[str, str]:
        """What this group offers: name → one line of help."""
        lines = {**GROUPS, **{path: line for path, (_, line) in COMMANDS.items()}}
        mine = {path.removeprefix(self.prefix): lines[path] for path in sorted(lines) if path.startswith(self.prefix)}
        return {name: line for name, line in mine.items() if " " not in name}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        path = self.prefix + cmd_name
        if path in GROUPS:
            return LazyGroup(cmd_name, prefix=f"{path} ", help=GROUPS[path])
        return load(path) if path in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commandes"):
            formatter.write_dl(list(self.entries().items()))


def load(path: str) -> click.Command:
    """The command at `path` ("db upgrade"), imported now."""
    module, _, attribute = COMMANDS[path][0].partition(":")
    command: click.Command = getattr(import_module(module), attribute)
    return command
