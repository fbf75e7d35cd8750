"""The coordination's part of the site: the blueprint that its views share, and who acts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from labelflow import clock
from labelflow.web.access import current_actor

coordinator = Blueprint("coordinator", __name__, url_prefix="/coordination")


def acting() -> dict[str, Any]:
    """Who acts and when, for a query or a service."""
    return {"actor": current_actor(), "now": clock.now()}
