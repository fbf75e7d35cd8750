"""What a reader believes beforehand: the keys of issuers, and the latest status lists it has. Plain data, to keep offline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from labelflow.credentials.did import PublishedKey


class Trust(BaseModel):
    """A bundle: made by an instance, carried to a machine that never reaches it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keys: tuple[PublishedKey, ...]
    lists: Mapping[str, Mapping[str, Any]] = {}
    """Signed status lists, by address."""
    made_at: datetime | None = None

    def key(self, key_id: str) -> PublishedKey | None:
        """The key that a proof names; None when it is none of those believed."""
        return next((key for key in self.keys if key.id == key_id), None)

    def issuer_is_known(self, did: str) -> bool:
        """Whether any key of this issuer is believed."""
        return any(key.did == did for key in self.keys)

    def dump(self) -> str:
        """As JSON text."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1)

    @classmethod
    def load(cls, text: str) -> Self:
        """The bundle that `dump` wrote, alone or inside the instance's own. Raises ValueError."""
        read = json.loads(text)
        return cls.model_validate(read.get("credentials", read) if isinstance(read, dict) else read)
