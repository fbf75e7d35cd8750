"""The session of a person: a signed cookie for this site only, which ends by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import flash, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_security import logout_user, user_authenticated

from labelflow import clock
from labelflow.i18n import _

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.sessions import SessionMixin

    from labelflow.config import Settings

LASTS: Final = timedelta(hours=12)
"""From sign-in, whatever the person does meanwhile."""
SIGNED_IN_AT: Final = "fs_paa"
"""Where Flask-Security keeps the instant of the sign-in, in seconds."""
KEPT: Final = ("_", "fs_", "identity.")
"""Beginnings of what the sign-in itself wrote."""


class OwnCookie(SecureCookieSessionInterface):
    """Never lays a person's cookie upon what is the same for everybody: whoever keeps a copy would hand it on."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not response.cache_control.public or response.mimetype == "text/html":
            super().save_session(app, session, response)


def init_sessions(app: Flask, settings: Settings) -> None:
    """Set the cookie, and end sessions that are too old."""
    secure = settings.secure_cookies or settings.base_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-labelflow" if secure else "labelflow",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        PERMANENT_SESSION_LIFETIME=LASTS,
    )
    app.session_interface = OwnCookie()
    app.before_request(end_when_old)
    user_authenticated.connect(begin_afresh, app)


def end_when_old() -> None:
    """Sign out a person who signed in too long ago, by the true clock: a demonstration may live in another time."""
    if "_user_id" not in session:
        return
    age = clock.real_now().timestamp() - float(session.get(SIGNED_IN_AT, 0))
    if age > LASTS.total_seconds():
        logout_user()
        session.clear()
        flash(_("Votre session a duré douze heures : elle est terminée. Connectez-vous de nouveau."), "info")


def begin_afresh(_app: Flask, **_facts: Any) -> None:  # noqa: ANN401 - what a signal carries
    """Keep nothing of the visitor's session but what the sign-in wrote; forms get a new token."""
    for key in [key for key in session if not key.startswith(KEPT)]:
        session.pop(key)
    g.pop("csrf_token", None)
