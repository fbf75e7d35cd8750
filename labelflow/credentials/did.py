"""The DID document that the instance publishes, and what a reader needs to believe it offline.

A key stays in the document after its successor has begun, for what it signed; one that was revoked stays
named, so that readers know why, and vouches for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - read at run time by pydantic, which keeps bundles of keys
from typing import TYPE_CHECKING, Any

from labelflow.credentials.badge import instant
from labelflow.credentials.names import DID, MULTIKEY, key_id

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedKey:
    """The public half of a key, with the time in which it signs."""

    did: str
    name: str
    public: str
    """PEM."""
    starts_at: datetime
    retired_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def id(self) -> str:
        """How proofs name it."""
        return key_id(self.did, self.name)

    def signed_at(self, moment: datetime) -> bool:
        """Whether it signed at an instant: not before it began, not once it was retired."""
        return self.starts_at <= moment and (self.retired_at is None or moment < self.retired_at)


def did_document(did: str, keys: Iterable[PublishedKey]) -> dict[str, Any]:
    """What `/.well-known/did.json` says: the keys of a DID, and those that still vouch for what they signed."""
    mine = [key for key in keys if key.did == did]
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": [_method(key) for key in mine],
        "assertionMethod": [key.id for key in mine if key.revoked_at is None],
    }


def _method(key: PublishedKey) -> dict[str, Any]:
    from openbadgeslib.ob3.did import multikey_from_pem  # noqa: PLC0415 - only whoever publishes keys loads it

    method = {
        "id": key.id,
        "type": "Multikey",
        "controller": key.did,
        "publicKeyMultibase": multikey_from_pem(key.public),
    }
    return method | ({"revoked": instant(key.revoked_at)} if key.revoked_at else {})
