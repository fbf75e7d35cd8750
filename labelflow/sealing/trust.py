"""The trust bundle: whom to believe about a seal. A file that an instance publishes and anyone may keep.

Whoever has it verifies a sealed document for ever, without the instance and without a network.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from labelflow.errors import LabelflowError

KIND: Final = "labelflow-trust"
VERSION: Final = 1
MOST_BYTES: Final = 2_000_000


class BadBundle(LabelflowError):
    """What was given is no trust bundle."""

    code = "trust-bundle-unreadable"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key of the instance's register."""

    name: str
    certificates: str
    """PEM, its own first."""
    starts_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None
    """Since when nothing that it sealed counts, unless a time stamp proves that it was sealed before."""


@dataclass(frozen=True, slots=True)
class TrustBundle:
    """The keys that an instance seals or sealed with, and the authorities that vouch for them."""

    instance: str
    """Its public address."""
    made_at: datetime
    keys: tuple[KnownKey, ...] = ()
    authorities: tuple[str, ...] = ()
    """PEM: who may vouch for a key that is not in the register, because it is newer than the bundle."""
    revocations: str = ""
    """The authority's signed list (X.509 CRL, PEM): the same as the register says, for other programs."""
    timestamp_authorities: str = ""
    """PEM: who may date a seal."""

    def dump(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "kind": KIND,
            "version": VERSION,
            "instance": self.instance,
            "made_at": self.made_at.isoformat(),
            "keys": [
                {
                    "name": key.name,
                    "certificates": key.certificates,
                    "starts_at": key.starts_at.isoformat(),
                    "ends_at": key.ends_at.isoformat(),
                    "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
                }
                for key in self.keys
            ],
            "authorities": list(self.authorities),
            "revocations": self.revocations,
            "timestamp_authorities": self.timestamp_authorities,
        }


def load(text: str | bytes) -> TrustBundle:
    """The bundle that `dump` wrote; what it does not know in it is left for others. Raises BadBundle."""
    if len(text) > MOST_BYTES:
        raise _bad()
    try:
        read = json.loads(text)
        if read["kind"] != KIND or read["version"] != VERSION:
            raise _bad()
        return TrustBundle(
            instance=str(read["instance"]),
            made_at=_instant(read["made_at"]),
            keys=tuple(_key(key) for key in read["keys"]),
            authorities=tuple(str(one) for one in read["authorities"]),
            revocations=str(read["revocations"]),
            timestamp_authorities=str(read["timestamp_authorities"]),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _bad() from error


def _bad() -> BadBundle:
    from labelflow.i18n import gettext as _  # noqa: PLC0415 - verifying a file must start quickly

    return BadBundle(_("Ce fichier n’est pas un fichier de confiance de labelflow."))


def _key(read: dict[str, Any]) -> KnownKey:
    revoked = read["revoked_at"]
    return KnownKey(
        name=str(read["name"]),
        certificates=str(read["certificates"]),
        starts_at=_instant(read["starts_at"]),
        ends_at=_instant(read["ends_at"]),
        revoked_at=_instant(revoked) if revoked is not None else None,
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a zone: {text}")
    return instant
