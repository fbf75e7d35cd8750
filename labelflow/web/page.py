"""The two answers of a view: a page, or the address of the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for

if TYPE_CHECKING:
    from flask_wtf import FlaskForm
    from werkzeug.wrappers import Response


def page(template: str, form: FlaskForm | None = None, **context: Any) -> tuple[str, int]:  # noqa: ANN401 - a template may ask for anything
    """The page; status 400 when its form has errors, so that nobody takes it for done."""
    status = 400 if form is not None and form.errors else 200
    return render_template(template, form=form, **context), status


def see_other(endpoint: str, *, done: object = None, **values: Any) -> Response:  # noqa: ANN401 - parts of an address
    """Lead to the next page by GET (303). `done` is the sentence that it will show once: what was done."""
    if done:
        flash(str(done), "ok")
    return redirect(url_for(endpoint, **values), 303)
