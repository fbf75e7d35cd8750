"""Pages that are the same for everybody: drawn once for what they show, as long as that is read to be the same.

Nothing is trusted to be fresh. The view reads from the database, at each request, all that its page depends on;
only the drawing is spared. Whoever is signed in, or is to be told something, has a page of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Response, request, session
from werkzeug.http import generate_etag

from labelflow.db import memory
from labelflow.i18n import language
from labelflow.web.filters import today

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST: Final = 500
"""Pages that a process keeps: a few megabytes."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page, and what tells it from any other."""

    body: bytes
    etag: str


def is_for_everybody() -> bool:
    """Whether nothing on the page is for the person who asks."""
    return "_user_id" not in session and "_flashes" not in session and request.method in {"GET", "HEAD"}


def drawn(shows: Hashable, draw: Callable[[], str], *, fresh_seconds: int) -> Response:
    """The answer with the page for everybody. `shows`: all that it is drawn from, but for the day and the language."""
    pages: dict[Hashable, Drawn] = memory("drawn")
    key = (shows, request.full_path, language(), today())
    found = pages.pop(key, None)
    if found is None:
        body = draw().encode()
        found = Drawn(body, generate_etag(body))
    pages[key] = found  # the latest asked for is the last to go
    for oldest in list(pages)[: max(0, len(pages) - MOST)]:  # a list: other threads draw meanwhile
        pages.pop(oldest, None)
    response = Response(found.body, mimetype="text/html")
    response.headers["Cache-Control"] = f"public, max-age={fresh_seconds}"
    response.set_etag(found.etag)
    response.make_conditional(request)
    return response
