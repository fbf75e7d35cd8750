"""Pages about passwords: sign in, sign out, choose a new one, change it."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, cast

from flask import Blueprint, current_app, request
from flask_security import check_and_update_authn_fresh, current_user, hash_password, views
from flask_security.recoverable import (
    reset_password_token_status,
    send_reset_password_instructions,
    update_password,
)

from labelflow.db import db, every_transaction_writes
from labelflow.i18n import _
from labelflow.queries.accounts import user_by_email
from labelflow.web.access import public, signed_in
from labelflow.web.forms.accounts import LinkForm, ResetPasswordForm
from labelflow.web.limits import View, limit_messages, limit_tokens, limit_tries
from labelflow.web.page import page, see_other

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

RECENT: Final = timedelta(minutes=20)
"""Age of a sign-in that may set a first password without another proof."""

FOUND, SEE_OTHER = 302, 303

passwords = Blueprint("security", __name__)
"""Named as Flask-Security expects when it builds addresses."""


def writing(view: View) -> View:
    """Run the posts of a view that is not ours with the write lock: it reads, then writes, in one session.

    Its redirects say 303, as ours do.
    """

    @wraps(view)
    def run(*arguments: Any, **options: Any) -> ResponseReturnValue:  # noqa: ANN401 - any view
        if request.method != "POST":
            return view(*arguments, **options)
        db.session.rollback()
        with every_transaction_writes():
            response = current_app.make_response(view(*arguments, **options))
        if response.status_code == FOUND:
            response.status_code = SEE_OTHER
        return response

    return run


def even_out() -> None:
    """Take the time that an existing account would have taken."""
    hash_password("the time of one hash")


login = passwords.route("/connexion", methods=["GET", "POST"], endpoint="login")(
    public(limit_tries(writing(views.login)))
)
logout = passwords.route("/deconnexion", methods=["POST"], endpoint="logout")(public(writing(views.logout)))


@passwords.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@public
@limit_messages
def forgot_password() -> ResponseReturnValue:
    form = LinkForm()
    if form.validate_on_submit():
        even_out()
        user = user_by_email(form.email.data)
        if user is not None and user.active:
            send_reset_password_instructions(user)  # type: ignore[no-untyped-call]  # Flask-Security's
        return see_other("sign_in.message_sent")
    return page("security/forgot_password.html", form)


@passwords.route("/mot-de-passe-oublie/<string:token>", methods=["GET", "POST"])
@public
@limit_tokens
@writing
def reset_password(token: str) -> ResponseReturnValue:
    expired, invalid, user = reset_password_token_status(token)  # type: ignore[no-untyped-call]  # Flask-Security's
    if expired or invalid or user is None or not user.active:
        return page("security/reset_over.html")[0], 410
    form = ResetPasswordForm()
    form.user = user
    if form.validate_on_submit():
        update_password(user, form.password.data)  # type: ignore[no-untyped-call]  # Flask-Security's
        done = _("Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.")
        return see_other("security.login", done=done)
    return page("security/reset_password.html", form)


@passwords.route("/mon-compte/mot-de-passe", methods=["GET", "POST"])
@signed_in
@limit_tries
@writing
def change_password() -> ResponseReturnValue:
    if not current_user.password and not _signed_in_recently():
        return page("security/not_recent.html")[0], 403
    return cast("ResponseReturnValue", views.change_password())


def _signed_in_recently() -> bool:
    return bool(check_and_update_authn_fresh(RECENT, timedelta(0)))
