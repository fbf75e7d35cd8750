"""A form page and a few addresses that succeed, refuse, change meanwhile or break, beside the real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, DictLoader

from labelflow.domain.refusal import Refusal
from labelflow.errors import Forbidden, Invalid, NotFound, Outdated, Refused
from labelflow.web.access import public, signed_in
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import LongTextField, PasswordField, TextField
from labelflow.web.page import page, see_other

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

PRESENT_VERSION = 7
TEMPLATE = """
{% extends "layouts/narrow.html" %}
{% from "components/form.html" import post_form %}
{% block title %}Raconter{% endblock %}
{% block content %}{{ post_form(form, "Envoyer") }}{% endblock %}
"""
ERRORS = {
    "refused": Refused([Refusal("window-closed"), Refusal("no-piece-asked")], intent="raconter"),
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


@public
def tell() -> ResponseReturnValue:
    """A form page. What the title says decides what the service answers."""
    form = StoryForm(seen=PRESENT_VERSION)
    if form.validate_on_submit():
        error = ERRORS.get(form.title.data)
        if error:
            raise error
        return see_other("tell", done="Histoire envoyée.")
    return page("tiny.html", form)


@public
def do(what: str) -> ResponseReturnValue:
    """A post without a page of its own."""
    raise ERRORS[what]


@public
def see(what: str) -> ResponseReturnValue:
    raise ERRORS[what]


@signed_in
def own() -> ResponseReturnValue:
    """A page for whoever is signed in."""
    return page("tiny.html", StoryForm())


def with_tiny_pages(app: Flask) -> Flask:
    """The application with the pages above; an unforeseen error is answered as in production."""
    assert app.jinja_loader is not None
    app.jinja_loader = ChoiceLoader([DictLoader({"tiny.html": TEMPLATE}), app.jinja_loader])
    app.jinja_env.loader = app.create_global_jinja_loader()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/tell", "tell", tell, methods=["GET", "POST"])
    app.add_url_rule("/own/", "own", own)
    app.add_url_rule("/do/<string:what>", "do", do, methods=["POST"])
    app.add_url_rule("/see/<string:what>", "see", see)
    app.add_url_rule("/api/v1/see/<string:what>", "api_see", see)
    return app
