"""The applicant's form, by the keyboard alone: every kind of control is reached, seen, filled and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import scenes
from tests.journeys.keyboard import Keys
from tests.scenes.filing import PDF, remove_pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.person import Person
    from tests.journeys.site import Site
    from tests.scenes.scene import Scene
    from tests.world import World

INSURANCE = "Attestation d’assurance responsabilité civile"


def nearly_complete(world: World) -> Scene:
    scene = scenes.complete_draft(world)
    remove_pieces(world, scene, "insurance")
    return scene


def complete_the_form(keys: Keys) -> None:
    keys.follow("Votre structure")
    keys.write("Présentez votre structure en quelques lignes", "Nous observons le ciel, dehors, avec les classes.")
    keys.write("Jour", "31")
    keys.write("Mois", "2")
    keys.press("Enregistrer et continuer", 400)
    keys.jump("Cette date n’existe pas : vérifiez le jour et le mois.")
    keys.write("Mois", "1")
    keys.choose("Votre siège est-il en Occitanie ?", "Oui")
    keys.press("Enregistrer et revenir au dossier")


def state_one_position(keys: Keys) -> None:
    keys.follow("A · Rigueur scientifique et implication de la recherche")
    keys.choose("A1 Contenus exacts et à jour", "Exemplaire")
    keys.press("Enregistrer et revenir au dossier")


def attach_the_insurance(keys: Keys) -> None:
    keys.follow("Les pièces justificatives")
    keys.follow(f"Ajouter un fichier : {INSURANCE}")
    keys.attach("Fichier", "assurance.pdf", PDF + b"keys")
    keys.write("Jour", "31")
    keys.write("Mois", "12")
    keys.write("Année", "2028")
    keys.press("Ajouter ce fichier")


def test_an_application_is_finished_and_filed_without_a_mouse(site: Site, visit: Callable[..., Person]) -> None:
    scene = site.do(nearly_complete)
    lea = visit("applicant")
    lea.enter()
    keys = Keys(lea)

    keys.open("/mon-espace")
    keys.skip_to_content()
    keys.follow("Dossier à terminer et à déposer")
    complete_the_form(keys)
    state_one_position(keys)
    attach_the_insurance(keys)
    keys.open(f"/candidatures/{scene.application}/verifier")
    keys.press("Déposer le dossier")

    assert lea.sees("Votre dossier est déposé")
    assert site.do(lambda world: world.state("application", scene.application)) == "submitted"
