"""Opening an account, and choosing a password with nothing but one's address."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.models.account import User
from tests.people import EMAIL, PASSWORD, open_account
from tests.web.visitor import Visitor, ask_link, is_signed_in, notices

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def account(app: Flask) -> str:
    with app.app_context():
        open_account(EMAIL)
    return EMAIL


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def test_a_new_applicant_registers_and_enters_by_a_link(app: Flask, visitor: Visitor) -> None:
    visitor.open("/inscription")
    visitor.send(status=400, given_name="Alix", family_name="", email="alix")
    assert "Indiquez votre nom." in visitor.text
    visitor.send(given_name="Alix", family_name="Martin", email="Alix@Exemple.fr")
    (welcome,) = notices(app, "account/welcome")
    visitor.open(welcome.context["link"])
    visitor.send()

    visitor.open("/mon-compte")
    assert "Alix Martin" in visitor.text
    with app.app_context():
        (user,) = db.session.scalars(select(User))
        assert (user.email, user.password, user.confirmed_at is None) == ("alix@exemple.fr", None, False)


def test_registering_a_known_address_says_nothing_and_changes_nothing(
    app: Flask, visitor: Visitor, account: str
) -> None:
    visitor.open("/inscription")
    answer = visitor.send(given_name="Pirate", family_name="Pirate", email=EMAIL)

    assert answer.location == "/connexion/message"
    assert [len(notices(app, text)) for text in ("account/welcome", "account/sign-in")] == [0, 1]
    with app.app_context():
        assert [user.name for user in db.session.scalars(select(User))] == ["Camille Durand"]


def test_a_person_without_a_password_chooses_one_soon_after_signing_in(
    app: Flask, visitor: Visitor, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open(ask_link(visitor))
    visitor.send()
    with visitor.client.session_transaction() as session:
        session["fs_paa"] -= 25 * 60
    visitor.open("/mon-compte/mot-de-passe", status=403)
    assert visitor.page.h1.get_text() == "Connectez-vous de nouveau"
    with visitor.client.session_transaction() as session:
        session["fs_paa"] += 25 * 60
    visitor.open("/mon-compte/mot-de-passe")
    visitor.send(new_password=PASSWORD)

    other = Visitor(app)
    other.open("/connexion")
    other.send(email=EMAIL, password=PASSWORD)
    assert is_signed_in(other)


def test_a_forgotten_password_is_replaced_through_the_address(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        open_account(EMAIL, PASSWORD)
    for email in (EMAIL, "inconnue@exemple.fr"):
        visitor.open("/mot-de-passe-oublie")
        assert visitor.send(email=email).location == "/connexion/message"
    (notice,) = notices(app, "account/reset-password")
    visitor.open(notice.context["link"])
    visitor.send(status=400, password="court")
    assert "Écrivez au moins 12 caractères" in visitor.text
    visitor.send(password="la neige tombe sur le Canigou")
    visitor.open("/connexion")
    visitor.send(email=EMAIL, password="la neige tombe sur le Canigou")

    assert is_signed_in(visitor)
    visitor.open("/mon-compte")
    assert len(notices(app, "account/password-changed")) == 1
    visitor.open(notice.context["link"], status=410)
    assert visitor.page.h1.get_text() == "Ce lien n’est plus valable"


def test_the_link_of_a_message_never_comes_from_the_host_of_the_request(app: Flask) -> None:
    with app.app_context():
        open_account(EMAIL, PASSWORD)
    visitor = Visitor(app)
    visitor.open("/mot-de-passe-oublie")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    visitor.client.post(
        "/mot-de-passe-oublie", data={"csrf_token": token, "email": EMAIL}, headers={"X-Forwarded-Host": "evil.example"}
    )

    (notice,) = notices(app, "account/reset-password")
    assert notice.context["link"].startswith("/mot-de-passe-oublie/")


def test_a_wrong_reset_link_says_so(visitor: Visitor) -> None:
    visitor.open("/mot-de-passe-oublie/abcdef", status=410)

    assert "Votre mot de passe n’a pas changé." in visitor.text


@pytest.mark.parametrize("path", ["/connexion", "/connexion/lien", "/mot-de-passe-oublie", "/inscription"])
def test_the_time_of_an_answer_does_not_tell_that_an_account_exists(app: Flask, visitor: Visitor, path: str) -> None:
    with app.app_context():
        open_account(EMAIL, PASSWORD)
    visitor.open(path)
    form = {"csrf_token": visitor.page.find("input", attrs={"name": "csrf_token"})["value"], "password": "un essai"}
    form |= {"given_name": "Alix", "family_name": "Martin"}
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(5):
        for known, times in took.items():
            start = perf_counter()
            visitor.client.post(path, data=form | {"email": EMAIL if known else f"inconnue{number}@exemple.fr"})
            times.append(perf_counter() - start)

    # A second hash, or a slow one, would show: generous, because other work may run beside the tests.
    assert min(took[True]) < 4 * min(took[False])
    assert min(took[False]) < 4 * min(took[True])
