"""« Mes actions »: a holder writes, previews and publishes; teachers read; nobody else sees a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.models.action import Action
from tests import scenes
from tests.offers import STARS, offered
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.page import Browser
    from tests.world import World

HOME = "/mon-espace/actions"


def begun(browser: Browser) -> str:
    """A sheet of which only the title is written. Gives its address."""
    browser.get(f"{HOME}/nouvelle")
    return browser.submit("Commencer", {"title": "Le ciel de nuit"}).location.partition("/fiche")[0]


def fill(browser: Browser, section: str, **answers: object) -> None:
    assert browser.page is not None
    browser.get(f"{browser.page.url.partition('/fiche')[0]}/fiche/{section}")
    browser.submit("Enregistrer et revenir à la fiche", answers)
    browser.follow()


def test_a_holder_writes_a_sheet_and_publishes_it(world: World) -> None:
    scenes.labelled(world)
    browser = world.browser("applicant")
    browser.get("/mon-espace")
    browser.click("Mes actions pour les classes")
    browser.click("Décrire une nouvelle action")
    browser.submit("Commencer", {"title": "Le ciel de nuit"})
    browser.follow()
    fill(browser, "essentiel", **{k: STARS[k] for k in ("scope", "summary", "formats", "subjects")})
    classes = {k: STARS[k] for k in ("levels", "languages")}
    fill(browser, "classes", **classes, duration_minutes="90", group_most="30")
    fill(browser, "lieu", mode="comes", departments=["48"])
    fill(browser, "prix-et-dates", price="paid", price_cents="45,50", months=["3", "4"])
    assert browser.page is not None
    assert "Avant de publier" in browser.page.text
    fill(browser, "preparation", teacher_does="Rien.")
    fill(browser, "contact", contact_email="actions@exemple.fr")

    browser.submit("Publier")

    assert "Publiée" in browser.follow().text
    page = world.browser().get(browser.click("Voir la page publique", 303).location)
    assert page.h1 == "Le ciel de nuit"
    assert page.facts()["Prix"] == "45,50 €"
    assert page.facts()["Niveaux"] == "CM1, CM2, Sixième"
    assert "actions@exemple.fr" not in page.text


def test_a_draft_keeps_what_is_right_and_says_what_is_not(world: World) -> None:
    scenes.labelled(world)
    browser = world.browser("applicant")
    browser.get(f"{begun(browser)}/fiche/classes")
    answers = {"levels": ["cm1"], "duration_minutes": "longtemps", "group_least": "30", "group_most": "12"}

    page = browser.submit("Enregistrer et continuer", answers, 400)

    assert "Écrivez un nombre entier, en chiffres." in page.text
    assert "Écrivez un nombre au moins égal au minimum ci-dessus." in page.text
    assert "longtemps" in str(page.soup)
    with world.looking() as session:
        kept = session.query(Action).one()
        assert (kept.levels, kept.duration_minutes, kept.group_least, kept.group_most) == (["cm1"], None, 30, None)


def test_a_published_sheet_changes_whole_or_not_at_all(world: World) -> None:
    action = offered(world, scenes.labelled(world))
    browser = world.browser("applicant")
    browser.get(f"{HOME}/{action}/fiche/classes")

    page = browser.submit("Enregistrer et continuer", {"levels": ["cp"], "duration_minutes": "longtemps"}, 400)
    assert "Rien n’est enregistré" in page.text
    browser.get(f"{HOME}/{action}/fiche/classes")
    page = browser.submit("Enregistrer et continuer", {"levels": []}, 409)

    assert "Il manque encore à cette fiche : les niveaux." in page.text


def test_preview_copy_and_adage_are_for_the_holder_alone(world: World) -> None:
    action = offered(world, scenes.labelled(world))
    browser = world.browser("colleague")

    assert "Réserver une salle" in browser.get(f"{HOME}/{action}/apercu").text
    adage = browser.get(f"{HOME}/{action}/adage")
    assert "Culture scientifique, technique et industrielle" in adage.text
    assert "ADAGE ne connaît pas ces niveaux" in adage.text
    assert "CM1, CM2" in adage.text
    browser.get(f"{HOME}/{action}")
    browser.submit("Faire une copie")
    assert "Brouillon" in browser.follow().text
    for path in ("", "/apercu", "/adage", "/fiche/lieu"):
        world.browser("outsider").get(f"{HOME}/{action}{path}", 404)


def test_the_page_of_an_action_leaves_with_the_label(world: World) -> None:
    scene = scenes.labelled(world)
    action = offered(world, scene)
    holder = world.browser().get(f"/actions/x-{action}", 303).location
    holder = world.browser().get(holder).links[world.structure("applicant").name]
    assert STARS["title"] in world.browser().get(holder).links

    world.take("label", scene.label, "suspend_at_once", by="chair", facts=FACTS + FACTS)

    world.browser().get(f"/actions/{action}", 404)
    assert STARS["title"] not in world.browser().get(holder).links
    assert "Personne d’autre ne voit cette fiche" in world.browser("applicant").get(f"{HOME}/{action}").text
