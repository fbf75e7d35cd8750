"""What to do with a request that is larger than what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flask import Request

PATIENCE: Final = 256_000_000
"""Bytes that are received only to be thrown away: a browser shows no answer before it has sent everything."""
_AT_ONCE: Final = 1_000_000


def read_to_the_end(request: Request) -> None:
    """Throw away what a client still sends, within bounds, so that it reads the answer."""
    left = min(request.content_length or 0, PATIENCE)
    source = request.environ["wsgi.input"]
    while left > 0 and (received := source.read(min(left, _AT_ONCE))):
        left -= len(received)
