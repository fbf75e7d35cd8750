"""Files of an instance, named by their SHA-256: written once, never changed."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of files by digest."""

    folder: Path

    def keep(self, data: bytes) -> str:
        """Store bytes and return their digest. The same bytes are stored once; a crash leaves no half file."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{digest}.{secrets.token_hex(4)}")
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of a digest. Raises FileNotFoundError, or ValueError when they were altered."""
        data = self.path(digest).read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError(f"the stored file {digest} was altered")
        return data

    def path(self, digest: str) -> Path:
        """Where the file of a digest lies."""
        if not NAME.match(digest):
            raise ValueError("not a SHA-256")
        return self.folder / digest[:2] / digest
