"""Pictures that other sites show: readable from anywhere, never older than they say, and nothing in them that acts."""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeVar

from flask import Response, request

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""A picture opened as a page: no script, no style, no request, no form, an origin of its own."""
A_MINUTE: Final = 60
AN_HOUR: Final = 3600
SVG: Final = "image/svg+xml"
PNG: Final = "image/png"


class UnknownChoice(ValueError):
    """A part of the address that is none of what can be chosen."""

    def __init__(self, name: str, choices: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.choices = name, choices


def choice(name: str, choices: Mapping[str, T]) -> T:
    """What the address chooses; the first one when it says nothing. Raises UnknownChoice."""
    said = request.args.get(name, next(iter(choices)))
    if said not in choices:
        raise UnknownChoice(name, tuple(choices))
    return choices[said]


def picture(content: str | bytes, *, fresh: int = A_MINUTE, status: int = 200) -> Response:
    """A drawing (SVG) or its pixels (PNG), asked for again only when it changed."""
    data = content.encode() if isinstance(content, str) else content
    answer = Response(data, status, content_type=SVG if isinstance(content, str) else PNG)
    if isinstance(content, str) and request.accept_encodings["gzip"] > 0:
        answer.set_data(_packed(data))
        answer.content_encoding = "gzip"
    if isinstance(content, str):
        answer.vary.add("Accept-Encoding")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={fresh}, must-revalidate"
    if status == 200:  # noqa: PLR2004 - OK
        answer.set_etag(sha256(data).hexdigest()[:32], weak=True)
        answer.make_conditional(request)
    return answer


def refused(sentence: str) -> Response:
    """Why there is no such picture, for whoever opens its address."""
    answer = Response(sentence + "\n", 400, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={A_MINUTE}"
    return answer


@lru_cache(maxsize=256)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
