"""The labels that the coordination follows: list, reservations, certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.queries import followed_labels
from tests import scenes
from tests.counting import statements
from tests.scenes.others import represent

if TYPE_CHECKING:
    import pytest

    from tests.world import World

DONE = "Chaque fiche cite maintenant ses sources, voir notre site."


def test_a_label_is_found_in_the_list_by_name_number_or_state(world: World) -> None:
    scene = scenes.labelled_with_reservations(world)
    browser = world.browser("coordinator")
    browser.get("/coordination")
    page = browser.click("Suivre les labels")
    row = [scene.number, "L’Atelier des étoiles", "09", "En vigueur"]
    assert page.rows("Labels accordés")[0][:4] == row
    assert page.rows("Labels accordés")[0][6] == "2 à lever"

    for words in ("etoiles", scene.number.lower()):
        assert browser.submit("Afficher", {"Structure ou numéro": words}).rows("Labels accordés")[0][:4] == row
    assert "Aucun label ne correspond" in browser.submit("Afficher", {"Structure ou numéro": "planétarium"}).text
    browser.get("/coordination/labels?etat=active&reserves=y")
    assert browser.click(scene.number).h1 == "L’Atelier des étoiles"


def test_a_label_tells_what_the_public_is_told_and_gives_its_certificate(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("coordinator")
    page = browser.get(f"/coordination/labels/{scene.number}")

    assert page.facts()["Réponse publique"] == "Valable"
    assert scene.number in page.text
    (edition,) = [address for words, address in page.links.items() if words.startswith("Édition 1, du ")]
    assert browser.client.get(edition).data.startswith(b"%PDF-")
    assert "Label attribué" in page.text


def test_a_reservation_is_cleared_or_asked_again_once_answered(world: World) -> None:
    scene = scenes.labelled_with_reservations(world)
    browser = world.browser("coordinator")
    page = browser.get(f"/coordination/labels/{scene.number}")
    assert "Lever la réserve A2" not in page.links
    for reservation in scene.reservations:
        world.take("reservation", reservation, "answer", by="applicant", answer=DONE)

    page = browser.get(f"/coordination/labels/{scene.number}")
    assert DONE in page.text
    browser.click("Lever la réserve A2")
    browser.submit("Lever la réserve", {"Constat": "Les douze fiches citent leurs sources."})
    page = browser.follow()
    assert page.url == f"/coordination/labels/{scene.number}"
    assert "Les douze fiches citent leurs sources." in page.text
    browser.click("Demander un complément de preuve H2")
    browser.submit(
        "Demander un complément de preuve", {"Ce qui manque encore": "Joignez la note citée, s’il vous plaît."}
    )

    assert "À lever" in browser.follow().text
    states = [world.state("reservation", one) for one in scene.reservations]
    assert states == ["cleared", "open"]


def test_a_suspended_label_is_told_as_such_with_its_grounds(world: World) -> None:
    scene = scenes.labelled(world)
    facts = "Des expériences avec des produits dangereux ont été menées sans protection devant une classe. " * 3
    world.take("label", scene.label, "suspend_at_once", by="chair", facts=facts)

    page = world.browser("coordinator").get(f"/coordination/labels/{scene.number}")

    assert page.facts()["Réponse publique"] == "Suspendu"
    assert "sans protection devant une classe" in page.text
    assert "Durée la plus longue d’une suspension." in page.text


def test_the_labels_of_ones_own_consortium_member_stay_out_of_sight(world: World) -> None:
    scene = scenes.labelled(world)
    world.person("coordinator2")
    represent(world, "coordinator2", "applicant")
    browser = world.browser("coordinator2")

    page = browser.get("/coordination/labels")

    assert "Aucun label ne correspond" in page.text
    assert scene.number not in page.html
    browser.get(f"/coordination/labels/{scene.number}", status=404)
    browser.get(f"/coordination/labels/{scene.number}X", status=404)


def test_the_list_of_labels_goes_by_key_and_by_few_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scenes.labelled(world)
    browser = world.browser("coordinator")
    browser.get("/coordination/labels")
    with statements(world) as seen:
        page = browser.get("/coordination/labels")

    assert len(page.rows("Labels accordés")) == 1
    assert len(seen) < 25
    monkeypatch.setattr(followed_labels, "ROWS", 1)
    assert "Suite de la liste" not in browser.get("/coordination/labels").links
    assert "Aucun label ne correspond" in browser.get("/coordination/labels?apres=A").text


def test_a_certificate_is_reissued_from_the_page_of_its_label(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("coordinator")
    page = browser.get(f"/coordination/labels/{scene.number}")
    assert "Édition 1, du " in page.text

    browser.click("Rééditer l’attestation")
    fields = {"Motif": "Le graphisme était défectueux, ou a été perdu", "Précisions": "Sceau mal imprimé."}
    browser.submit("Rééditer l’attestation", fields)
    page = browser.get(f"/coordination/labels/{scene.number}")

    assert "Édition 2, du " in page.text
    assert "Remplacée le " in page.text
    assert "Motif : Le graphisme était défectueux, ou a été perdu" in page.text
    assert "Sceau mal imprimé." in world.browser("applicant").get(f"/mon-espace/labels/{scene.number}").text
