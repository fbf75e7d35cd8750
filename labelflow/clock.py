"""The only place that reads the time.

A demonstration may live in another time: `shift` moves the clock of this process forward, and an
instance stores its own offset (see `labelflow.services.demo_clock`).
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_offset = timedelta(0)


def now() -> datetime:
    """The present instant, in UTC, to the second: stored instants compare equal on every database."""
    return (datetime.now(UTC) + _offset).replace(microsecond=0)


def real_now() -> datetime:
    """The true instant, for what protects a session: moving a demonstration's clock signs nobody out."""
    return datetime.now(UTC)


def shift(offset: timedelta) -> None:
    """Set the distance between real time and the time of this process (demonstration only)."""
    global _offset  # noqa: PLW0603 - the one mutable value of the module, set once at start
    _offset = offset


def offset() -> timedelta:
    """The distance between real time and the time of this process."""
    return _offset
