"""What the instance publishes so that anyone verifies without it: whose seals and credentials, and the status lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.services import credentials, sealing_keys

if TYPE_CHECKING:
    from datetime import datetime


def published(now: datetime) -> dict[str, Any]:
    """The whole bundle, as JSON holds it; its lists may be relied on for `status_list_hours`."""
    return sealing_keys.trust_bundle(now).dump() | {"credentials": credentials.trust(now).model_dump(mode="json")}
