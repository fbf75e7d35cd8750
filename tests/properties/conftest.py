"""Properties are not timed: the first public holiday loads the calendars of the world."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("labelflow", deadline=None)
settings.load_profile("labelflow")
