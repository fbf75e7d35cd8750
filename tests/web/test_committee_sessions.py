"""The committee's sessions as pages: what each asks of whom, planning, the agenda, the notice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow.services import sessions
from tests import scenes
from tests.deliberating import EVERYBODY, another_ready, list_second, sit

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World

NAME = "L’Atelier des étoiles"
OTHER = "Les Curieux de Garonne"


def page_of(scene: Scene) -> str:
    return f"/commission/seances/{scene.session}"


def test_the_list_says_what_each_session_asks_of_whom(world: World) -> None:
    scene = scenes.in_committee(world)
    assert (
        "Convoquer la commission, au plus tard le 2 avril 2027" in world.browser("coordinator").get("/commission").text
    )

    world.take("session", scene.session, "convene", by="coordinator")
    assert "1 dossier à lire" in world.browser("member2").get("/commission").text

    sit(world, scene, EVERYBODY)
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    assert "Vote ouvert : 1 voix à donner" in world.browser("member2").get("/commission").text
    assert "Présider : il reste 1 point" in world.browser("chair").get("/commission").text
    assert "voix à donner" not in world.browser("coordinator").get("/commission").text


def test_once_decided_the_list_leads_to_drafts_and_signatures(world: World) -> None:
    scenes.decided(world)

    chair = world.browser("chair").get("/commission")
    assert "1 décision à rédiger ou à relire" in chair.text
    assert "Approuver le procès-verbal" in chair.text
    assert "1 décision à signer" in world.browser("signatory").get("/commission").text
    assert "décision" not in world.browser("member2").get("/commission").text


@pytest.mark.parametrize("person", ["applicant", "peer1", "nobody", "operator"])
def test_who_has_no_part_in_the_committee_finds_no_page(world: World, person: str) -> None:
    scene = scenes.convened(world)
    browser = world.browser(person)

    browser.get("/commission", status=403)
    browser.get(page_of(scene), status=403)
    browser.get(f"/commission/points/{scene.item}", status=403)


def test_a_session_is_planned_from_its_page(world: World) -> None:
    browser = world.browser("coordinator")
    when = (world.now + timedelta(days=30)).replace(hour=12, minute=30)

    browser.get("/commission/seances/nouvelle")
    typed = {"Nom de la séance": "Commission d’été", "held_at": when, "Lieu": "Hôtel de Région"}
    browser.submit("Préparer la séance", typed)
    page = browser.follow()

    assert "La séance est préparée." in page.text
    assert page.h1 == "Ordre du jour"
    page = browser.click("Commission d’été")
    assert page.facts()["Lieu"] == "Hôtel de Région"
    assert "à envoyer avant le" in page.text


def test_a_past_date_is_refused_and_what_was_typed_is_kept(world: World) -> None:
    browser = world.browser("coordinator")
    browser.get("/commission/seances/nouvelle")
    typed = {"Nom de la séance": "Commission d’hier", "held_at": world.now - timedelta(days=1)}

    page = browser.submit("Préparer la séance", typed, status=409)

    assert page.reasons == ["Choisissez une date de séance à venir."]
    assert "Commission d’hier" in page.html


def test_only_a_coordinator_plans(world: World) -> None:
    for person in ("chair", "member1", "signatory"):
        world.browser(person).get("/commission/seances/nouvelle", status=403)


def test_the_date_changes_while_nobody_is_convened(world: World) -> None:
    scene = scenes.in_committee(world)
    browser = world.browser("coordinator")
    later = world.now + timedelta(days=50)

    browser.get(f"{page_of(scene)}/modifier")
    browser.submit("Enregistrer", {"held_at": later, "Lieu": "Cité de l’espace"})
    assert browser.follow().facts()["Lieu"] == "Cité de l’espace"

    world.take("session", scene.session, "convene", by="coordinator")
    assert "Sa date et son lieu ne changent plus." in browser.get(f"{page_of(scene)}/modifier").text


def test_an_application_is_put_on_the_agenda_with_who_may_not_report(world: World) -> None:
    scene = scenes.ready(world)
    for key in EVERYBODY:
        world.person(key)
    held_at = world.now + timedelta(days=21)
    scene.session = world.do(sessions.plan, world.programme_code, "Commission", held_at, by="coordinator")
    browser = world.browser("coordinator")

    page = browser.get(f"{page_of(scene)}/ordre-du-jour")
    assert "1 dossier prêt" in page.text
    browser.submit("Inscrire", {"Personne rapporteure": "Dominique Cazals"})
    page = browser.follow()

    assert f"{NAME} est à l’ordre du jour." in page.text
    assert "Rapport : Dominique Cazals" in page.text
    assert world.state("application", scene.application) == "in_committee"


def test_those_who_may_not_report_are_named_with_the_reason(world: World) -> None:
    scene = scenes.in_committee(world)
    world.do(sessions.recuse, scene.item, by="member4")
    browser = world.browser("coordinator")

    page = browser.get(f"/commission/points/{scene.item}/rapporteur")

    assert "Dominique Delmas : lien déclaré pour ce dossier" in page.text
    assert "Dominique Delmas" not in [said.text for said in page.soup.select("option")]
    browser.submit("Désigner", {"Personne rapporteure": "Dominique Fabre"})
    assert "Dominique Fabre" in browser.follow().text


def test_a_button_pressed_twice_lists_once(world: World) -> None:
    first = scenes.in_committee(world)
    second = another_ready(world)
    browser = world.browser("coordinator")
    form = browser.get(f"{page_of(first)}/ordre-du-jour").form("Inscrire")
    form.fill("Personne rapporteure", "Dominique Cazals")

    browser.post(form.action, form.data)
    browser.post(form.action, form.data)

    assert world.state("application", second.application) == "in_committee"
    assert "2 dossiers inscrits" in browser.follow().text


def test_items_move_up_and_down(world: World) -> None:
    first = scenes.in_committee(world)
    list_second(world, first)
    browser = world.browser("coordinator")
    agenda = f"{page_of(first)}/ordre-du-jour"

    def order() -> list[str]:
        return [" ".join(name.text.split()) for name in browser.get(agenda).soup.select(".agenda__name")]

    assert order() == [NAME, OTHER]
    browser.submit("Descendre")
    assert order() == [OTHER, NAME]
    browser.submit("Monter")
    assert order() == [NAME, OTHER]


def test_a_session_is_convened_and_says_its_notice(world: World) -> None:
    scene = scenes.in_committee(world)
    browser = world.browser("coordinator")

    browser.get(page_of(scene))
    browser.submit("Convoquer la commission")
    page = browser.follow()
    assert page.url == page_of(scene)
    assert page.facts()["Convocation"] == "envoyée le 17 mars 2027, 21 jours avant la séance"

    page = world.browser("member1").get(f"{page_of(scene)}/convocation")
    assert page.h1 == "Convocation à la commission du mercredi 7 avril 2027"
    assert f"{NAME} – rapport : Dominique Alibert" in page.text


def test_a_late_notice_is_refused_in_words(world: World) -> None:
    scene = scenes.in_committee(world)
    world.wait(days=18)

    page = world.browser("coordinator").get(page_of(scene))

    assert "La convocation doit partir au moins 5 jours avant la séance ; il en reste 3." in page.text
    assert "Convoquer la commission" not in page.buttons


def test_a_session_with_items_is_not_cancelled(world: World) -> None:
    scene = scenes.convened(world)
    browser = world.browser("coordinator")

    assert "L’ordre du jour n’est pas vide (1)" in browser.get(page_of(scene)).text

    browser.get(f"/commission/points/{scene.item}")
    browser.submit("Retirer de l’ordre du jour")
    browser.get(page_of(scene))
    browser.click("Annuler la séance")
    browser.submit("Annuler la séance")
    assert world.state("session", scene.session) == "cancelled"


def test_an_unknown_session_or_item_has_no_page(world: World) -> None:
    world.browser("coordinator").get("/commission/seances/0000000000", status=404)
    world.browser("coordinator").get("/commission/points/0000000000", status=404)
    world.browser("coordinator").get("/commission/decisions/0000000000", status=404)
