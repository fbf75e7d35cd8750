"""Reading the structure's reply beside one's own grid: confirming, revising, and what others then read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.services import reviews
from tests import scenes
from tests.scenes.committee import put_on_an_agenda
from tests.scenes.reviewing import confirm_all

if TYPE_CHECKING:
    from tests.world import World

REPLY = "Nos sources seront publiées dès ce trimestre."


def address(scene: scenes.Scene, tail: str = "", person: str = "peer1") -> str:
    return f"/evaluations/{scene.assignments[person]}{tail}"


def revised(world: World) -> scenes.Scene:
    """A peer revised one mark after the reply; the others confirmed."""
    scene = scenes.replied(world)
    marks = {"B1": {"level": 3, "comment": "Les sources annoncées le montrent."}}
    world.do(reviews.save, scene.assignments["peer1"], marks, by="peer1")
    world.take("assignment", scene.assignments["peer1"], "revise", by="peer1")
    confirm_all(world, scene)
    return scene


def test_the_home_page_says_that_a_reply_waits(world: World) -> None:
    scenes.replied(world)

    text = world.browser("peer1").get("/mon-espace").text

    assert "Réponse d’une structure à lire : confirmez ou révisez votre évaluation" in text


def test_a_reviewer_confirms_beside_the_reply(world: World) -> None:
    scene = scenes.replied(world)
    browser = world.browser("peer1")
    page = browser.get(address(scene))

    assert REPLY in page.text
    assert "À confirmer ou à réviser" in page.text
    assert "Remettre mon évaluation révisée" not in page.text
    browser.submit("Confirmer mon évaluation telle qu’elle est")

    assert "Évaluation verrouillée" in browser.follow().text
    assert world.state("assignment", scene.assignments["peer1"]) == "locked"


def test_a_reviewer_revises_their_own_grid_with_the_reply_beside(world: World) -> None:
    scene = scenes.replied(world)
    browser = world.browser("peer1")
    page = browser.get(address(scene, "/grille/B"))
    assert REPLY in page.soup.select_one("aside").text  # type: ignore[union-attr]  # it is there

    browser.submit("Enregistrer", {"B1": "3", "B1-comment": "Les sources annoncées le montrent."})
    page = browser.get(address(scene))
    assert "Vous avez commencé à la réviser" in page.text
    page = browser.click("Remettre mon évaluation révisée")
    assert "Rien n’est encore remis." in page.text
    browser.submit("Remettre mon évaluation révisée")

    assert "Évaluation verrouillée" in browser.follow().text
    assert world.state("assignment", scene.assignments["peer1"]) == "locked"


def test_a_revision_without_any_change_is_refused_in_words(world: World) -> None:
    scene = scenes.replied(world)

    page = world.browser("peer1").get(address(scene, "/remise"))

    assert "Vous n’avez rien changé" in page.text


def test_the_structure_follows_that_its_reply_is_read_then_reads_both_reports(world: World) -> None:
    scene = scenes.replied(world)
    browser = world.browser("applicant")
    page = browser.get(f"/candidatures/{scene.application}")
    assert "Votre réponse est lue" in page.text
    assert "relire à la lumière de la réponse" in page.text

    world.do(reviews.save, scene.assignments["peer1"], {"B1": {"level": 3, "comment": "Vu."}}, by="peer1")
    world.take("assignment", scene.assignments["peer1"], "revise", by="peer1")
    confirm_all(world, scene)
    page = browser.get(f"/candidatures/{scene.application}/rapports")

    assert "Rapport révisé le" in page.text
    assert REPLY in page.text
    page = browser.click("Lire la version précédente")
    assert "celui que lit la commission" in page.text
    browser.get(f"/candidatures/{scene.application}/rapports/3", status=404)


def test_the_coordination_and_the_auditor_read_what_was_said_before(world: World) -> None:
    scene = revised(world)

    page = world.browser("coordinator").get(f"/coordination/dossiers/{scene.application}/evaluations")

    assert "Versions d’avant la réponse" in page.text
    assert "Vu dans les pièces (B1)." in page.text


def test_only_the_auditor_reads_former_versions_on_the_item(world: World) -> None:
    scene = revised(world)
    put_on_an_agenda(world, scene)
    told = "Versions d’avant la réponse"

    assert told in world.browser("auditor").get(f"/commission/points/{scene.item}").text
    assert told not in world.browser("member2").get(f"/commission/points/{scene.item}").text
