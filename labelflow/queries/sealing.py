"""Whom to believe about a seal of this instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.db import settings
from labelflow.queries.keys import keys_of
from labelflow.sealing.trust import KnownKey, TrustBundle

if TYPE_CHECKING:
    from datetime import datetime


def trust(now: datetime, revocations: str = "") -> TrustBundle:
    """The bundle as the register stands; `revocations`: the authority's list, for those who publish the bundle."""
    return TrustBundle(
        instance=settings().base_url,
        made_at=now,
        keys=tuple(
            KnownKey(key.name, key.certificates, key.starts_at, key.ends_at or now, key.revoked_at)
            for key in keys_of("seal")
        ),
        authorities=tuple(key.certificates for key in keys_of("authority") if key.revoked_at is None),
        revocations=revocations,
        timestamp_authorities=timestamp_roots(),
    )


def timestamp_roots() -> str:
    """The authorities (PEM) of the time-stamp authority; "" when none is configured."""
    path = settings().timestamp_roots
    return path.read_text(encoding="ascii") if path.is_file() else ""
