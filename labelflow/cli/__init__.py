"""The `labelflow` command: thin, and quick to start (`labelflow.cli.lazy` holds the table of commands).

Convention for every command: exit code 0 done, 1 refused or failed, 2 misused. A `LabelflowError` is an
answer: its French sentence goes to stderr, without a traceback. Anything else is a fault of ours: one
line with a reference, the traceback in the instance's `errors.log` under that reference.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from labelflow import __version__
from labelflow.cli.lazy import LazyGroup
from labelflow.cli.misuse import told_in_french
from labelflow.errors import BadSetting, Forbidden, LabelflowError, NotFound, Outdated, Refused


class Root(LazyGroup):
    """The outermost group: turns errors into a sentence and an exit code."""

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:  # noqa: ANN401 - click's own signature
        with told_in_french():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            with told_in_french():
                return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise  # click knows what to do with these
        except (LabelflowError, BadSetting) as error:
            lines = _answer(error)
        except Exception as error:  # noqa: BLE001 - the outermost frame: nobody else could report it
            lines = _report(error)
        for line in lines:
            click.echo(line, err=True)
        return ctx.exit(1)


@click.group(
    cls=Root,
    name="labelflow",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Des candidatures relues par des pairs, des labels que chacun peut vérifier.",
    epilog="Pour essayer : labelflow demo. Pour savoir ce qui manque sur cette machine : labelflow doctor.",
)
@click.version_option(__version__, prog_name="labelflow")
def main() -> None:
    if sys.platform == "darwin":
        # Where Homebrew puts Pango; other Pythons than Homebrew's own do not look there.
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")


def _answer(error: LabelflowError | BadSetting) -> list[str]:
    """The sentences of an error that is an answer."""
    from labelflow.i18n import gettext as _  # noqa: PLC0415 - nothing of it is needed to show the help

    match error:
        case Refused():
            from labelflow.sentences import sentence  # noqa: PLC0415 - same

            return [str(sentence(refusal)) for refusal in error.refusals]
        case Outdated():
            return [_("Quelqu’un a modifié ce dossier pendant ce temps. Rien n’a été enregistré ; recommencez.")]
        case Forbidden():
            return [_("Ce compte n’a pas le droit de faire cela.")]
        case NotFound():
            return [str(error) or _("Introuvable. Vérifiez le numéro ou le nom.")]
        case _other:
            return [str(error) or error.__class__.__name__]


def _report(error: Exception) -> list[str]:
    """Keep the traceback where an operator finds it; give the reference under which."""
    import logging  # noqa: PLC0415 - a sixth of the time that the help takes
    import secrets  # noqa: PLC0415 - same
    import tempfile  # noqa: PLC0415 - same

    reference = secrets.token_hex(4)
    home = Path(os.environ.get("LABELFLOW_HOME", "instance"))
    path = (home if os.access(home, os.W_OK) else Path(tempfile.gettempdir())) / "errors.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("labelflow.cli")
    log.addHandler(handler)
    log.error("%s labelflow %s", reference, " ".join(sys.argv[1:]), exc_info=error)
    log.removeHandler(handler)
    handler.close()
    return [f"Erreur inattendue, référence {reference}. Le détail est dans {path}."]
