"""Links that sign in: a page opens, a button uses them, once, and not for long."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow import clock
from labelflow.app import create_app
from labelflow.db import db
from labelflow.models.account import SignInLink, User
from labelflow.models.queue import Notice
from labelflow.services.sign_in import LINK_LASTS
from labelflow.web.limits import limiter
from labelflow.web.sign_in import demo_link
from tests.people import PASSWORD, open_account
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from labelflow.config import Settings

EMAIL = "camille.durand@exemple.fr"


@pytest.fixture(autouse=True)
def fresh_counts(app: Flask) -> None:
    limiter.reset()


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


def notices(app: Flask, text: str = "account/sign-in") -> list[Notice]:
    with app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.text_code == text).order_by(Notice.id)))


def ask_link(visitor: Visitor, app: Flask, email: str = EMAIL, path: str = "/connexion/lien") -> str:
    visitor.open(path)
    visitor.send(email=email)
    return str(notices(app)[-1].context["link"])


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.client.get("/mon-compte").status_code == 200


def test_the_button_of_the_page_signs_in(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor, app)
    visitor.open(link)
    assert visitor.page.h1.get_text() == "Se connecter comme Camille Durand"
    answer = visitor.send()

    assert answer.location == "/mon-espace"
    assert is_signed_in(visitor)


def test_opening_the_link_changes_nothing(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor, app)
    for _scan in range(3):
        visitor.open(link)

    assert not is_signed_in(visitor)
    with app.app_context():
        assert db.session.scalars(select(SignInLink.used_at)).all() == [None]
    visitor.send()
    assert is_signed_in(visitor)


def test_a_link_serves_once(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor, app)
    thief = Visitor(app)
    for one in (visitor, thief):
        one.open(link)
    visitor.send()

    thief.send(status=410)
    assert thief.page.h1.get_text() == "Ce lien a déjà servi"
    assert not is_signed_in(thief)


def test_a_link_over_offers_a_new_one(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor, app)
    clock.shift(LINK_LASTS + timedelta(minutes=1))
    visitor.open(link, status=410)

    assert visitor.page.h1.get_text() == "Ce lien a expiré"
    visitor.send(email=EMAIL)
    assert len(notices(app)) == 2


def test_a_link_that_expires_while_its_page_is_open_signs_nobody_in(app: Flask, visitor: Visitor, account: str) -> None:
    visitor.open(ask_link(visitor, app))
    clock.shift(LINK_LASTS + timedelta(minutes=1))
    visitor.send(status=410)

    assert not is_signed_in(visitor)


def test_a_link_that_nobody_sent_is_not_recognised(visitor: Visitor) -> None:
    visitor.open("/connexion/lien/abcdef", status=410)

    assert visitor.page.h1.get_text() == "Ce lien n’est pas reconnu"


def test_the_button_without_its_token_does_nothing(app: Flask, visitor: Visitor, account: str) -> None:
    link = ask_link(visitor, app)

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
    link = ask_link(visitor, app)
    with app.app_context():
        db.session.scalars(select(User)).one().active = False
        db.session.commit()
    visitor.open("/connexion/lien")
    visitor.send(email=EMAIL)

    assert len(notices(app)) == 1
    visitor.open(link, status=410)


def test_the_database_keeps_no_token(app: Flask, visitor: Visitor, account: str) -> None:
    token = ask_link(visitor, app).rpartition("/")[2]

    with app.app_context():
        (kept,) = db.session.scalars(select(SignInLink.token_hash))
    assert token not in kept


def test_a_link_leads_to_the_page_that_was_asked_for(app: Flask, visitor: Visitor, account: str) -> None:
    visitor.open(ask_link(visitor, app, path="/connexion/lien?next=/mon-compte/profil"))

    assert visitor.send().location == "/mon-compte/profil"


@pytest.mark.parametrize("elsewhere", ["//example.org", "https://example.org", "/\\example.org", "/\t/example.org"])
def test_a_link_never_leads_to_another_site(app: Flask, visitor: Visitor, account: str, elsewhere: str) -> None:
    link = ask_link(visitor, app)
    visitor.open(link)
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = visitor.client.post(link, query_string={"next": elsewhere}, data={"csrf_token": token})

    assert answer.location == "/mon-espace"


def test_a_link_replaces_whoever_was_signed_in(app: Flask, visitor: Visitor, account: str) -> None:
    with app.app_context():
        open_account("sam.roux@exemple.fr", PASSWORD, given_name="Sam", family_name="Roux")
    visitor.open("/connexion")
    visitor.send(email="sam.roux@exemple.fr", password=PASSWORD)
    link = ask_link(visitor, app)
    visitor.open(link)
    assert "Vous utilisez le compte de Sam Roux" in visitor.text
    visitor.send()

    visitor.open("/mon-compte")
    assert "Camille Durand" in visitor.text


def test_an_address_receives_few_messages(app: Flask, visitor: Visitor, account: str) -> None:
    for _request in range(5):
        ask_link(visitor, app)
    visitor.open("/connexion/lien")
    visitor.send(status=429, email=EMAIL)

    assert len(notices(app)) == 5
    assert visitor.page.find("input", attrs={"name": "email"})["value"] == EMAIL


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
    visitor.open(ask_link(visitor, app))
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


def demo_app(settings: Settings, *, demo: bool) -> Flask:
    return create_app(dataclasses.replace(settings, demo=demo))


def test_a_demonstration_signs_in_with_one_click_at_any_time(settings: Settings) -> None:
    app = demo_app(settings, demo=True)
    with app.app_context():
        link = demo_link(open_account(EMAIL))
    assert link.startswith(f"{settings.base_url}/connexion/demo/")
    clock.shift(timedelta(days=1000))
    for _time in range(2):
        visitor = Visitor(app)
        visitor.open(link.removeprefix(settings.base_url))
        assert not is_signed_in(visitor)
        visitor.send()
        assert is_signed_in(visitor)
    with app.app_context():
        db.engine.dispose()


def test_a_demonstration_link_opens_nothing_elsewhere(settings: Settings) -> None:
    app = demo_app(settings, demo=False)
    with app.app_context():
        link = demo_link(open_account(EMAIL)).removeprefix(settings.base_url)
    visitor = Visitor(app)

    assert visitor.client.get(link).status_code == 404
    assert visitor.client.post(link).status_code in {400, 404}
    assert not is_signed_in(visitor)
    with app.app_context():
        db.engine.dispose()


def test_a_forged_demonstration_link_opens_nothing(settings: Settings) -> None:
    app = demo_app(settings, demo=True)
    with app.app_context():
        user = open_account(EMAIL)
        forged = f"/connexion/demo/{user.public_id}"
        cut = demo_link(user).removeprefix(settings.base_url)[:-2]
    visitor = Visitor(app)

    assert [visitor.client.get(link).status_code for link in (forged, cut)] == [404, 404]
    with app.app_context():
        db.engine.dispose()
