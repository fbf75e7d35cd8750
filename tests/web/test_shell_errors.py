"""When something does not happen, a person learns why and keeps what they wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.page import Browser
from tests.web.tiny import PRESENT_VERSION, with_tiny_pages

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.one_database

STORY = "Il était une fois une comète qui revenait tous les soixante-seize ans."
SENTENCES = [
    "Le dépôt des candidatures n’est pas ouvert en ce moment.",
    "Choisissez au moins une pièce à demander.",
]


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(with_tiny_pages(app).test_client())


def test_a_form_with_errors_answers_400_and_leads_to_each_of_them(browser: Browser) -> None:
    browser.get("/tell")

    page = browser.submit("Envoyer", {"Histoire": STORY}, status=400)

    assert page.errors == ["Indiquez un titre."]
    assert page.links["Indiquez un titre."] == "#title"
    assert page.soup.select_one("#story").get_text() == STORY
    assert "à corriger" in page.soup.title.get_text()


def test_a_form_without_error_leads_on_and_says_what_was_done(browser: Browser) -> None:
    browser.get("/tell")

    browser.submit("Envoyer", {"Titre": "La comète", "Histoire": STORY})

    assert "Histoire envoyée." in browser.follow().text


def test_a_refusal_shows_all_its_reasons_above_what_was_typed(browser: Browser) -> None:
    browser.get("/tell")

    page = browser.submit("Envoyer", {"Titre": "refused", "Histoire": STORY}, status=409)

    assert page.h1 == "Raconter"
    assert page.reasons == SENTENCES
    assert "Vous vouliez : raconter." in page.text
    assert page.soup.select_one("#story").get_text() == STORY


def test_a_secret_is_never_sent_back(browser: Browser) -> None:
    browser.get("/tell")
    values = {"Titre": "refused", "Histoire": STORY, "Secret": "correct horse battery staple"}

    page = browser.submit("Envoyer", values, status=409)

    assert "correct horse" not in page.html


def test_a_stale_form_keeps_the_text_and_takes_the_present_version(browser: Browser) -> None:
    browser.get("/tell")
    form = {"title": "outdated", "story": STORY, "seen": "3"}

    page = browser.post("/tell", form, status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.text
    assert page.form("Envoyer").data["seen"] == str(PRESENT_VERSION)
    assert page.form("Envoyer").data["story"] == STORY


def test_an_expired_page_does_nothing_keeps_the_text_and_can_be_sent_again(browser: Browser) -> None:
    expired = browser.post("/tell", {"csrf_token": "old", "title": "La comète", "story": STORY}, status=400)

    assert "Cette page a expiré" in expired.text
    assert expired.form("Envoyer").data["story"] == STORY
    browser.submit("Envoyer")
    assert "Histoire envoyée." in browser.follow().text


def test_a_post_without_a_page_of_its_own_gives_the_text_back_to_copy(browser: Browser) -> None:
    page = browser.post("/do/refused", {"note": STORY, "password": "correct horse battery staple"}, status=409)

    assert page.h1 == "Ce n’est pas possible pour l’instant"
    assert STORY in page.text
    assert page.reasons == SENTENCES
    assert "correct horse" not in page.html


def test_input_that_cannot_be_used_says_what_to_do(browser: Browser) -> None:
    page = browser.post("/do/invalid", status=400)

    assert page.h1 == "Choisissez un fichier CSV."


@pytest.mark.parametrize(
    ("url", "status", "heading"),
    [
        ("/see/forbidden", 403, "Cette page ne vous est pas ouverte"),
        ("/see/missing", 404, "Page introuvable"),
        ("/nulle-part", 404, "Page introuvable"),
        ("/do/refused", 405, "Cette adresse ne s’ouvre pas ainsi"),
    ],
)
def test_each_closed_door_has_its_page(browser: Browser, url: str, status: int, heading: str) -> None:
    assert browser.get(url, status).h1 == heading


def test_a_post_that_is_too_heavy_is_refused_with_the_limit(browser: Browser) -> None:
    page = browser.post("/tell", {"story": "a" * 12_000_000}, status=413)

    assert page.h1 == "Cet envoi est trop lourd"
    assert "12 Mo" in page.text


@pytest.mark.parametrize("url", ["/candidatures/nouvelle", "/coordination/labels/x", "/nulle-part", "/connexion/lien"])
def test_a_heavy_post_to_a_closed_door_is_no_accident(app: Flask, url: str) -> None:
    """Whoever answers may ask for what was typed, and be told again that it is too heavy."""
    answer = app.test_client().post(url, data={"story": "a" * 12_000_000})

    assert 300 <= answer.status_code < 500


def test_an_unforeseen_error_shows_a_reference_that_the_log_knows(
    browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    page = browser.get("/see/broken", 500)

    reference = re.search(r"Référence : ([0-9A-F]{8})", page.text)[1]
    logged = capsys.readouterr()
    assert "a secret detail" not in page.html
    assert "Traceback" not in page.html
    assert reference in logged.out + logged.err


def test_scripts_read_the_same_refusal_as_json(browser: Browser) -> None:
    answer = browser.get("/api/v1/see/refused", 409).response.get_json()

    assert answer["code"] == "refused"
    assert answer["refusals"] == [
        {"code": "window-closed", "message": SENTENCES[0]},
        {"code": "no-piece-asked", "message": SENTENCES[1]},
    ]
