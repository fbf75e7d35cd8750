"""Declaring what one's structure is tied to, as its representative does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.world import World


def address(world: World, tail: str = "") -> str:
    return f"/mon-compte/structures/{world.structure('applicant').public_id}/liens{tail}"


def test_a_federation_is_found_declared_and_ended(world: World) -> None:
    world.structure("museum")
    browser = world.browser("applicant")
    browser.get("/mon-compte/structures")
    browser.click("Structures liées à L’Atelier des étoiles")
    browser.get(address(world, "?q=Muséum"))

    browser.click("Muséum des Causses")
    assert browser.submit("Déclarer ce lien", status=400).errors
    day = {"starts_on-day": "1", "starts_on-month": "2", "starts_on-year": "2026"}
    browser.submit("Déclarer ce lien", {"kind_": "federation", **day})
    page = browser.follow()
    assert "Le lien est déclaré." in page.text
    assert "Fédération ou réseau dont elle est membre, depuis le 1er février 2026." in page.text

    browser.click("Ce lien a pris fin avec Muséum des Causses")
    browser.submit("Enregistrer la fin du lien", {"on-day": "1", "on-month": "3", "on-year": "2027"})

    assert "du 1er février 2026 au 1er mars 2027." in browser.follow().text


def test_only_who_commits_the_structure_has_these_pages(world: World) -> None:
    world.browser("colleague").get(address(world), status=403)
    world.browser("outsider").get(address(world), status=403)
    world.browser("applicant").get("/mon-compte/structures/inconnue/liens", status=404)


def test_ones_own_structure_is_not_offered_and_an_unknown_name_says_so(world: World) -> None:
    browser = world.browser("applicant")

    assert "0 structure trouvée" in browser.get(address(world, "?q=Atelier")).text
    assert "Vérifiez l’orthographe" in browser.get(address(world, "?q=Inconnu")).text
