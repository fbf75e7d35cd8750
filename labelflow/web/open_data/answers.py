"""Answers that other sites and programs read: from anywhere, asked for again only when they changed."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from flask import Response, request, stream_with_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

JSON: Final = "application/json"
HELD: Final = 32
"""Pieces that a stream puts together before it sends them."""


def as_json(content: Any, media_type: str = JSON) -> Response:  # noqa: ANN401 - any JSON value
    """Some content as JSON."""
    return published(json.dumps(content, ensure_ascii=False).encode() + b"\n", media_type)


def published(data: bytes, media_type: str) -> Response:
    """A whole answer, under a tag of its bytes."""
    answer = Response(data, content_type=media_type)
    answer.set_etag(sha256(data).hexdigest()[:32])
    return to_all(answer)


def streamed(pieces: Callable[[], Iterable[str]], media_type: str, *, tag: str, name: str) -> Response:
    """A long answer, made as it is read, under a tag that is known before: nothing is made for who has it."""
    if tag in request.if_none_match:
        answer = Response(status=304)
        answer.set_etag(tag)
        return to_all(answer)
    body = () if request.method == "HEAD" else stream_with_context(_together(pieces()))
    answer = Response(body, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.set_etag(tag)
    return to_all(answer, conditional=False)


def _together(pieces: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) >= HELD:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


def to_all(answer: Response, *, conditional: bool = True) -> Response:
    """Let any site read an answer; whoever keeps it asks each time whether it still holds."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = "public, no-cache"
    if conditional:
        answer.make_conditional(request)
    return answer
