"""Objecting to a reviewer, from the list of those who read to the answer, as the structure and the coordination see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import scenes

if TYPE_CHECKING:
    from tests.page import Browser
    from tests.world import World

WHY = "Cette personne dirigeait l’association avec laquelle nous sommes en procès depuis 2025."
ANSWER = "Le litige est établi : cette personne ne lira pas votre dossier."


def objected(world: World, whom: str = "Hugo Peyre (Planétarium du Lez)") -> tuple[scenes.Scene, Browser]:
    """The structure objects to somebody by the pages; its browser stands on the college."""
    scene = scenes.in_review(world)
    browser = world.browser("applicant")
    page = browser.get(f"/candidatures/{scene.application}")
    assert "Hugo Peyre" not in page.text
    page = browser.click("Les personnes qui évaluent, et vos récusations")
    assert "Vous ne saurez pas lesquelles" in page.text
    browser.click("Récuser une personne")
    browser.submit("Récuser une personne", {"challenged": whom, "Pourquoi ?": WHY})
    return scene, browser


def test_the_structure_reads_the_whole_college_and_not_who_reads_it(world: World) -> None:
    scene = scenes.in_review(world)
    world.person("peer3")
    browser = world.browser("applicant")

    page = browser.get(f"/candidatures/{scene.application}/college")

    names = {row[0]: row[1] for row in page.rows("Les personnes qui évaluent")}
    assert names["Hugo Peyre"] == "Planétarium du Lez"
    assert {"Inès Marty", "Yann Calmels", "Sofia Ramon"} <= set(names)
    assert "avant le" in page.text


def test_an_objection_is_raised_answered_and_read(world: World) -> None:
    scene, browser = objected(world)
    page = browser.follow()
    assert page.url.endswith("/college")
    assert WHY in page.text
    assert "À l’examen" in page.text

    office = world.browser("coordinator")
    assert "Récusation à examiner" in office.get("/mon-espace").text
    page = office.get(f"/coordination/dossiers/{scene.application}")
    assert WHY in page.text
    office.click("Admettre la récusation Hugo Peyre")
    office.submit("Admettre la récusation", {"Réponse motivée à la structure": ANSWER})
    page = office.follow()

    assert "Admise" in page.text
    assert "Remplacée" in page.text
    text = browser.get(f"/candidatures/{scene.application}/college").text
    assert ANSWER in text
    assert "Remplacée" not in text


def test_who_is_objected_to_is_told_why_the_file_is_closed(world: World) -> None:
    scene, _browser = objected(world)

    page = world.browser("peer1").get(f"/evaluations/{scene.assignments['peer1']}")

    assert "La structure demande que vous ne lisiez pas ce dossier" in page.text
    assert WHY not in page.text
    assert page.buttons == []


def test_who_was_invited_and_is_objected_to_waits(world: World) -> None:
    scene = scenes.assigned(world)
    target = f"person:{world.person('peer1').public_id}"
    world.take("application", scene.application, "object", by="applicant", challenged=target, reason=WHY)

    page = world.browser("peer1").get(f"/evaluations/{scene.assignments['peer1']}/declaration")

    assert "l’invitation attend" in page.text
    assert "Signer et accepter" not in page.buttons


def test_a_reason_is_asked_for_and_what_was_chosen_is_kept(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("applicant")
    browser.get(f"/candidatures/{scene.application}/college")
    browser.click("Récuser une personne")

    page = browser.submit(
        "Récuser une personne", {"challenged": "Inès Marty (La Fabrique du Tarn)", "Pourquoi ?": "Non."}, status=400
    )

    chosen = page.soup.select_one("input[checked]")
    assert chosen is not None
    assert chosen["value"] == f"person:{world.person('peer2').public_id}"


def test_once_the_week_is_over_the_page_says_so(world: World) -> None:
    scene = scenes.in_review(world)
    world.wait(days=8)

    page = world.browser("applicant").get(f"/candidatures/{scene.application}/college")

    assert "Le délai pour le faire est passé." in page.text
    assert "Récuser une personne" not in page.links


def test_there_is_no_list_before_the_application_is_admissible_nor_for_others(world: World) -> None:
    scene = scenes.submitted(world)
    address = f"/candidatures/{scene.application}/college"
    world.browser("applicant").get(address, status=404)
    world.take("application", scene.application, "declare_admissible", by="coordinator")

    world.browser("applicant").get(address)
    for other in ("outsider", "peer1", "coordinator", "auditor"):
        world.browser(other).get(address, status=404)


def test_the_coordination_of_the_applicants_own_body_reads_no_objection(world: World) -> None:
    scene, _browser = objected(world)

    text = world.browser("insider").get("/mon-espace").text

    assert "Récusation" not in text
    world.browser("insider").get(f"/coordination/dossiers/{scene.application}", status=403)
