"""The language of a request, for our own texts and for those of the libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale
from flask import after_this_request, g, request
from flask_babel import Babel
from markupsafe import escape

from labelflow import i18n

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from flask import Flask, Response

COOKIE = "langue"


def init_language(app: Flask) -> None:
    """Choose per request; pages, forms and Flask-Security then speak the same language."""
    Babel(
        app,
        default_locale=i18n.SOURCE,
        default_timezone="Europe/Paris",
        locale_selector=lambda: Locale.parse(i18n.language()),
        configure_jinja=False,
    )
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=i18n.ngettext, language=i18n.language)
    app.before_request(begin)
    app.teardown_request(end)


def gettext(message: str, /, **variables: object) -> str:
    """A sentence in a template, where a value may be markup: a link within the sentence stays a link."""
    if any(hasattr(value, "__html__") for value in variables.values()):
        return escape(i18n.gettext(message)) % variables
    return i18n.gettext(message, **variables)


def chosen() -> str:
    """The language that the person chose, else the best that the browser accepts, among those offered."""
    kept = request.cookies.get(COOKIE, "")
    if kept in i18n.OFFERED:
        return kept
    return request.accept_languages.best_match(i18n.OFFERED) or i18n.SOURCE


def begin() -> None:
    spoken: AbstractContextManager[None] = i18n.use_language(chosen())
    spoken.__enter__()
    g.spoken = spoken

    @after_this_request
    def tell(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.content_language = i18n.language()
        return response


def end(_error: BaseException | None = None) -> None:
    spoken: AbstractContextManager[None] | None = g.pop("spoken", None)
    if spoken is not None:
        spoken.__exit__(None, None, None)
