"""What anybody may read: the label, its holders, and whether a label is genuine and in force."""

from flask import Blueprint

public_pages = Blueprint("public", __name__)

from labelflow.web.public import (  # noqa: E402 - they add their routes
    actions,
    asking,
    badges,
    brand,
    credentials,
    directory,
    home,
    inbox,
    poll,
    programme,
    reporting,
    seal,
    search,
    selection,
    sharing,
    verify,
)

__all__ = [
    "actions",
    "asking",
    "badges",
    "brand",
    "credentials",
    "directory",
    "home",
    "inbox",
    "poll",
    "programme",
    "public_pages",
    "reporting",
    "seal",
    "search",
    "selection",
    "sharing",
    "verify",
]
