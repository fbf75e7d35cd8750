"""What anybody may read: the label, its holders, and whether a label is genuine and in force."""

from flask import Blueprint

public_pages = Blueprint("public", __name__)

from labelflow.web.public import credentials, directory, home, inbox, programme, seal, verify  # noqa: E402 - they add their routes

__all__ = ["credentials", "directory", "home", "inbox", "programme", "public_pages", "seal", "verify"]
