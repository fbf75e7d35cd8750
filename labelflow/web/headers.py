"""What each answer tells the browser: nothing inline, nothing from elsewhere, no copy of private pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, session

if TYPE_CHECKING:
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
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", PAGE)
    elif response.mimetype != "application/pdf":  # browsers show a PDF with a page of their own
        response.headers.setdefault("Content-Security-Policy", FILE)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", ONE_YEAR)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if is_private() else "no-cache"
    return response


def is_private() -> bool:
    """Whether the answer is for one person: somebody is signed in, or something was sent."""
    return "_user_id" in session or request.environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
