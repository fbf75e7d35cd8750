"""The clock of a demonstration: its distance from real time is kept in the instance's folder."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.errors import Invalid
from labelflow.i18n import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

    from labelflow.config import Settings


def _file(settings: Settings) -> Path:
    return settings.home / "clock-offset"


def set_clock(settings: Settings) -> None:
    """Set this process's clock to the instance's time."""
    path = _file(settings)
    if settings.demo and path.exists():
        clock.shift(timedelta(seconds=int(path.read_text(encoding="ascii").strip() or 0)))


def keep_offset(settings: Settings, offset: timedelta) -> None:
    """Keep a new distance from real time. Raises Invalid outside of a demonstration."""
    if not settings.demo:
        raise Invalid(_("L’horloge ne s’avance que dans une démonstration."))
    _file(settings).write_text(str(int(offset.total_seconds())), encoding="ascii")
    clock.shift(offset)


def offset() -> timedelta:
    """How far this process's clock is from real time."""
    return clock.offset()
