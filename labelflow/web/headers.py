"""What each answer tells the browser: nothing inline, nothing from elsewhere, no copy of private pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "script-src": "'none'",
}
PAGE = "; ".join(f"{name} {value}" for name, value in POLICY.items())
FILE = "default-src 'none'; frame-ancestors 'none'"

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONE_YEAR = "max-age=31536000; includeSubDomains"


def init_headers(app: Flask) -> None:
    """Complete every answer; a view that needs another value sets it itself."""
    app.after_request(protect)


def protect(response: Response) -> Response:
    given = {name.lower() for name, _value in response.headers}
    for name, value in _wanted(response):
        if name.lower() not in given:
            response.headers.add(name, value)
    return response


def _wanted(response: Response) -> Iterator[tuple[str, str]]:
    yield from ALWAYS.items()
    if response.mimetype == "text/html":
        yield "Content-Security-Policy", PAGE
    elif response.mimetype != "application/pdf":  # browsers show a PDF with a page of their own
        yield "Content-Security-Policy", FILE
    if request.is_secure:
        yield "Strict-Transport-Security", ONE_YEAR
    yield "Cache-Control", "no-store" if is_private() else "no-cache"


def is_private() -> bool:
    """Whether the answer is for one person: somebody is signed in, or something was sent."""
    return "_user_id" in session or request.environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
