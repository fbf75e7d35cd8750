"""The public interface for programs, version 1: readable from any site, without a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from labelflow.web.api.parameters import WrongParameter
from labelflow.web.errors import answer

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.after_request
def open_to_all(response: Response) -> Response:
    """Any site may ask and read the answer; nobody is recognised."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS, POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@api.errorhandler(WrongParameter)
def wrong(error: WrongParameter) -> ResponseReturnValue:
    return answer(error.outcome)


from labelflow.web.api import actions, labels, openapi, structures, verify  # noqa: E402 - they add their routes

__all__ = ["actions", "api", "labels", "openapi", "structures", "verify"]
