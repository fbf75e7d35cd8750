"""`/annuaire`: a teacher asks where, how far, for which level; then what; and is told what to lift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.offers import offered
from tests.scenes.committee import FACTS
from tests.web.public_town import town

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.page import Page
    from tests.scenes.scene import Scene
    from tests.stage import Stage

TITLES = ("Ciel de Lozère", "Volcans en bocal", "Robots", "Au musée")


def fair(crowd: Crowd) -> dict[str, Scene]:
    scenes = town(crowd)
    offered(crowd, scenes["applicant"], title="Ciel de Lozère", departments=["48"], levels=["cm1"], months=[4])
    offered(
        crowd, scenes["applicant"], title="Volcans en bocal", departments=["31"], subjects=["earth"], price="quoted"
    )
    offered(
        crowd,
        scenes["library"],
        by="librarian",
        title="Robots",
        departments=["31"],
        subjects=["computing"],
        levels=["3e"],
    )
    on_site = {"mode": "on_site", "departments": [], "site_insee": "48095", "scope": "exhibitions"}
    offered(crowd, scenes["library"], by="librarian", title="Au musée", **on_site)
    return scenes


def titles(page: Page) -> set[str]:
    return {title for title in TITLES if title in page.links}


@pytest.fixture
def visitor(stage: Stage) -> Crowd:
    stage.at(fair)
    return stage.crowd


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", set(TITLES)),
        ("ou=Mende&trajet=comes&niveau=cm1&gratuit=y&mois=4", {"Ciel de Lozère"}),
        ("ou=48000&trajet=20", {"Au musée"}),
        ("q=volacn", {"Volcans en bocal"}),
        ("sujet=computing&niveau=cycle-4", {"Robots"}),
        ("departement=48", {"Ciel de Lozère", "Au musée"}),
        ("langue=oc&acces=motor", set(TITLES)),
        ("acces=motor&acces=visual", set()),
        ("niveau=cm9&mois=13&trajet=loin&sujet=rien&departement=99&tri=au+hasard&apres=x.y", set(TITLES)),
        ("q=" + "a" * 900, set()),
        ("apres=0.0", set()),
        ("apres=0.99999999999999", set(TITLES)),
    ],
)
def test_each_state_of_a_search_is_an_address(visitor: Crowd, query: str, expected: set[str]) -> None:
    assert titles(visitor.browser().get(f"/annuaire?{query}")) == expected


def test_a_teacher_fills_the_form_and_reads_an_action(visitor: Crowd) -> None:
    browser = visitor.browser()
    browser.get("/annuaire")

    page = browser.submit("Chercher", {"Où est votre classe ?": "Mende", "q": "étoiles"})
    assert titles(page) == {"Ciel de Lozère", "Au musée", "Volcans en bocal"}
    assert "autour de Mende" in page.text
    browser.click("Ciel de Lozère")

    assert browser.page is not None
    assert browser.page.h1 == "Ciel de Lozère"


def test_choices_say_how_many_they_would_give(visitor: Crowd) -> None:
    page = visitor.browser().get("/annuaire?sujet=computing")

    assert "Troisième (1)" in page.text
    assert "Sciences de la Terre, eau et climat (1)" in page.text
    assert "Grande section (0)" in page.text


def test_nothing_found_offers_what_to_lift(visitor: Crowd) -> None:
    browser = visitor.browser()
    page = browser.get("/annuaire?niveau=3e&departement=48")
    assert "0 action" in page.text

    page = browser.click("À tous les niveaux : 2 actions")

    assert titles(page) == {"Ciel de Lozère", "Au musée"}


def test_a_place_that_is_not_found_or_not_alone_is_said(visitor: Crowd) -> None:
    browser = visitor.browser()

    assert "Ce lieu n’a pas été trouvé" in browser.get("/annuaire?ou=Atlantide").text
    page = browser.get("/annuaire?ou=48000")
    assert "autour de Mende" in page.text
    assert "Badaroux (48000)" in page.links


def test_a_suspended_holder_takes_its_actions_along(visitor: Crowd, stage: Stage) -> None:
    scenes = stage.at(fair)
    visitor.browser().get("/annuaire")

    visitor.take("label", scenes["library"].label, "suspend_at_once", by="chair", facts=FACTS + FACTS)

    assert titles(visitor.browser().get("/annuaire")) == {"Ciel de Lozère", "Volcans en bocal"}


def test_a_first_visit_weighs_less_than_sixty_kilobytes(visitor: Crowd) -> None:
    client = visitor.app.test_client()
    page = visitor.browser().get("/annuaire")
    files = [str(one["href"]) for one in page.soup.select("link[href^='/assets']")]
    sizes = [len(client.get(url, headers={"Accept-Encoding": "gzip"}).data) for url in files]

    assert len(files) <= 4
    assert len(page.html.encode()) + sum(sizes) < 60_000


def test_before_any_action_the_page_says_what_will_be_there(crowd: Crowd) -> None:
    page = crowd.browser().get("/annuaire")

    assert "Aucune action pour l’instant" in page.text
    assert "Aucune action ne répond à tout" in crowd.browser().get("/annuaire?gratuit=y").text
