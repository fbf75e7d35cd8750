"""The folder of an instance: made on first use, with its secrets."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelflow.config import Settings


def prepare(settings: Settings) -> str:
    """Make the folders of the instance if need be. Returns the key that signs sessions and links."""
    settings.files.mkdir(parents=True, exist_ok=True)
    return settings.secret_key or _kept_secret(settings, "secret-key")


def keys_passphrase(settings: Settings) -> str:
    """What locks the private keys of the instance."""
    return settings.keys_passphrase or _kept_secret(settings, "keys-passphrase")


def _kept_secret(settings: Settings, name: str) -> str:
    """A secret of the instance's folder, made on first use; whoever comes second reads what the first one wrote."""
    path = settings.home / name
    if not path.exists():
        draft = path.with_name(f".{name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and never over another's
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
