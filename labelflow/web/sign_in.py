"""Links that sign in: asked for by anyone, opened by a page, used by its button.

A GET changes nothing: mail scanners and previews open every link they meet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, redirect, request
from flask_security import current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer

from labelflow import clock
from labelflow.queries.accounts import user_by_public_id
from labelflow.services import sign_in as services
from labelflow.web.access import public
from labelflow.web.forms.accounts import LinkButton, LinkForm, RegistrationForm
from labelflow.web.limits import limit_messages, limit_tokens
from labelflow.web.page import page, see_other
from labelflow.web.passwords import even_out

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from labelflow.config import Settings
    from labelflow.models.account import User

sign_in = Blueprint("sign_in", __name__)

DEMO_SALT: Final = "labelflow demonstration sign-in"
GONE: Final = 410
OUR_PATH: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""One slash, then printable ASCII without a backslash: browsers read `//` and `/\\` as another site."""


@sign_in.route("/connexion/lien", methods=["GET", "POST"])
@public
@limit_messages
def ask_link() -> ResponseReturnValue:
    form = LinkForm()
    if form.validate_on_submit():
        even_out()
        services.request_link(form.email.data, now=clock.now(), then=_our_path(form.next.data))
        return see_other("sign_in.message_sent")
    return page("security/ask_link.html", form)


@sign_in.route("/inscription", methods=["GET", "POST"])
@public
@limit_messages
def register() -> ResponseReturnValue:
    form = RegistrationForm()
    if form.validate_on_submit():
        even_out()
        services.register(form.email.data, form.given_name.data, form.family_name.data, now=clock.now())
        return see_other("sign_in.message_sent")
    return page("security/register.html", form)


@sign_in.get("/connexion/message")
@public
def message_sent() -> ResponseReturnValue:
    return page("security/message_sent.html")


@sign_in.route("/connexion/lien/<string:token>", methods=["GET", "POST"])
@public
@limit_tokens
def open_link(token: str) -> ResponseReturnValue:
    form = LinkButton()
    person, state = services.read_link(token, now=clock.now())
    if state != "valid" or person is None:
        return page("security/link_over.html", LinkForm(formdata=None), state=state)[0], GONE
    if form.validate_on_submit():
        return _enter(services.use_link(token, now=clock.now()))
    return page("security/open_link.html", form, person=person)


@sign_in.route("/connexion/demo/<string:token>", methods=["GET", "POST"])
@public
def open_demo_link(token: str) -> ResponseReturnValue:
    user = _person_of_demo_link(token)
    form = LinkButton()
    if form.validate_on_submit():
        return _enter(user)
    return page("security/open_link.html", form, person=user)


def demo_link(user: User) -> str:
    """An address that signs in as `user` for as long as the instance lives; opens nothing outside of a demo."""
    settings = _settings()
    return f"{settings.base_url}/connexion/demo/{_demo_serializer().dumps(user.public_id)}"


def _person_of_demo_link(token: str) -> User:
    if not _settings().demo:
        abort(404)
    try:
        user = user_by_public_id(str(_demo_serializer().loads(token)))
    except BadSignature:
        user = None
    if user is None or not user.active:
        abort(404)
    return user


def _demo_serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=DEMO_SALT)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["labelflow.settings"]
    return settings


def _enter(user: User) -> Response:
    """Begin a new session as `user`, whoever was signed in, and go where they wanted to go."""
    if current_user.is_authenticated:
        logout_user()
    login_user(user, remember=False, authn_via=["email"])
    return redirect(_our_path(request.args.get("next", "")) or current_app.config["SECURITY_POST_LOGIN_VIEW"], 303)


def _our_path(wanted: str) -> str:
    """The path to open afterwards when it is one of this site, else nothing."""
    return wanted if OUR_PATH.fullmatch(wanted) else ""
