"""What other sites and machines take: files of open data, the feed of changes, the list to embed, the map for robots."""

from flask import Blueprint

reuse = Blueprint("reuse", __name__)

from labelflow.web.reuse import dumps, embedded, feed, guide, linked, robots  # noqa: E402 - they add their routes

__all__ = ["dumps", "embedded", "feed", "guide", "linked", "reuse", "robots"]
