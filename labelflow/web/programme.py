"""The programme that this site serves: its name, its owner and its texts are on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from labelflow.programmes.loader import shipped

if TYPE_CHECKING:
    from labelflow.programmes.schema import Programme

DEFAULT = "sciences-en-occitanie"


def site_programme() -> Programme:
    """The programme of this instance (`LABELFLOW_PROGRAMME` in the application's configuration)."""
    return shipped(current_app.config.get("LABELFLOW_PROGRAMME", DEFAULT))
