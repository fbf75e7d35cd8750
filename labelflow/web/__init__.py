"""HTTP. Thin: parse, call a service, render. `register` puts the parts together, in this order."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from flask_wtf import CSRFProtect

from labelflow.web.assets import init_assets
from labelflow.web.brand import init_brand
from labelflow.web.errors import init_errors
from labelflow.web.filters import init_filters
from labelflow.web.headers import init_headers
from labelflow.web.language import init_language
from labelflow.web.sharing import init_sharing
from labelflow.web.shell import init_shell
from labelflow.web.unprintable import init_unprintable

if TYPE_CHECKING:
    from flask import Flask

BLUEPRINTS = (
    "labelflow.web.assets:assets",
    "labelflow.web.site:site",
    "labelflow.web.public:public_pages",
    "labelflow.web.api:api",
    "labelflow.web.reuse:reuse",
    "labelflow.web.step_pages:steps",
    "labelflow.web.downloads:downloads",
    "labelflow.web.home:account",
    "labelflow.web.applicant:applicant",
    "labelflow.web.reviewing:reviewer",
    "labelflow.web.coordination:coordinator",
    "labelflow.web.committee:committee",
    "labelflow.web.audit:audit",
)
"""One blueprint per audience, imported when the application is made."""

STYLE_GUIDE = "labelflow.web.style_guide:style_guide"
"""Every component on one page; only where somebody is building or trying the site."""

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Give `app` its pages. Settings come from `app.extensions["labelflow.settings"]`."""
    settings = app.extensions["labelflow.settings"]
    init_unprintable(app)
    init_language(app)
    init_filters(app)
    init_brand(app)
    init_assets(app, cache=settings.home / "cache")
    # A token is as good as the session that it belongs to: nobody loses a text to a clock of one hour.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    csrf.init_app(app)
    init_errors(app)
    init_shell(app)
    init_sharing(app)
    init_headers(app)
    for address in (*BLUEPRINTS, *((STYLE_GUIDE,) if settings.demo or app.debug else ())):
        module, _colon, name = address.partition(":")
        app.register_blueprint(getattr(import_module(module), name))
