"""A selection without an account: kept by the browser, shared by an address, compared; no public page depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.services import actions
from tests import scenes
from tests.offers import offered
from tests.page import element

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.page import Browser, Page
    from tests.stage import Stage

TITLES = tuple(f"Action {number}" for number in range(1, 6))


def five(crowd: Crowd) -> list[str]:
    scene = scenes.labelled(crowd)
    return [offered(crowd, scene, title=title, group_most=20 + place) for place, title in enumerate(TITLES)]


@pytest.fixture
def offers(stage: Stage) -> list[str]:
    return stage.at(five)


def titles(page: Page) -> list[str]:
    return [title for title in page.links if title in TITLES]


def add(browser: Browser, *names: str) -> Page:
    browser.client.post("/selection/ajouter", data={"a": [f"x-{name}" for name in names]})
    return browser.get("/selection")


def test_a_teacher_keeps_compares_and_takes_out_actions(stage: Stage, offers: list[str]) -> None:
    browser = stage.crowd.browser()
    for title in TITLES[:2]:
        browser.get("/annuaire")
        browser.submit(f"Ajouter à ma sélection « {title} »")
        assert "est dans votre sélection" in browser.follow().text
    assert "Revenir à la recherche" not in browser.get("/selection").links

    page = browser.submit("Comparer les actions cochées")

    rows = {row[0]: row[1:] for row in page.rows()}
    assert rows["Groupe ≠(différent)"] == ["De 10 à 20 élèves", "De 10 à 21 élèves"]
    assert rows["Prix"] == ["Gratuit", "Gratuit"]
    browser.get("/selection")
    browser.submit("Retirer « Action 1 »")
    assert titles(browser.follow()) == ["Action 2"]
    browser.submit("Vider la sélection")
    assert titles(browser.follow()) == []


def test_no_page_but_the_selection_receives_the_cookie(stage: Stage, offers: list[str]) -> None:
    browser = stage.crowd.browser()
    answer = browser.client.post(
        "/selection/ajouter", data={"a": offers[0]}, headers={"Referer": "http://localhost/annuaire?q=a"}
    )

    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert all(part in cookie for part in ("Path=/selection", "HttpOnly", "SameSite=Lax"))
    assert answer.location == "/selection?fait=ajout&retour=/annuaire?q%3Da"
    for address in ("/annuaire", browser.get(f"/actions/x-{offers[0]}", 303).location):
        page = browser.get(address)
        assert "Set-Cookie" not in page.headers
        assert page.html == stage.crowd.browser().get(address).html
    assert browser.get("/selection").headers["Cache-Control"] == "no-store"


def test_a_shared_address_shows_the_same_and_changes_nothing(stage: Stage, offers: list[str]) -> None:
    owner, other = stage.crowd.browser(), stage.crowd.browser()
    add(owner, *offers[:2])
    address = owner.page.links["Lien vers cette sélection"] if owner.page else ""
    add(other, offers[2])

    assert titles(other.get(address)) == list(TITLES[:2])
    assert titles(other.get("/selection")) == ["Action 3"]
    other.get(address)
    other.submit("Ajouter ces actions à ma sélection")
    assert titles(other.follow()) == ["Action 3", "Action 1", "Action 2"]


def test_what_is_archived_or_invented_is_left_out_and_said(stage: Stage, offers: list[str]) -> None:
    stage.crowd.do(actions.archive, offers[0], by="applicant")

    page = stage.crowd.browser().get(f"/selection?a=x-{offers[0]}&a=x-{offers[1]}&a=x-000000000000&a=%27--&a=")

    assert titles(page) == ["Action 2"]
    assert "2 actions de cette liste ne sont plus proposées" in page.text
    browser = stage.crowd.browser()
    browser.client.post("/selection/ajouter", data={"a": offers[0]})
    assert "Cette action n’est plus proposée" in browser.get("/selection?fait=inconnue").text


def test_five_actions_are_too_many_to_compare(stage: Stage, offers: list[str]) -> None:
    browser = stage.crowd.browser()

    page = browser.get("/selection/comparer?" + "&".join(f"a={one}" for one in offers))

    assert "Quatre actions au plus" in page.text
    assert len(page.rows()[0]) == 5
    assert "Rien à comparer" in browser.get("/selection/comparer").text
    assert "au moins deux" in browser.get(f"/selection/comparer?a={offers[0]}").text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.exemple.org"}])
def test_another_site_changes_nothing(stage: Stage, offers: list[str], headers: dict[str, str]) -> None:
    browser = stage.crowd.browser()

    answer = browser.client.post("/selection/ajouter", data={"a": offers[0]}, headers=headers)

    assert answer.status_code == 403
    browser.client.set_cookie("labelflow-selection", "forgé", path="/selection")
    assert titles(browser.get("/selection?fait=autre&retour=//ailleurs.exemple.org")) == []


def test_the_sheet_says_what_a_head_of_school_asks(stage: Stage, offers: list[str]) -> None:
    browser = stage.crowd.browser()
    browser.get(f"/actions/x-{offers[0]}", 303)
    browser.follow()

    page = browser.click("Fiche à imprimer")

    assert "Coût pour l’établissement : Gratuit" in page.text
    assert "sous la responsabilité et en présence de son enseignant" in page.text
    assert element(page, ".sheet__code svg")
    for address in ("/selection", "/annuaire", page.url):
        got = browser.get(address)
        files = [str(one["href"]) for one in got.soup.select("link[href^='/assets']")]
        sizes = [len(browser.client.get(url, headers={"Accept-Encoding": "gzip"}).data) for url in files]
        assert len(files) <= 4
        assert len(got.html.encode()) + sum(sizes) < 60_000
