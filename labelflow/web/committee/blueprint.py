"""The committee's part of the site: the blueprint that its views share, and who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint

from labelflow import clock
from labelflow.queries.subjects import role_on
from labelflow.web.access import current_actor

if TYPE_CHECKING:
    from labelflow.models.subjects import Subject

committee = Blueprint("committee", __name__, url_prefix="/commission")


def acting() -> dict[str, Any]:
    """Who acts and when, for a query or a service."""
    return {"actor": current_actor(), "now": clock.now()}


def has(subject: Subject, *permissions: str) -> bool:
    """Whether the person holds one of the permissions on a subject now."""
    return any(role_on(subject, permission, **acting()) is not None for permission in permissions)
