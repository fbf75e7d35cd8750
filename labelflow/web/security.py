"""Flask-Security in our words: what is on, and in which sentences.

It checks passwords, keeps the session of a person, and changes passwords. Links that sign in are ours
(`labelflow.web.sign_in`): its own act on GET and work twice, and mail scanners open every link. Routes
are ours too (`labelflow.web.passwords`): its blueprint would register parameters without a type and
views without a permission.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import current_app
from flask_security import FSQLALiteUserDatastore, MailUtil, Security, uia_email_mapper

from labelflow import clock
from labelflow.db import db
from labelflow.i18n import _l
from labelflow.models.account import Role, User
from labelflow.services.sign_in import commit_new_password, send_reset_link
from labelflow.web.forms.accounts import ChangePasswordForm, ResetPasswordForm, SignInForm, SignOutForm
from labelflow.web.page import page

if TYPE_CHECKING:
    from flask import Flask

RESET_WITHIN: Final = timedelta(hours=2)
PASSWORD_MIN: Final = 12

ARGON2: Final = {"argon2__memory_cost": 19_456, "argon2__rounds": 2, "argon2__parallelism": 1}
"""19 MiB, two passes: the OWASP minimum. SQLite's one writer waits for the hash."""

OPTIONS: Final[dict[str, Any]] = {
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "DEPRECATED_PASSWORD_SCHEMES": [],
    "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
    "PASSWORD_SINGLE_HASH": True,
    # What a reset link carries of the password's hash: the default took a second, and told that an account exists.
    "HASHING_SCHEMES": ["hex_sha256"],
    "DEPRECATED_HASHING_SCHEMES": [],
    "PASSWORD_LENGTH_MIN": PASSWORD_MIN,
    "RETURN_GENERIC_RESPONSES": True,
    "USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": uia_email_mapper, "case_insensitive": False}}],
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "DATETIME_FACTORY": clock.now,
    "API_ENABLED_METHODS": ["session"],
    "FRESHNESS": timedelta(seconds=-1),
    "CHANGEABLE": True,
    "RECOVERABLE": True,
    "RESET_PASSWORD_WITHIN": RESET_WITHIN,
    "LOGOUT_CSRF": True,
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "POST_LOGIN_VIEW": "/mon-espace",
    "POST_LOGOUT_VIEW": "/",
    "POST_CHANGE_VIEW": "/mon-compte",
    "LOGIN_USER_TEMPLATE": "security/sign_in.html",
    "LOGOUT_USER_TEMPLATE": "security/sign_out.html",
    "CHANGE_PASSWORD_TEMPLATE": "security/change_password.html",
}

SENTENCES: Final[dict[str, tuple[object, str]]] = {
    "GENERIC_AUTHN_FAILED": (
        _l(
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un lien de "
            "connexion : il arrive par courriel."
        ),
        "bad",
    ),
    "UNAUTHENTICATED": (_l("Connectez-vous pour ouvrir cette page."), "info"),
    "INVALID_REDIRECT": (_l("Cette adresse n’est pas sur ce site."), "bad"),
    "INVALID_PASSWORD": (_l("Ce n’est pas votre mot de passe actuel. Écrivez-le de nouveau."), "bad"),
    "PASSWORD_NOT_PROVIDED": (_l("Écrivez votre mot de passe."), "bad"),
    "PASSWORD_INVALID_LENGTH": (_l("Écrivez au moins %(length)s caractères."), "bad"),
    "PASSWORD_IS_THE_SAME": (_l("Choisissez un mot de passe différent de l’actuel."), "bad"),
    "PASSWORD_CHANGE": (_l("Votre mot de passe est changé. Vos autres appareils sont déconnectés."), "ok"),
    "USER_DOES_NOT_EXIST": (_l("Cette adresse et ce mot de passe ne vont pas ensemble."), "bad"),
    "DISABLED_ACCOUNT": (_l("Ce compte est fermé. Écrivez à la coordination."), "bad"),
    "FORGOT_PASSWORD": (_l("Mot de passe oublié"), "info"),
}
"""Sentence and kind of message for each code that our pages can show."""


class Messages(MailUtil):
    """Messages of Flask-Security become notices of ours, committed with their cause."""

    def send_mail(self, *_parts: Any, **context: Any) -> None:  # noqa: ANN401 - whatever the caller gives
        """Queue the notice; the address of its link is a path: the host of a request is not to be trusted."""
        if "reset_token" in context:
            hours = RESET_WITHIN // timedelta(hours=1)
            send_reset_link(context["user"], context["reset_token"], hours=hours, now=clock.now())
        else:
            commit_new_password(context["user"], now=clock.now())

    def normalize(self, email: str) -> str:
        """An address as accounts keep it; the form checked its shape."""
        return email.strip().lower()

    validate = normalize


class Sentences:
    """Stands for the catalogue of Flask-Security: each sentence is ours, and knows its language by itself."""

    def gettext(self, sentence: object, **variables: object) -> str:
        """The sentence, filled."""
        return str(sentence) % variables if variables else str(sentence)


def render(template: str, **context: Any) -> Any:  # noqa: ANN401 - Flask-Security passes on what a view may return
    """Pages of Flask-Security in our layout: its form under our name, 400 when it has errors."""
    form = next((value for name, value in context.items() if name.endswith("_form")), None)
    if form is not None:
        form.form_errors = list(dict.fromkeys(str(message) for message in form.form_errors))
    return current_app.make_response(page(template, form, **context))


def init_security(app: Flask) -> None:
    """Set Flask-Security up on our tables, forms, sentences and pages."""
    app.config.update({f"SECURITY_{name}": value for name, value in OPTIONS.items()})
    app.config.update({f"SECURITY_MSG_{name}": value for name, value in SENTENCES.items()})
    security = Security(
        app,
        FSQLALiteUserDatastore(db, User, Role),
        register_blueprint=False,
        login_form=SignInForm,
        logout_form=SignOutForm,
        reset_password_form=ResetPasswordForm,
        change_password_form=ChangePasswordForm,
        mail_util_cls=Messages,
        render_template=render,
    )
    security.i18n_domain = Sentences()  # type: ignore[assignment]  # all that it is asked for
    security.want_json(lambda _request: False)
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]  # nobody signs in by a token
