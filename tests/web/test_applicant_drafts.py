"""Filling an application: each page keeps what is well typed, and says what is not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.models.application import Application
from tests import scenes

if TYPE_CHECKING:
    from tests.page import Browser
    from tests.world import World


def answers(world: World, scene: scenes.Scene) -> dict[str, Any]:
    with world.looking() as session:
        row = session.query(Application).filter_by(public_id=scene.application).one()
        return dict(row.answers)


def opened(world: World, person: str = "applicant") -> tuple[scenes.Scene, Browser, str]:
    scene = scenes.draft(world)
    return scene, world.browser(person), f"/candidatures/{scene.application}"


# ── Starting ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_application_starts_from_what_it_asks_and_what_comes_next(world: World) -> None:
    browser = world.browser("applicant")

    page = browser.get("/candidatures")
    assert "Aucune candidature pour l’instant" in page.text
    browser.click("Commencer une candidature", status=303)
    page = browser.follow()
    assert "35 critères" in page.text
    assert "Comptez 10 jours ouvrés au plus." in page.text
    assert "Vous candidatez pour L’Atelier des étoiles." in page.text
    browser.submit("Ouvrir mon dossier", {"scopes": ["Ateliers et interventions scolaires"]})

    page = browser.follow()
    assert page.h1 == "L’Atelier des étoiles"
    assert page.buttons == []
    assert "Pas encore possible : 4 raisons" in page.text
    assert "1 sur 19 parties terminées" in page.text


def test_at_least_one_scope_is_chosen(world: World) -> None:
    browser = world.browser("applicant")

    browser.get("/candidatures/nouvelle/sciences-en-occitanie")
    page = browser.submit("Ouvrir mon dossier", status=400)

    assert page.errors == ["Choisissez au moins une famille d’actions."]


def test_one_application_at_a_time(world: World) -> None:
    scenes.draft(world)
    browser = world.browser("delegate")

    browser.get("/candidatures/nouvelle/sciences-en-occitanie")
    page = browser.submit("Ouvrir mon dossier", {"scopes": ["Expositions"]}, status=409)

    assert page.reasons == ["Votre structure a déjà une candidature en cours pour ce périmètre."]
    assert "Vous vouliez : commencer un dossier." in page.text


def test_whoever_acts_for_no_structure_is_led_to_find_one(world: World) -> None:
    browser = world.browser("nobody")

    assert browser.get("/candidatures").links["Trouver ma structure"] == "/mon-compte/structures"
    page = browser.get("/candidatures/nouvelle/sciences-en-occitanie")
    assert page.links["Trouver ma structure"] == "/mon-compte/structures"
    assert page.buttons == []


def test_a_programme_that_does_not_exist_has_no_page(world: World) -> None:
    world.browser("applicant").get("/candidatures/nouvelle/autre-label", status=404)


# ── Questions ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_well_typed_is_kept_even_when_the_rest_is_not(world: World) -> None:
    scene, browser, path = opened(world)

    browser.get(f"{path}/questions/structure")
    typed = {"q_presentation": "Nous racontons le ciel.", "q_public_email": "pas une adresse"}
    page = browser.submit("Enregistrer et continuer", typed, status=400)

    assert page.errors == ["Écrivez une adresse électronique complète, comme prenom.nom@exemple.fr."]
    assert "Le reste de la page est enregistré." in page.text
    assert "pas une adresse" in page.html
    assert answers(world, scene)["presentation"] == "Nous racontons le ciel."
    assert "public_email" not in answers(world, scene)


def test_a_page_that_was_kept_in_part_can_be_mended_and_sent(world: World) -> None:
    scene, browser, path = opened(world)
    browser.get(f"{path}/questions/structure")
    typed = {"q_presentation": "Nous racontons le ciel.", "q_public_email": "pas une adresse"}
    browser.submit("Enregistrer et continuer", typed, status=400)

    browser.submit("Enregistrer et continuer", {"q_public_email": "ciel@exemple.fr"})

    assert answers(world, scene)["public_email"] == "ciel@exemple.fr"


def test_blank_answers_do_not_keep_anybody_from_going_on(world: World) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/questions/structure")
    browser.submit("Enregistrer et continuer")

    assert browser.follow().h1 == "Vos actions de médiation"


def test_saving_may_lead_back_to_the_overview(world: World) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/questions/structure")
    browser.submit("Enregistrer et revenir au dossier", {"q_presentation": "Nous racontons le ciel."})

    page = browser.follow()
    assert page.url == path
    assert "C’est enregistré." in page.text
    assert "1 sur 4" in page.text


def test_an_answer_may_add_a_question(world: World) -> None:
    scene, browser, path = opened(world)

    page = browser.get(f"{path}/questions/structure")
    assert "Quelle activité régulière menez-vous en Occitanie ?" not in page.text
    assert "d’autres questions s’ajoutent après l’enregistrement" in page.text
    browser.submit("Enregistrer et continuer", {"q_seat_in_region": "Non"})
    page = browser.follow()
    assert page.h1 == "Votre structure"
    assert "Votre réponse ajoute une question." in page.text
    browser.submit("Enregistrer et continuer", {"q_regional_activity": "Dix ateliers par an à Foix."})

    assert browser.follow().h1 == "Vos actions de médiation"
    assert answers(world, scene)["regional_activity"] == "Dix ateliers par an à Foix."


def test_every_kind_of_answer_is_kept_and_shown_again(world: World) -> None:
    scene, browser, path = opened(world)
    browser.get(f"{path}/questions/structure")
    browser.submit("Enregistrer et continuer", {"q_started_on": date(2015, 9, 1), "q_seat_in_region": "Oui"})
    browser.get(f"{path}/questions/publics")
    typed = {
        "q_departments": ["Ariège (09)", "Lot (46)"],
        "q_main_commune": "Foix",
        "q_pricing": "En partie",
        "q_rural_share": "40",
        "q_accessibility": ["Handicap moteur"],
    }
    browser.submit("Enregistrer et continuer", typed)

    kept = answers(world, scene)
    assert (kept["started_on"], kept["seat_in_region"]) == ("2015-09-01", True)
    assert (kept["departments"], kept["main_commune"]) == (["09", "46"], "09122")
    assert (kept["pricing"], kept["rural_share"], kept["accessibility"]) == ("partly", 40, ["motor"])
    page = browser.get(f"{path}/questions/publics")
    assert page.form("Enregistrer et continuer").data["q_main_commune"] == "Foix (09000)"
    assert (
        browser.get(f"{path}/questions/structure").form("Enregistrer et continuer").data["q_started_on-year"] == "2015"
    )


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("Paris", "Aucune commune de la région ne s’appelle ainsi : vérifiez le nom."),
        ("Castelnau", "Aucune commune de la région ne s’appelle ainsi : vérifiez le nom."),
    ],
)
def test_a_commune_is_one_of_the_region(world: World, typed: str, error: str) -> None:
    scene, browser, path = opened(world)

    browser.get(f"{path}/questions/publics")
    page = browser.submit("Enregistrer et continuer", {"q_main_commune": typed}, status=400)

    assert page.errors == [error]
    assert "main_commune" not in answers(world, scene)


def test_an_answer_can_be_taken_back(world: World) -> None:
    scene, browser, path = opened(world)
    browser.get(f"{path}/questions/publics")
    browser.submit("Enregistrer et continuer", {"q_rural_share": "40"})

    browser.get(f"{path}/questions/publics")
    browser.submit("Enregistrer et continuer", {"q_rural_share": ""})

    assert answers(world, scene)["rural_share"] is None


def test_the_same_page_sent_twice_is_saved_once(world: World) -> None:
    scene, browser, path = opened(world)
    form = browser.get(f"{path}/questions/structure").form("Enregistrer et continuer")
    form.fill("q_presentation", "Nous racontons le ciel.")

    browser.post(f"{path}/questions/structure", form.data)
    browser.post(f"{path}/questions/structure", form.data)

    assert answers(world, scene)["presentation"] == "Nous racontons le ciel."


def test_two_colleagues_may_work_on_two_pages_at_once(world: World) -> None:
    scene, browser, path = opened(world)
    colleague = world.browser("colleague")
    browser.get(f"{path}/questions/structure")
    colleague.get(f"{path}/questions/team")

    colleague.submit("Enregistrer et continuer", {"q_team": "Trois médiatrices formées chaque année."})
    browser.submit("Enregistrer et continuer", {"q_presentation": "Nous racontons le ciel."})

    kept = answers(world, scene)
    assert (kept["team"], kept["presentation"]) == (
        "Trois médiatrices formées chaque année.",
        "Nous racontons le ciel.",
    )


def test_a_page_that_a_colleague_changed_meanwhile_is_refused_with_what_was_typed(world: World) -> None:
    scene, browser, path = opened(world)
    colleague = world.browser("colleague")
    browser.get(f"{path}/questions/structure")
    colleague.get(f"{path}/questions/structure")
    colleague.submit("Enregistrer et continuer", {"q_presentation": "Le texte de ma collègue."})

    page = browser.submit("Enregistrer et continuer", {"q_presentation": "Mon texte à moi."}, status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.text
    assert "Mon texte à moi." in page.html
    assert answers(world, scene)["presentation"] == "Le texte de ma collègue."
    browser.submit("Enregistrer et continuer")
    assert answers(world, scene)["presentation"] == "Mon texte à moi."
