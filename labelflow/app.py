"""The application factory: settings → database → accounts → pages. Nothing else."""

from __future__ import annotations

from flask import Flask

from labelflow import db, logs, paths
from labelflow.config import Settings
from labelflow.instance import prepare
from labelflow.services.demo_clock import set_clock


def create_app(settings: Settings | None = None, *, pages: bool = True) -> Flask:
    """The web application of one instance. Without `pages`, the database that commands and the worker need."""
    settings = settings or Settings.from_environment()
    logs.configure()
    app = Flask("labelflow", template_folder=str(paths.templates()), static_folder=None)
    app.extensions["labelflow.settings"] = settings
    app.config["SECRET_KEY"] = prepare(settings)
    app.config["MAX_CONTENT_LENGTH"] = (settings.max_upload_mb + 1) * 1024 * 1024
    db.configure(app, settings)
    if settings.demo:
        app.before_request(lambda: set_clock(settings))  # the clock may be advanced while the site is served
    if pages:
        _give_pages(app)
    return app


def _give_pages(app: Flask) -> None:
    from labelflow.web import register  # noqa: PLC0415 - after the database, which views use
    from labelflow.web.accounts import init_accounts  # noqa: PLC0415 - same
    from labelflow.web.late_rule import LateRule  # noqa: PLC0415 - same

    app.url_rule_class = LateRule
    init_accounts(app)
    register(app)
