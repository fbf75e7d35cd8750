"""A small application around the shell alone: pages that succeed, refuse, change meanwhile, or break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_login import LoginManager
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from labelflow import paths
from labelflow.config import Settings
from labelflow.domain.refusal import Refusal
from labelflow.errors import Forbidden, Invalid, NotFound, Outdated, Refused
from labelflow.web import register
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import LongTextField, PasswordField, TextField
from labelflow.web.page import page, see_other

if TYPE_CHECKING:
    from pathlib import Path

    from flask.typing import ResponseReturnValue

FORM_PAGE = """
{% extends "layouts/narrow.html" %}
{% from "components/form.html" import post_form %}
{% block title %}Raconter{% endblock %}
{% block content %}{{ post_form(form, "Envoyer") }}{% endblock %}
"""
ERRORS = {
    "refused": Refused([Refusal("one"), Refusal("two")], intent="raconter"),
    "outdated": Outdated(),
    "invalid": Invalid("Choisissez un fichier CSV."),
    "forbidden": Forbidden("application:check"),
    "missing": NotFound(),
    "broken": ZeroDivisionError("a secret detail"),
}


class StoryForm(BaseForm):
    title = TextField("Titre", required="Indiquez un titre.")
    story = LongTextField("Histoire", required="Racontez une histoire.")
    password = PasswordField("Secret")


def make_app(home: Path, **settings: object) -> Flask:
    app = Flask("tiny", static_folder=None)
    app.jinja_loader = ChoiceLoader([DictLoader({"tiny.html": FORM_PAGE}), FileSystemLoader(paths.templates())])
    app.config.update(SECRET_KEY="key of the tests", TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.extensions["labelflow.settings"] = Settings(home=home, **settings)  # type: ignore[arg-type]  # as given
    LoginManager(app).user_loader(lambda _id: None)
    register(app)
    app.add_url_rule("/tell", "tell", tell, methods=["GET", "POST"])
    app.add_url_rule("/do/<string:what>", "do", do, methods=["POST"])
    app.add_url_rule("/see/<string:what>", "see", see)
    return app


def tell() -> ResponseReturnValue:
    """A form page. What the title says decides what the service answers."""
    form = StoryForm(seen=7)
    if form.validate_on_submit():
        error = ERRORS.get(form.title.data)
        if error:
            raise error
        return see_other("tell", done="Histoire envoyée.")
    return page("tiny.html", form)


def do(what: str) -> ResponseReturnValue:
    """A post without a page of its own."""
    raise ERRORS[what]


def see(what: str) -> ResponseReturnValue:
    raise ERRORS[what]
