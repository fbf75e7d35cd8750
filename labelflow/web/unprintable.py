"""Characters that no person types and no database keeps: answered before any page sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import abort, request

if TYPE_CHECKING:
    from flask import Flask

NEVER: Final = "\x00"
"""PostgreSQL keeps it in no text: it must not reach a query."""
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def init_unprintable(app: Flask) -> None:
    """An address with a control character is none of ours; a value with a null is a bad request."""
    app.before_request(_turn_away)


def _turn_away() -> None:
    if CONTROL.search(request.path):
        abort(404)
    values = (*request.args.values(), *(request.form.values() if request.method == "POST" else ()))
    if any(NEVER in value for value in values):
        abort(400)
