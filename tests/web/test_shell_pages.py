"""The pages that every site owes its readers, and what surrounds every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from labelflow.db import db
from labelflow.i18n import _l
from labelflow.web.access import public
from labelflow.web.shell import Entry, Shell, existing
from tests.page import Browser
from tests.web.tiny import with_tiny_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.one_database

PAGES = {
    "/accessibilite": "Déclaration d’accessibilité",
    "/donnees-personnelles": "Données personnelles",
    "/mentions-legales": "Mentions légales",
    "/aide": "Aide",
}


@pytest.mark.parametrize(("url", "heading"), PAGES.items())
def test_what_the_law_wants_is_there_and_reachable_from_every_page(client: FlaskClient, url: str, heading: str) -> None:
    page = Browser(client).get(url)

    assert page.h1 == heading
    assert set(PAGES) <= set(page.links.values())


def test_the_accessibility_statement_claims_no_audit_that_did_not_happen(client: FlaskClient) -> None:
    page = Browser(client).get("/accessibilite")

    assert "Aucun audit" in page.text
    assert "Non conforme" in page.text
    assert "Défenseur des droits" in page.text
    assert "Accessibilité : non conforme (non évaluée)" in " ".join(page.links)


def test_the_privacy_page_says_how_long_each_kind_of_data_is_kept(client: FlaskClient) -> None:
    rows = Browser(client).get("/donnees-personnelles").rows()

    assert len(rows) >= 8
    assert [end for what, _kept, end in rows if what == "Déclarations d’intérêts"] == ["Effacement"]


def test_the_legal_notice_names_publisher_and_host_or_says_that_they_are_missing(
    client: FlaskClient, make_app: Callable[..., Flask]
) -> None:
    named = make_app(publisher="Ada Exemple", host="Hébergeur, Toulouse")

    assert "À indiquer par l’organisme" in Browser(client).get("/mentions-legales").text
    page = Browser(named.test_client()).get("/mentions-legales")
    assert "Ada Exemple" in page.text
    assert "Hébergeur, Toulouse" in page.text
    assert "À indiquer" not in page.text


def test_the_page_says_whose_it_is_and_lets_readers_skip_to_the_content(client: FlaskClient) -> None:
    page = Browser(client).get("/aide")

    assert page.soup.select_one(".brand").get_text().strip() == "Sciences en Occitanie"
    assert page.links["Aller au contenu"] == "#contenu"
    assert "Se connecter" in page.links


def test_the_navigation_shows_what_exists_to_whoever_may_open_it(app: Flask) -> None:
    entries = [Entry(_l("Raconter"), "/tell"), Entry(_l("À moi"), "/own"), Entry(_l("Absent"), "/absent")]

    with with_tiny_pages(app).test_request_context("/tell/details"):
        links = Shell().links(entries)

    assert [(str(one["label"]), one["url"], one["current"]) for one in links] == [("Raconter", "/tell", True)]


def test_an_address_with_a_final_slash_is_found_too(app: Flask) -> None:
    app.add_url_rule("/slashed/", "slashed", public(lambda: ""))

    with app.test_request_context("/"):
        assert existing("/slashed") == "/slashed/"


def test_the_process_says_that_it_lives_and_that_it_can_serve(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ok", "database": "ok"}


def test_without_a_database_the_process_lives_and_says_that_it_cannot_serve(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        monkeypatch.setattr(type(db.session), "execute", unreachable)

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def unreachable(*_arguments: object, **_options: object) -> None:
    raise OperationalError("SELECT 1", {}, ConnectionError())


def test_the_style_guide_is_shown_to_who_tries_or_builds_the_site_only(
    client: FlaskClient, make_app: Callable[..., Flask]
) -> None:
    demo = make_app(demo=True)

    assert client.get("/style-guide").status_code == 404
    assert Browser(demo.test_client()).get("/style-guide").h1 == "Guide de style"


def test_only_a_demonstration_says_that_all_is_invented(client: FlaskClient, make_app: Callable[..., Flask]) -> None:
    demo = make_app(demo=True)

    assert "Démonstration" in demo.test_client().get("/aide").text
    assert "Démonstration" not in client.get("/aide").text
