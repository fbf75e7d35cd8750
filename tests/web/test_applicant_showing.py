"""How a holder shows its label: what it sees, what it copies, what happens when the label stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.web.public_town import LONG, town

if TYPE_CHECKING:
    from tests.page import Page
    from tests.stage import Stage

BASE = "http://127.0.0.1:8000"


def shown(stage: Stage, query: str = "", place: str = "applicant", by: str = "applicant") -> tuple[str, Page]:
    number = stage.at(town)[place].number
    return number, stage.crowd.browser(by).get(f"/mon-espace/labels/{number}/afficher{query}")


def test_a_holder_finds_the_badge_from_its_label(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    browser = stage.crowd.browser("applicant")
    browser.get(f"/mon-espace/labels/{number}")

    page = browser.click("Afficher votre label")

    assert page.h1 == "Afficher votre label"
    preview = page.soup.main.find("img")
    assert preview["src"] == f"/badge/{number}.svg"
    assert "Valable jusqu’au" in preview["alt"]
    for link in page.soup.main.find_all("a", download=True):
        assert browser.client.get(link["href"]).status_code == 200


def test_the_code_to_paste_is_a_link_around_a_picture(stage: Stage) -> None:
    number, page = shown(stage)
    code = page.soup.find(id="code-site").get_text().strip()
    pasted = BeautifulSoup(code, "html.parser")

    assert [tag.name for tag in pasted.find_all(True)] == ["a", "img"]
    assert pasted.a["href"] == f"{BASE}/v/{number}"
    assert pasted.img["src"] == f"{BASE}/badge/{number}.svg"
    assert (pasted.img["width"], pasted.img["height"]) == ("360", "132")
    assert "L’Atelier des étoiles" in pasted.img["alt"]
    assert "vérifier en ligne" in pasted.img["alt"], "words kept on another site promise nothing about the day"
    assert "Valable" not in pasted.img["alt"]
    mail = BeautifulSoup(page.soup.find(id="code-courriel").get_text(), "html.parser")
    assert mail.img["src"] == f"{BASE}/badge/{number}.png?echelle=2"


def test_the_code_is_that_of_the_badge_that_was_chosen(stage: Stage) -> None:
    number, page = shown(stage, "?modele=compact&fond=sombre&langue=oc")
    pasted = BeautifulSoup(page.soup.find(id="code-site").get_text(), "html.parser")

    assert pasted.img["src"] == f"{BASE}/badge/{number}.svg?modele=compact&fond=sombre&langue=oc"
    assert pasted.a["lang"] == "oc"
    assert "verificar en linha" in pasted.img["alt"]
    assert stage.app.test_client().get(pasted.img["src"].removeprefix(BASE)).status_code == 200


def test_a_choice_that_does_not_exist_is_the_usual_one(stage: Stage) -> None:
    number, page = shown(stage, "?modele=%3Cscript%3E&langue=zz&fond=")

    assert page.soup.main.find("img")["src"] == f"/badge/{number}.svg"


def test_a_suspended_holder_reads_what_to_take_down(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    stage.crowd.take("label", scene.label, "suspend_at_once", by="chair", facts=LONG)

    page = stage.crowd.browser("applicant").get(f"/mon-espace/labels/{scene.number}/afficher")

    assert "Ce label est suspendu depuis le" in page.text
    assert "la structure cesse de l’employer" in page.text
    assert "Suspendu" in page.soup.main.find("img")["alt"]


@pytest.mark.parametrize("by", ["outsider", "librarian"])
def test_nobody_else_is_shown_that_page(by: str, stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    stage.crowd.browser(by).get(f"/mon-espace/labels/{number}/afficher", 404)
