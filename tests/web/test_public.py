"""What anybody reads without signing in: the first page, the list of holders, the programme and its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import scenes as places
from tests.offers import offered
from tests.rows import changes, fingerprint
from tests.web.public_town import LONG, town

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.page import Page
    from tests.scenes.scene import Scene
    from tests.stage import Stage

HOLDERS = ["L’Atelier des étoiles", "Médiathèque de l’Étang"]
HIDDEN = ["Les Curieux de Garonne", "Club d’astronomie du Gers"]


def names(page: Page) -> list[str]:
    """The structures of the list, in order."""
    return [name for name in page.links if name in HOLDERS + HIDDEN]


def slug(crowd: Crowd, place: str) -> str:
    return f"/annuaire/x-{crowd.structure(place).public_id}"


def test_the_first_page_counts_holders_and_names_the_newest(stage: Stage) -> None:
    stage.at(town)

    page = stage.crowd.browser().get("/")

    assert page.h1 == "Label « Sciences en Occitanie »"
    assert page.facts()["Structures labellisées"] == "2"
    assert sorted(names(page)) == sorted(HOLDERS)


def test_the_first_page_of_an_instance_without_a_label_invites_to_apply(crowd: Crowd) -> None:
    page = crowd.browser().get("/")

    assert "Structures labellisées" not in page.facts()
    assert "Préparer une candidature" in page.links


def test_the_list_holds_labels_in_force_and_no_other(stage: Stage) -> None:
    stage.at(town)

    page = stage.crowd.browser().get("/annuaire/structures")

    assert names(page) == HOLDERS
    assert "2 structures" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=atelier", HOLDERS[:1]),
        ("q=ÉTOILES", HOLDERS[:1]),
        ("q=etang", HOLDERS[1:]),
        ("q=sete", HOLDERS[1:]),
        ("q=S%C3%A8te+m%C3%A9diath%C3%A8que", HOLDERS[1:]),
        ("q=foix", HOLDERS[:1]),
        ("q=Garonne", []),
        ("q=astronomie", []),
        ("departement=34", HOLDERS[1:]),
        ("departement=31", []),
        ("perimetre=exhibitions", HOLDERS),
        ("perimetre=media", []),
        ("departement=09&perimetre=exhibitions&q=etoiles", HOLDERS[:1]),
        ("page=7", HOLDERS),
    ],
)
def test_filters_narrow_the_list(stage: Stage, query: str, expected: list[str]) -> None:
    stage.at(town)

    assert names(stage.crowd.browser().get(f"/annuaire/structures?{query}")) == expected


@pytest.mark.parametrize(
    "query",
    [
        "q=%25%5F%27",
        "departement=99",
        "perimetre=nothing",
        "page=-3",
        "page=x",
        "q=" + "a" * 900,
    ],
)
def test_nonsense_in_a_filter_is_answered_by_a_page(stage: Stage, query: str) -> None:
    stage.at(town)

    stage.crowd.browser().get(f"/annuaire/structures?{query}")


@pytest.mark.parametrize("query", ["q=%00", "departement=%00", "page=%00"])
def test_what_nobody_types_is_turned_away(crowd: Crowd, query: str) -> None:
    crowd.browser().get(f"/annuaire/structures?{query}", 400)


def test_a_holder_has_a_page_at_its_readable_address(stage: Stage) -> None:
    scenes = stage.at(town)
    browser = stage.crowd.browser()

    browser.get(slug(stage.crowd, "applicant"), 303)
    page = browser.follow()

    assert page.url.startswith("/annuaire/l-atelier-des-etoiles-")
    assert page.h1 == HOLDERS[0]
    assert scenes["applicant"].number in page.text
    assert "Valable" in page.text


def test_a_suspended_holder_keeps_its_page_which_says_so(stage: Stage) -> None:
    stage.at(town)
    browser = stage.crowd.browser()

    browser.get(slug(stage.crowd, "neighbour"), 303)
    page = browser.follow()

    assert "Suspendu" in page.text
    assert "Valable" not in page.text
    assert LONG[:60] not in page.text, "reasons are not public"


@pytest.mark.parametrize("place", ["club", "museum", "consortium"])
def test_whoever_was_refused_or_never_applied_has_no_page(stage: Stage, place: str) -> None:
    stage.at(town)
    browser = stage.crowd.browser()

    page = browser.get(slug(stage.crowd, place), 404)

    assert stage.crowd.structure(place).name not in page.text


@pytest.mark.parametrize("path", ["/annuaire/rien", "/annuaire/x-%00", "/annuaire/-", "/annuaire/" + "a" * 400])
def test_an_unknown_holder_is_not_found(crowd: Crowd, path: str) -> None:
    crowd.browser().get(path, 404)


def test_the_programme_tells_what_it_guarantees_and_its_texts_are_there(crowd: Crowd) -> None:
    browser = crowd.browser()

    page = browser.get("/label/sciences-en-occitanie")
    criteria = browser.get("/label/sciences-en-occitanie/criteres")
    charter = browser.get("/label/sciences-en-occitanie/textes/charter")
    usage = browser.get("/label/sciences-en-occitanie/textes/usage")

    assert page.h1 == "Label « Sciences en Occitanie »"
    assert [one.name["fr"] for one in crowd.grid.criteria if one.name["fr"] not in criteria.text] == []
    assert len(charter.text) > 1000
    assert len(usage.text) > 1000


@pytest.mark.parametrize(
    "path",
    [
        "/label/nothing",
        "/label/nothing/criteres",
        "/label/%00",
        "/label/sciences-en-occitanie/textes/nothing",
        "/label/sciences-en-occitanie/textes/%00",
        "/courrier",
        "/courrier/x",
    ],
)
def test_what_there_is_not_is_not_found(crowd: Crowd, path: str) -> None:
    crowd.browser().get(path, 404)


def test_a_label_leaves_the_list_with_the_act_that_suspends_it_and_comes_back(stage: Stage) -> None:
    scenes = stage.at(town)
    crowd, label = stage.crowd, scenes["library"].label
    seen = []
    for step in ("", "suspend_at_once", "reinstate"):
        if step:
            crowd.take("label", label, step, by="chair", facts=LONG)
        browser = crowd.browser()
        home = browser.get("/")
        seen.append(
            (names(browser.get("/annuaire/structures")), sorted(names(home)), home.facts()["Structures labellisées"])
        )

    assert seen == [(HOLDERS, sorted(HOLDERS), "2"), (HOLDERS[:1], HOLDERS[:1], "1"), (HOLDERS, sorted(HOLDERS), "2")]


def offering(crowd: Crowd) -> tuple[Scene, str]:
    scene = places.labelled(crowd)
    return scene, offered(crowd, scene)


def test_a_suspended_label_leaves_every_public_list_with_the_act(stage: Stage) -> None:
    """The page of a holder stays, and says so: it is where a copied badge leads."""
    scene, action = stage.at(offering)
    crowd, holder = stage.crowd, stage.crowd.structure("applicant").public_id

    def told() -> dict[str, bool]:
        client = crowd.app.test_client()
        lists = {"/annuaire": action, "/annuaire/structures": holder, "/sitemap/1.xml": holder}
        lists |= {"/api/v1/labels": scene.number, "/api/v1/actions": action, "/donnees-ouvertes/actions.csv": action}
        return {path: wanted in client.get(path).text for path, wanted in lists.items()}

    before = told()
    crowd.take("label", scene.label, "suspend_at_once", by="chair", facts=LONG)

    assert set(before.values()) == {True}, before
    assert set(told().values()) == {False}, told()


@pytest.mark.parametrize("ending", ["relinquish", "annul"])
def test_a_label_that_ends_leaves_the_list_for_good(stage: Stage, ending: str) -> None:
    scenes = stage.at(town)
    by, fields = {"relinquish": ("librarian", {}), "annul": ("signatory", {"facts": LONG})}[ending]

    stage.crowd.take("label", scenes["library"].label, ending, by=by, **fields)

    assert names(stage.crowd.browser().get("/annuaire/structures")) == HOLDERS[:1]


def test_a_label_whose_term_ended_is_not_listed_even_before_the_clock_runs(stage: Stage) -> None:
    stage.at(town)
    stage.crowd.wait(days=3 * 366)

    assert names(stage.crowd.browser().get("/annuaire/structures")) == []


def test_reading_public_pages_writes_nothing(stage: Stage) -> None:
    scenes = stage.at(town)
    before = fingerprint(stage.engine)
    browser = stage.crowd.browser()

    for path in ("/", "/annuaire", "/label/sciences-en-occitanie", "/verifier", f"/v/{scenes['applicant'].number}"):
        browser.get(path)

    assert changes(before, fingerprint(stage.engine)) == {}


def test_no_public_page_shows_an_address_of_a_person(stage: Stage) -> None:
    scenes = stage.at(town)
    browser = stage.crowd.browser()
    pages = [browser.get(path) for path in ("/", "/annuaire", f"/v/{scenes['applicant'].number}")]

    assert [page.url for page in pages if "@exemple.fr" in page.html] == []
