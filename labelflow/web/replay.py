"""Shows the page of a refused post again, with everything that was typed.

A post may fail after it was read: the rules refuse, somebody was faster, the page was open for too
long. The page that the person was on is then asked for again as a GET (so nothing is done twice),
with `g.kept_form` for its forms and `g.outcome` for its layout. It runs through the same permission
as ever. Where there is no such page, or it no longer opens, the caller shows a page of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from labelflow.errors import LabelflowError
from labelflow.web.outcome import posted

if TYPE_CHECKING:
    from flask import Response

    from labelflow.web.outcome import Outcome

SHOWN = 200


def show_again(outcome: Outcome) -> Response | None:
    """The page with the outcome on top, or None when there is none to show."""
    if request.method != "POST" or "kept_form" in g or not _turn_into_get():
        return None
    g.kept_form = posted()
    g.outcome = outcome
    try:
        answer = current_app.preprocess_request()
        if answer is None:
            view = current_app.view_functions[request.endpoint or ""]
            answer = current_app.ensure_sync(view)(**(request.view_args or {}))
        response: Response | None = current_app.make_response(answer)
    except (HTTPException, LabelflowError):
        response = None
    if response is None or response.status_code != SHOWN or response.mimetype != "text/html":
        _give_up()
        return None
    response.status_code = outcome.status
    return response


def _turn_into_get() -> bool:
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        rule, arguments = adapter.match(method="GET", return_rule=True)
    except (NotFound, MethodNotAllowed, HTTPException):
        return False
    request.method = "GET"
    request.url_rule, request.view_args = rule, dict(arguments)
    return True


def _give_up() -> None:
    request.method = "POST"
    g.pop("kept_form", None)
    g.pop("outcome", None)
