"""Forms of sign-in, registration and passwords. Some of them feed the views of Flask-Security."""

from __future__ import annotations

from typing import Any, Final

import flask_security
from flask import request
from flask_security import current_user

from labelflow.i18n import _, _l
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import (
    EmailField,
    HiddenField,
    PasswordField,
    TextField,
)

PASSWORD_HINT: Final = _l("Au moins 12 caractères. Une phrase convient bien.")
"""The length is `labelflow.web.security.PASSWORD_MIN`."""


class AddressField(EmailField):
    """The address that identifies an account: always in lower case."""

    def read(self, text: str) -> str:
        return str(super().read(text)).lower()


def _address(**options: Any) -> AddressField:
    return AddressField(_l("Adresse électronique"), required=_l("Indiquez votre adresse électronique."), **options)


def _new_password() -> PasswordField:
    return PasswordField(
        _l("Nouveau mot de passe"),
        hint=PASSWORD_HINT,
        required=_l("Écrivez un nouveau mot de passe."),
        autocomplete="new-password",
    )


class SignInForm(BaseForm, flask_security.LoginForm):
    """Address and password."""

    email = _address(autocomplete="username")
    password = PasswordField(_l("Mot de passe"), required=_l("Écrivez votre mot de passe."))
    next = HiddenField()
    remember = None
    submit = None

    def validate_next(self, _field: HiddenField) -> None:
        """A page elsewhere is no reason to refuse: the view leads to one of ours."""


class SignOutForm(BaseForm, flask_security.LogoutForm):
    """A button."""

    refresh_token = None
    submit = None

    def validate(self, **options: Any) -> bool:
        return bool(BaseForm.validate(self, **options))


class ResetPasswordForm(BaseForm, flask_security.ResetPasswordForm):
    """A new password, after a link sent to the address."""

    password = _new_password()
    password_confirm = None
    submit = None


class ChangePasswordForm(BaseForm, flask_security.ChangePasswordForm):
    """The present password when there is one, and a new one."""

    password = PasswordField(_l("Mot de passe actuel"))
    new_password = _new_password()
    new_password_confirm = None
    submit = None

    def validate(self, **options: Any) -> bool:
        if current_user.password and not self.password.data:
            self.password.required = _("Écrivez votre mot de passe actuel.")
        return bool(super().validate(**options))


class LinkForm(BaseForm):
    """The address that wants a link to sign in."""

    email = _address()
    next = HiddenField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.next.data = self.next.data or request.args.get("next", "")


class LinkButton(BaseForm):
    """The button of the page that a link opens."""


class RegistrationForm(BaseForm):
    """A new account: who, and the address that proves it."""

    given_name = TextField(
        _l("Prénom"), required=_l("Indiquez votre prénom."), max_length=100, autocomplete="given-name"
    )
    family_name = TextField(_l("Nom"), required=_l("Indiquez votre nom."), max_length=100, autocomplete="family-name")
    email = _address(hint=_l("Nous y enverrons un lien pour ouvrir votre compte."))
