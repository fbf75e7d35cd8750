"""Where a structure places itself on the criteria of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import scenes
from tests.scenes.filing import add_piece

if TYPE_CHECKING:
    from tests.page import Browser
    from tests.world import World


def opened(world: World) -> tuple[scenes.Scene, Browser, str]:
    scene = scenes.draft(world)
    return scene, world.browser("applicant"), f"/candidatures/{scene.application}"


def test_a_criterion_is_shown_with_its_levels_its_bar_and_its_proofs(world: World) -> None:
    scene, browser, path = opened(world)
    add_piece(world, scene, "action_sheets")

    page = browser.get(f"{path}/criteres/A")

    assert "Critère éliminatoire : il faut au moins le niveau « Conforme »." in page.text
    assert "Preuves attendues : Deux ou trois déroulés d’action complets" in page.text
    assert "Pièces qui le prouvent : action_sheets.pdf" in page.text
    assert "Les contenus comportent des erreurs qui trompent le public." in page.text


def test_positions_are_kept_one_by_one(world: World) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/criteres/A")
    browser.submit(
        "Enregistrer et revenir au dossier", {"A1": "2", "A1-comment": "Relus par un laboratoire.", "A3": "3"}
    )

    assert "2 sur 5" in browser.follow().text
    data = browser.get(f"{path}/criteres/A").form("Enregistrer et continuer").data
    assert (data["A1"], data["A1-comment"], data["A3"]) == (["2"], "Relus par un laboratoire.", ["3"])


def test_a_criterion_without_object_is_explained(world: World) -> None:
    _scene, browser, path = opened(world)
    code, family = next((one.code, one.family) for one in world.grid.criteria if one.na_able)

    browser.get(f"{path}/criteres/{family}")
    page = browser.submit("Enregistrer et continuer", {code: "na"}, status=400)
    assert page.errors == ["Expliquez cette réponse en une phrase ou deux."]
    browser.submit("Enregistrer et continuer", {f"{code}-comment": "Nous ne recevons pas de public."})

    data = browser.get(f"{path}/criteres/{family}").form("Enregistrer et continuer").data
    assert (data[code], data[f"{code}-comment"]) == (["na"], "Nous ne recevons pas de public.")


def test_a_position_under_an_eliminatory_bar_is_told_in_the_overview(world: World) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/criteres/A")
    browser.submit("Enregistrer et revenir au dossier", {"A1": "1"})

    assert "À revoir" in browser.follow().text
    assert (
        "A1 · Contenus exacts et à jour : vous vous placez sous le niveau minimal"
        in browser.get(f"{path}/verifier").text
    )


def test_an_unknown_part_has_no_page(world: World) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/criteres/Z", status=404)
    browser.get(f"{path}/questions/nulle-part", status=404)
    browser.get(f"{path}/pieces/nulle-part/ajouter", status=404)
    browser.get(f"{path}/textes/nulle-part", status=404)
