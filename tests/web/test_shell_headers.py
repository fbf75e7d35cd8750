"""What each answer tells the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.clock import real_now
from tests.web.tiny import with_tiny_pages

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.one_database


def test_a_page_may_run_nothing_and_ask_nobody_else(client: FlaskClient) -> None:
    policy = client.get("/aide").headers["Content-Security-Policy"]

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "script-src": "'none'",
    }


def test_every_answer_is_protected_even_an_error(client: FlaskClient) -> None:
    for url in ("/aide", "/nulle-part", "/healthz"):
        headers = client.get(url).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]


def test_browsers_are_bound_to_https_where_it_is_in_use(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/aide").headers
    assert "Strict-Transport-Security" in client.get("/aide", base_url="https://localhost").headers


def test_pages_of_somebody_signed_in_are_never_kept(client: FlaskClient) -> None:
    assert client.get("/aide").headers["Cache-Control"] == "no-cache"
    with client.session_transaction() as session:
        session["_user_id"] = "somebody"
        session["fs_paa"] = real_now().timestamp()

    assert client.get("/aide").headers["Cache-Control"] == "no-store"


def test_the_answer_to_a_post_is_never_kept(app: Flask) -> None:
    answer = with_tiny_pages(app).test_client().post("/tell", data={"title": "La comète"})

    assert answer.headers["Cache-Control"] == "no-store"
