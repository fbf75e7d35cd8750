"""The forms that all others derive from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

import wtforms
from flask import g, request
from flask_wtf import FlaskForm

from labelflow.i18n import _
from labelflow.web.forms.fields import FileField, VersionField
from labelflow.web.forms.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from werkzeug.datastructures import MultiDict


class Fault(NamedTuple):
    """One line of the summary of errors: what to do, and the id of the control where."""

    message: str
    anchor: str


class SubForm(FlaskForm):
    """A part of a form, for `FormField`: no token, no version of its own."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, Any] | None:
            found: MultiDict[str, Any] | None = super().wrap_formdata(form, formdata)
            if found is None and formdata is not None and not form.is_submitted():
                found = g.get("kept_form")
            return found

    @property
    def asked(self) -> tuple[Any, ...]:
        """The fields that a person fills, in order."""
        return tuple(field for field in self if field not in self.hidden)

    @property
    def hidden(self) -> tuple[Any, ...]:
        """The fields that the page carries: token, version and the like."""
        return tuple(field for field in self if isinstance(field, wtforms.HiddenField))

    @property
    def sends_files(self) -> bool:
        return any(isinstance(field, FileField) for field in _leaves(self))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is to be corrected, in the order of the page; what concerns the whole comes first."""
        whole = tuple(Fault(str(message), "") for message in self.form_errors)
        return whole + tuple(_fault(field) for field in _leaves(self) if field.errors)

    def refuse(self, message: object, field: str | None = None) -> None:
        """Add what a service found wrong, beside `field` or for the whole form."""
        if field is None:
            self.form_errors.append(str(message))
        else:
            self[field].errors = [*self[field].errors, str(message)]

    @classmethod
    def with_fields(cls, fields: Mapping[str, Any]) -> type[Self]:
        """A form whose fields come from data (a grid, the questions of a step), in their order."""
        return type(cls.__name__, (cls,), dict(fields))


class BaseForm(SubForm):
    """A form that is posted. `seen` carries the version of the subject that the person saw.

    When a post was refused after it was read (rules, somebody faster, expired page), the same page is
    drawn again by a GET in which `g.kept_form` holds what was typed (see `labelflow.web.replay`).
    """

    seen = VersionField()

    class Meta(SubForm.Meta):
        csrf = FlaskForm.Meta.csrf

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if "kept_form" in g:
            self.seen.data = self.seen.object_data


class QueryForm(SubForm):
    """A form that is sent by GET (search, filters): it reads the address, and carries no token."""

    class Meta(SubForm.Meta):
        def wrap_formdata(self, _form: FlaskForm, _formdata: Any) -> MultiDict[str, str] | None:
            return request.args or None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self:
            field.says_optional = False


def _leaves(form: wtforms.Form) -> Iterator[Any]:
    for field in form:
        if isinstance(field, wtforms.FormField):
            yield from _leaves(field.form)
        else:
            yield field


def _fault(field: Any) -> Fault:
    if field.name.endswith("csrf_token"):
        return Fault(_("Cette page a expiré. Vérifiez ce que vous avez écrit, puis envoyez de nouveau."), "")
    return Fault(str(field.errors[0]), field.anchor if isinstance(field, Told) else field.id)
