"""What click finds wrong in a command line, said in French. The exit code stays 2, and the place the same."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

import click
from click.utils import echo

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCES: Final = tuple(
    (re.compile(pattern), french)
    for pattern, french in (
        (r"^No such command '(.+?)'\.", r"La commande « \1 » n’existe pas."),
        (r"^Missing command\.", "Dites quelle commande."),
        (r"^No such option '?(.+?)'?\.", r"L’option \1 n’existe pas."),
        (r"^Missing argument '(.+?)'\.", r"Il manque \1."),
        (r"^Missing option '(.+?)'\.", r"Il manque l’option \1."),
        (r"^Missing parameter: (.+)", r"Il manque \1."),
        (r"^Option '(.+?)' requires (?:an argument|\d+ arguments)\.", r"L’option \1 attend une valeur."),
        (r"^Option '(.+?)' does not take a value\.", r"L’option \1 ne prend pas de valeur."),
        (r"^Got unexpected extra arguments? \((.+)\)", r"Ceci est de trop : \1."),
        (r"^Invalid value for (.+?): ", r"Valeur refusée pour \1 : "),
        (r"^Invalid value: ", ""),
        (r"('.+?') is not a valid (?:integer|integer range)\.", r"\1 n’est pas un nombre entier."),
        (r"('.+?') is not a valid float\.", r"\1 n’est pas un nombre."),
        (r"(\S+) is not in the range (.+)\.", r"\1 n’est pas dans l’intervalle \2."),
        (r"('.+?') is not one of (.+?)\.", r"\1 n’est pas parmi \2."),
        (r"('.+?') does not match the formats? .+\.", r"\1 n’est pas une date : écrivez-la comme 2027-03-01."),
        (r"\(?Did you mean (?:one of: )?(.+?)\?\)?", r"Vouliez-vous écrire \1 ?"),
        (r"(?:File|Path|Directory) ('.+?') does not exist\.", r"\1 n’existe pas."),
    )
)
"""What click says, and what we say instead; a sentence of ours passes unchanged."""


class Misuse(click.UsageError):
    """A command line that cannot be used, told in French."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print how the command is used, and what was wrong."""
        if self.ctx is not None:
            usage = self.ctx.get_usage().removeprefix("Usage:").strip()
            echo(f"Emploi : {usage}", file=file, err=True, color=self.ctx.color)
            echo(f"Aide : {self.ctx.command_path} --help\n", file=file, err=True, color=self.ctx.color)
        echo(self.message, file=file, err=True)


@contextmanager
def told_in_french() -> Iterator[None]:
    """Turn what click refuses within this block into a Misuse."""
    try:
        yield
    except (Misuse, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise Misuse(in_french(error.format_message()), error.ctx) from error


def in_french(message: str) -> str:
    """The sentence of click in French."""
    for pattern, french in _SENTENCES:
        message = pattern.sub(french, message)
    return message
