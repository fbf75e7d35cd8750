"""Links that sign in: a page opens, a button uses them, once, and not for long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow import clock
from labelflow.db import db
from labelflow.models.account import SignInLink, User
from labelflow.services.sign_in import LINK_LASTS
from tests.people import EMAIL, PASSWORD, open_account
from tests.web.visitor import Visitor, ask_link, is_signed_in, notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def true_time() -> Iterator[None]:
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def account(app: Flask) -> str:
    with app.app_context():
        open_account(EMAIL)
    return EMAIL


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def test_the_button_of_the_page_signs_in(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor)
    visitor.open(link)
    assert visitor.page.h1.get_text() == "Se connecter comme Camille Durand"
    answer = visitor.send()

    assert answer.location == "/mon-espace"
    assert is_signed_in(visitor)


def test_opening_the_link_changes_nothing(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor)
    for _scan in range(3):
        visitor.open(link)

    assert not is_signed_in(visitor)
    with app.app_context():
        assert db.session.scalars(select(SignInLink.used_at)).all() == [None]
    visitor.send()
    assert is_signed_in(visitor)


def test_a_link_serves_once(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor)
    thief = Visitor(app)
    for one in (visitor, thief):
        one.open(link)
    visitor.send()

    thief.send(status=410)
    assert thief.page.h1.get_text() == "Ce lien a déjà servi"
    assert not is_signed_in(thief)


def test_a_link_over_offers_a_new_one(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor)
    clock.shift(LINK_LASTS + timedelta(minutes=1))
    visitor.open(link, status=410)

    assert visitor.page.h1.get_text() == "Ce lien a expiré"
    visitor.send(email=EMAIL)
    assert len(notices(app)) == 2


def test_a_link_that_expires_while_its_page_is_open_signs_nobody_in(app: Flask, visitor: Visitor, account: str) -> None:
    visitor.open(ask_link(visitor))
    clock.shift(LINK_LASTS + timedelta(minutes=1))
    visitor.send(status=410)

    assert not is_signed_in(visitor)


def test_a_link_that_nobody_sent_is_not_recognised(visitor: Visitor) -> None:
    visitor.open("/connexion/lien/abcdef", status=410)

    assert visitor.page.h1.get_text() == "Ce lien n’est pas reconnu"


def test_the_button_without_its_token_does_nothing(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor)

    assert visitor.client.post(link).status_code == 400
    assert not is_signed_in(visitor)
    with app.app_context():
        assert db.session.scalars(select(SignInLink.used_at)).all() == [None]


def test_nobody_learns_whether_an_account_exists(app: Flask, visitor: Visitor, account: str) -> None:
    seen = []
    for email in (EMAIL, "inconnue@exemple.fr"):
        visitor.open("/connexion/lien")
        answer = visitor.send(email=email)
        visitor.open(answer.location)
        seen.append((answer.location, visitor.text))

    assert seen[0] == seen[1]
    assert [notice.address for notice in notices(app)] == [EMAIL]


def test_a_closed_account_gets_no_link_and_uses_none(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor)
    with app.app_context():
        db.session.scalars(select(User)).one().active = False
        db.session.commit()
    visitor.open("/connexion/lien")
    visitor.send(email=EMAIL)

    assert len(notices(app)) == 1
    visitor.open(link, status=410)


def test_the_database_keeps_no_token(app: Flask, visitor: Visitor, account: str) -> None:
    token = ask_link(visitor).rpartition("/")[2]

    with app.app_context():
        (kept,) = db.session.scalars(select(SignInLink.token_hash))
    assert token not in kept


def test_a_link_leads_to_the_page_that_was_asked_for(app: Flask, visitor: Visitor, account: str) -> None:
    visitor.open(ask_link(visitor, path="/connexion/lien?next=/mon-compte/profil"))

    assert visitor.send().location == "/mon-compte/profil"


@pytest.mark.parametrize("elsewhere", ["//example.org", "https://example.org", "/\\example.org", "/\t/example.org"])
def test_a_link_never_leads_to_another_site(app: Flask, visitor: Visitor, account: str, elsewhere: str) -> None:
    link = ask_link(visitor)
    visitor.open(link)
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = visitor.client.post(link, query_string={"next": elsewhere}, data={"csrf_token": token})

    assert answer.location == "/mon-espace"


def test_a_link_replaces_whoever_was_signed_in(app: Flask, visitor: Visitor, account: str) -> None:
    with app.app_context():
        open_account("sam.roux@exemple.fr", PASSWORD, given_name="Sam", family_name="Roux")
    visitor.open("/connexion")
    visitor.send(email="sam.roux@exemple.fr", password=PASSWORD)
    link = ask_link(visitor)
    visitor.open(link)
    assert "Vous utilisez le compte de Sam Roux" in visitor.text
    visitor.send()

    visitor.open("/mon-compte")
    assert "Camille Durand" in visitor.text


def test_an_address_receives_few_messages(app: Flask, visitor: Visitor, account: str) -> None:
    for _request in range(5):
        ask_link(visitor)
    visitor.open("/connexion/lien")
    visitor.send(status=429, email=EMAIL)

    assert len(notices(app)) == 5
    assert visitor.page.find("input", attrs={"name": "email"})["value"] == EMAIL
