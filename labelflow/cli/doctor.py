"""`labelflow doctor`: what is missing on this machine, and the command that mends it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from labelflow.cli import machine
from labelflow.config import Settings
from labelflow.errors import Invalid
from labelflow.i18n import gettext as _
from labelflow.paths import PACKAGE, programmes

if TYPE_CHECKING:
    from collections.abc import Iterator

State = Literal["ok", "absent", "missing"]
"""`absent` is worth knowing and harms nothing; `missing` must be mended."""

SIGNS: dict[State, str] = {"ok": "✓", "absent": "·", "missing": "✗"}
OLDEST_PYTHON = (3, 11)
FONTS = ("font_source_sans_pro", "font_source_serif_pro")


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and what to type when it must be mended."""

    name: str
    state: State
    detail: str = ""
    remedy: str = ""


@click.command(epilog="Exemple : labelflow doctor")
@click.option("--json", "as_json", is_flag=True, help="Écrire le résultat en JSON.")
def doctor(*, as_json: bool) -> None:
    """Dire ce qui manque sur cette machine et comment y remédier.

    Exemple : labelflow doctor --json
    """
    checks = list(examine(Settings.from_environment()))
    healthy = all(check.state != "missing" for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": healthy, "checks": [asdict(check) for check in checks]}, ensure_ascii=False))
    else:
        for check in checks:
            click.echo(f"{SIGNS[check.state]} {check.name}" + (f"\u00a0: {check.detail}" if check.detail else ""))
            if check.remedy:
                click.echo(f"    {check.remedy}")
    sys.exit(0 if healthy else 1)


def examine(settings: Settings) -> Iterator[Check]:
    """Look at everything that labelflow needs, the machine first."""
    version = sys.version_info[:3]
    yield Check("Python", "ok" if version >= OLDEST_PYTHON else "missing", ".".join(map(str, version)))
    yield from _libraries()
    yield _fonts()
    yield _home(settings.home)
    yield _database(settings)
    yield from _programmes()


def _libraries() -> Iterator[Check]:
    for need in machine.NEEDS:
        needed = need.purpose == "run"
        if need.found():
            yield Check(need.name, "ok")
            continue
        detail = _("absent") if needed else _("absent, utile aux seuls tests")
        yield Check(need.name, "missing" if needed else "absent", detail, _as_typed(machine.remedy([need])))


def _as_typed(command: str) -> str:
    """The command as this person must type it."""
    return f"sudo {command}" if command.startswith("apt-get") and os.geteuid() != 0 else command


def _fonts() -> Check:
    lacking = [name for name in FONTS if find_spec(name) is None]
    if not lacking:
        return Check(_("Polices Source Sans et Source Serif"), "ok")
    packages = " ".join(name.replace("_", "-") for name in lacking)
    return Check(
        _("Polices Source Sans et Source Serif"),
        "missing",
        _("absentes\u00a0: les documents seraient composés dans une autre police"),
        f"{sys.executable} -m pip install {packages}",
    )


def _home(home: Path) -> Check:
    name = _("Dossier de l’instance (%(home)s)", home=str(home))
    nearest = next(folder for folder in (home.absolute(), *home.absolute().parents) if folder.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Check(name, "ok", "" if home.is_dir() else _("pas encore créé"))
    remedy = _("Ouvrez %(folder)s en écriture, ou désignez un autre dossier par LABELFLOW_HOME.", folder=str(nearest))
    return Check(name, "missing", _("impossible d’y écrire"), remedy)


def _database(settings: Settings) -> Check:
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - slow to import
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to import
    from sqlalchemy import create_engine  # noqa: PLC0415 - slow to import
    from sqlalchemy.engine import make_url  # noqa: PLC0415 - slow to import
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - slow to import

    url = make_url(settings.url)
    name = _("Base de données (%(kind)s)", kind=url.get_backend_name())
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Check(name, "absent", _("pas encore créée"), "labelflow init")
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError as error:
        remedy = _("Vérifiez LABELFLOW_DATABASE_URL et que le serveur répond.")
        return Check(name, "missing", str(error).splitlines()[0], remedy)
    finally:
        engine.dispose()
    if set(found) == set(ScriptDirectory(str(PACKAGE / "migrations")).get_heads()):
        return Check(name, "ok")
    return Check(name, "missing", _("pas à jour"), "labelflow db upgrade")


def _programmes() -> Iterator[Check]:
    from labelflow.programmes.loader import shipped, shipped_codes  # noqa: PLC0415 - slow to import

    for code in shipped_codes():
        name = _("Programme «\u00a0%(code)s\u00a0»", code=code)
        try:
            shipped(code)
        except Invalid as error:
            yield Check(
                name, "missing", error.message.splitlines()[0], f"labelflow programme check {programmes() / code}"
            )
        else:
            yield Check(name, "ok")
