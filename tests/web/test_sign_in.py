"""Signing in with a password, signing out, and what the session keeps to."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow import clock
from labelflow.db import db
from labelflow.models.account import User
from tests.people import EMAIL, PASSWORD, open_account
from tests.web.visitor import Visitor, is_signed_in, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask


@pytest.fixture
def account(app: Flask) -> str:
    with app.app_context():
        open_account(EMAIL, PASSWORD)
    return EMAIL


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def test_the_right_password_opens_the_space_of_the_person(visitor: Visitor, account: str) -> None:
    visitor.open("/connexion")
    answer = visitor.send(email=account, password=PASSWORD)

    assert answer.location == "/mon-espace"
    visitor.open("/mon-compte")
    assert "Camille Durand" in visitor.text


def test_an_address_is_recognised_whatever_its_capitals(visitor: Visitor, account: str) -> None:
    sign_in(visitor, f"  {account.upper()} ")

    assert is_signed_in(visitor)


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "pas le bon mot"), ("inconnue@exemple.fr", PASSWORD), (EMAIL, "")],
    ids=["wrong password", "unknown account", "no password"],
)
def test_a_failed_sign_in_says_the_same_whatever_was_wrong(
    visitor: Visitor, account: str, email: str, password: str
) -> None:
    visitor.open("/connexion")
    visitor.send(status=400, email=email, password=password)

    assert "Cette adresse et ce mot de passe ne vont pas ensemble" in visitor.text
    assert visitor.text.count("ne vont pas ensemble") == 1
    assert visitor.page.find("input", attrs={"name": "email"})["value"] == email
    assert not visitor.page.find("input", attrs={"name": "password"}).get("value")
    assert not is_signed_in(visitor)


def test_a_closed_account_does_not_open(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        open_account(EMAIL, PASSWORD).active = False
        db.session.commit()
    visitor.open("/connexion")
    visitor.send(status=400, email=EMAIL, password=PASSWORD)

    assert not is_signed_in(visitor)


def test_a_token_in_the_address_or_the_head_of_a_request_signs_nobody_in(app: Flask, account: str) -> None:
    with app.test_request_context():
        token = db.session.scalars(select(User).where(User.email == account)).one().get_auth_token()
    client = app.test_client()

    answers = [
        client.get("/mon-compte", query_string={"auth_token": token}),
        client.get("/mon-compte", headers={"Authentication-Token": token}),
        client.get("/mon-compte", json={"auth_token": token}),
    ]

    assert [answer.location.partition("?")[0] for answer in answers] == ["/connexion"] * 3


def test_signing_in_leads_to_the_page_that_was_asked_for(visitor: Visitor, account: str) -> None:
    asked = visitor.client.get("/mon-compte/profil")
    visitor.open(asked.location)
    answer = visitor.send(email=account, password=PASSWORD)

    assert answer.location.rstrip("?") == "/mon-compte/profil"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(visitor: Visitor, account: str, elsewhere: str) -> None:
    visitor.open("/connexion")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    form = {"csrf_token": token, "email": account, "password": PASSWORD, "next": elsewhere}
    answer = visitor.client.post("/connexion", data=form)

    assert answer.location is None or re.match(r"/[^/\\]", answer.location)


def test_a_post_without_its_token_does_nothing(visitor: Visitor, account: str) -> None:
    answer = visitor.client.post("/connexion", data={"email": account, "password": PASSWORD})

    assert answer.status_code == 400
    assert "Cette page a expiré" in answer.text
    assert not is_signed_in(visitor)


def test_the_token_of_a_visitor_does_not_serve_once_signed_in(visitor: Visitor, account: str) -> None:
    visitor.open("/connexion")
    before = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    visitor.send(email=account, password=PASSWORD)

    answer = visitor.client.post("/mon-compte/deconnexions", data={"csrf_token": before})
    assert answer.status_code == 400


def test_the_session_keeps_nothing_that_was_there_before_sign_in(visitor: Visitor, account: str) -> None:
    visitor.open("/connexion")
    with visitor.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    visitor.send(email=account, password=PASSWORD)

    with visitor.client.session_transaction() as session:
        assert "planted" not in session
        assert "_user_id" in session


def test_signing_out_takes_a_post(visitor: Visitor, account: str) -> None:
    sign_in(visitor)

    assert visitor.client.get("/deconnexion").status_code == 405
    assert is_signed_in(visitor)
    visitor.open("/mon-compte")
    visitor.send(action="/deconnexion")
    assert not is_signed_in(visitor)


def test_signing_out_without_a_token_does_nothing(visitor: Visitor, account: str) -> None:
    sign_in(visitor)

    assert visitor.client.post("/deconnexion").status_code == 400
    assert is_signed_in(visitor)


def cookies(visitor: Visitor) -> list[str]:
    return [line for line in visitor.answer.headers.getlist("Set-Cookie") if "labelflow" in line]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor, account: str) -> None:
    sign_in(visitor)

    (cookie,) = cookies(visitor)
    assert cookie.startswith("labelflow=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_over_https_the_session_cookie_never_travels_in_clear(make_app: Callable[..., Flask]) -> None:
    app = make_app(base_url="https://label.exemple.fr")
    visitor = Visitor(app, scheme="https")
    with app.app_context():
        open_account(EMAIL, PASSWORD)

    sign_in(visitor)

    (cookie,) = cookies(visitor)
    assert cookie.startswith("__Host-labelflow=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(("hours", "open_still"), [(11, True), (13, False)])
def test_a_session_ends_twelve_hours_after_sign_in(
    visitor: Visitor, account: str, hours: int, open_still: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(visitor)
    later = clock.real_now() + timedelta(hours=hours)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    assert is_signed_in(visitor) is open_still
    if not open_still:
        visitor.open("/connexion")
        assert "Votre session a duré douze heures" in visitor.text


def test_moving_the_clock_of_a_demonstration_signs_nobody_out(visitor: Visitor, account: str) -> None:
    sign_in(visitor)
    clock.shift(timedelta(days=90))
    try:
        assert is_signed_in(visitor)
    finally:
        clock.shift(timedelta(0))


def test_ten_tries_on_one_account_then_one_has_to_wait(visitor: Visitor, account: str, app: Flask) -> None:
    for _try in range(10):
        visitor.open("/connexion")
        visitor.send(status=400, email=account, password="encore un essai")
    visitor.open("/connexion")
    visitor.send(status=429, email=account, password=PASSWORD)

    assert "Trop d’essais en peu de temps" in visitor.text
    assert re.search(r"à partir de \d+\u00a0h", visitor.text)
    wait = parsedate_to_datetime(visitor.answer.headers["Retry-After"]) - clock.real_now()
    assert timedelta(0) < wait <= timedelta(minutes=16)
    assert not is_signed_in(visitor)


def test_tries_of_a_stranger_lock_nobody_out(visitor: Visitor, account: str, app: Flask) -> None:
    stranger = Visitor(app, network="198.51.100.7")
    for _try in range(11):
        stranger.open("/connexion")
        stranger.send(status=429 if _try == 10 else 400, email=account, password="encore un essai")

    sign_in(visitor)
    assert is_signed_in(visitor)


def test_one_network_does_not_try_many_accounts(app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.open("/connexion")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    answers = [
        visitor.client.post(
            "/connexion",
            data={"csrf_token": token, "email": f"personne{number}@exemple.fr", "password": ""},
            environ_base=visitor.environ,
        ).status_code
        for number in range(101)
    ]

    assert answers == [400] * 100 + [429]


def test_changing_the_password_needs_the_present_one(visitor: Visitor, account: str) -> None:
    sign_in(visitor)
    visitor.open("/mon-compte/mot-de-passe")
    visitor.send(status=400, password="pas le bon mot", new_password="la neige tombe sur le Canigou")
    assert "Ce n’est pas votre mot de passe actuel" in visitor.text
    visitor.send(status=400, password=PASSWORD, new_password="court")
    assert "Écrivez au moins 12 caractères" in visitor.text
    visitor.send(password=PASSWORD, new_password="la neige tombe sur le Canigou")

    assert is_signed_in(visitor)


def test_a_changed_password_signs_the_other_devices_out(app: Flask, visitor: Visitor, account: str) -> None:
    other = Visitor(app)
    for one in (visitor, other):
        sign_in(one)
    visitor.open("/mon-compte/mot-de-passe")
    visitor.send(password=PASSWORD, new_password="la neige tombe sur le Canigou")

    assert is_signed_in(visitor)
    assert not is_signed_in(other)
    sign_in(other, password="la neige tombe sur le Canigou")
    assert is_signed_in(other)


def test_the_other_devices_can_be_signed_out_without_changing_anything(
    app: Flask, visitor: Visitor, account: str
) -> None:
    other = Visitor(app)
    for one in (visitor, other):
        sign_in(one)
    visitor.open("/mon-compte")
    visitor.send(action="/mon-compte/deconnexions")

    assert (is_signed_in(visitor), is_signed_in(other)) == (True, False)
