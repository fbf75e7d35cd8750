"""Puts accounts into the application: sessions, Flask-Security, limits, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.web.limits import init_limits
from labelflow.web.my_account import my_account
from labelflow.web.my_structures import my_structures
from labelflow.web.passwords import passwords
from labelflow.web.security import init_security
from labelflow.web.sessions import init_sessions
from labelflow.web.sign_in import sign_in

if TYPE_CHECKING:
    from flask import Flask

    from labelflow.config import Settings


def init_accounts(app: Flask) -> None:
    """Let people sign in, and hold their sessions and attempts to the rules."""
    settings: Settings = app.extensions["labelflow.settings"]
    init_sessions(app, settings)
    init_security(app)
    init_limits(app, storage=settings.limits_url)
    for blueprint in (passwords, sign_in, my_account, my_structures):
        app.register_blueprint(blueprint)
