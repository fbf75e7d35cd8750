"""`labelflow keys`: the keys of the instance."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelflow.cli.context import echo_json, instance, write_file

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.models.key import SealingKey


@click.command(name="list", epilog="Exemple : labelflow keys list --json")
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
def list_(*, as_json: bool) -> None:
    """Lister les clés de l’instance et leur état. N’affiche aucun secret."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.queries.keys import keys_of  # noqa: PLC0415 - needs the database

        found = [_as_record(key, clock.now()) for purpose in PURPOSES for key in keys_of(purpose)]
    if as_json:
        echo_json(found)
        return
    for key in found:
        click.echo(
            f"{key['name']:<14} {STATES[key['state']]:<12} {key['starts_at'][:10]} → {(key['ends_at'] or '')[:10]}"
        )


@click.command(epilog="Exemple : labelflow keys rotate --in-days 30")
@click.option("--in-days", default=0, show_default=True, type=click.IntRange(0, 365), help="Jours de recouvrement.")
@click.option("--credential", is_flag=True, help="La clé des justificatifs vérifiables, au lieu de celle du cachet.")
def rotate(in_days: int, *, credential: bool) -> None:
    """Créer une nouvelle clé, publiée aussitôt et utilisée après le recouvrement."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - needs the instance
        from labelflow.services import credentials, sealing_keys  # noqa: PLC0415 - needs the database

        now, overlap = clock.now(), timedelta(days=in_days)
        if credential:
            key = credentials.change_key(actor=SYSTEM, now=now, overlap=overlap)
        else:
            key = sealing_keys.rotate(actor=SYSTEM, now=now, starts_at=now + overlap)
        click.echo(key.name)


@click.command(
    name="import", epilog="Exemple : labelflow keys import cachet.p12 ; labelflow keys import chaine.pem --token"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FICHIER")
@click.option(
    "--token", is_flag=True, help="La clé reste dans le module de LABELFLOW_TOKEN ; FICHIER est sa chaîne PEM."
)
@click.password_option(
    "--password", confirmation_prompt=False, prompt_required=False, default="", help="Mot de passe du fichier PKCS#12."
)
def import_(file: Path, password: str, *, token: bool) -> None:
    """Sceller désormais avec une clé apportée (fichier PKCS#12, ou module matériel)."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - needs the instance
        from labelflow.services import sealing_keys  # noqa: PLC0415 - needs the database

        now = clock.now()
        if token:
            key = sealing_keys.bring_token(file.read_text(encoding="utf-8"), actor=SYSTEM, now=now)
        else:
            key = sealing_keys.bring(file.read_bytes(), password, actor=SYSTEM, now=now)
        click.echo(key.name)


@click.command(epilog="Exemple : labelflow keys revoke seal-1 --reason « clé copiée »")
@click.argument("name", metavar="CLÉ")
@click.option("--reason", required=True, help="Pourquoi, pour le journal.")
def revoke(name: str, reason: str) -> None:
    """Révoquer une clé : plus rien de ce qu’elle a signé ne compte. Une autre la remplace aussitôt."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.domain.actor import SYSTEM  # noqa: PLC0415 - needs the instance
        from labelflow.services import credentials, keys, sealing_keys  # noqa: PLC0415 - needs the database

        key = keys.revoke(name, actor=SYSTEM, now=clock.now(), reason=reason)
        if key.purpose in {"authority", "seal"}:
            sealing_keys.ensure(now=clock.now())
        else:
            credentials.make_first_key(actor=SYSTEM, now=clock.now())
        click.echo(name)


@click.command(epilog="Exemple : labelflow keys export --output confiance.json")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Fichier à écrire (sinon l’écran)."
)
def export(output: Path | None) -> None:
    """Écrire le fichier de confiance, avec lequel chacun vérifie un document sans l’instance."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.services import sealing_keys, trust_bundle  # noqa: PLC0415 - needs the database

        now = clock.now()
        sealing_keys.ensure(now=now)
        bundle = trust_bundle.published(now)
    if output is None:
        echo_json(bundle)
        return
    write_file(output, json.dumps(bundle, ensure_ascii=False, indent=2).encode())
    click.echo(str(output))


PURPOSES = ("authority", "seal", "credential")
STATES = {
    "waiting": "à venir",
    "signing": "en service",
    "retired": "retirée",
    "revoked": "révoquée",
    "ended": "expirée",
}


def _as_record(key: SealingKey, now: datetime) -> dict[str, Any]:
    state = (
        "revoked" if key.revoked_at else
        "retired" if key.retired_at and key.retired_at <= now else
        "ended" if key.ends_at and key.ends_at < now else
        "waiting" if key.starts_at > now else
        "signing"
    )  # fmt: skip
    return {
        "name": key.name,
        "purpose": key.purpose,
        "state": state,
        "starts_at": key.starts_at.isoformat(),
        "ends_at": key.ends_at.isoformat() if key.ends_at else None,
        "retired_at": key.retired_at.isoformat() if key.retired_at else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
        "reason": key.revocation_reason,
        "certificates": key.certificates,
    }
