"""The folder of an instance: made on first use, with its secret."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelflow.config import Settings


def prepare(settings: Settings) -> str:
    """Make the folders of the instance if need be. Returns the key that signs sessions and links."""
    settings.files.mkdir(parents=True, exist_ok=True)
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
