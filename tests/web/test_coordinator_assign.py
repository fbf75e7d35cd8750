"""Choosing who reads: those who may be asked, why others may not, the invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.models.account import User
from labelflow.models.structure import Structure
from labelflow.services import interests
from tests import scenes
from tests.scenes.filing import submitted
from tests.scenes.reviewing import invite, submit_review
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.world import World

READERS = ("peer1", "peer2", "peer3", "scientist1", "scientist2")


def address(scene: scenes.Scene) -> str:
    return f"/coordination/dossiers/{scene.application}/affectations"


def admissible(world: World) -> scenes.Scene:
    scene = submitted(world)
    world.take("application", scene.application, "declare_admissible", by="coordinator")
    for person in READERS:
        world.person(person)
    return scene


def test_people_are_invited_from_the_list(world: World) -> None:
    scene = admissible(world)
    browser = world.browser("coordinator")
    browser.get(address(scene))

    browser.submit("Inviter Inès Marty")
    page = browser.follow()

    assert "L’invitation est partie." in page.text
    assert "1 sur 2 nécessaires." in page.text
    assert "Inviter Inès Marty" not in page.buttons
    assert "Invitations à répondre" in world.browser("peer2").get("/evaluations").text


def test_each_impossible_person_comes_with_all_the_reasons_in_words(world: World) -> None:
    scene = admissible(world)
    invite(world, scene, "peer1", "peer")
    with world.looking() as session:
        user = session.get_one(User, world.person("peer3").id)
        place = session.get_one(Structure, world.structure("applicant").id)
        link = interests.Link("COMPETITOR", SINCE)
        interests.declare_link(user, place, link, actor=world.actor("peer3"), now=world.now)

    page = world.browser("coordinator").get(address(scene))

    kept = {row[0]: row[3] for row in page.rows("Pourquoi elles ne peuvent pas être invitées")}
    assert set(kept) == {"Hugo Peyre", "Yann Calmels"}
    assert "déjà affectée" in kept["Hugo Peyre"]
    assert "même structure" in kept["Hugo Peyre"]
    assert "concurrence (même public, même commune ou même appel à projets)" in kept["Yann Calmels"]
    assert "COMPETITOR" not in page.html


def test_a_refused_invitation_is_explained_on_the_same_page(world: World) -> None:
    scene = admissible(world)
    browser = world.browser("coordinator")
    browser.get(address(scene))
    page = browser.post(address(scene), {"person": world.person("nobody").public_id, "reader": "peer"}, status=409)

    assert page.reasons[0] == "Cette personne n’a pas de mandat d’évaluation pour ce programme."
    assert "Vous vouliez : inviter cette personne." in page.text
    browser.post(address(scene), {"person": world.person("peer1").public_id, "reader": "autre"}, status=404)


def test_two_coordinators_at_once_do_not_invite_twice(world: World) -> None:
    scene = admissible(world)
    one, other = world.browser("coordinator"), world.browser("coordinator2")
    one.get(address(scene))
    other.get(address(scene))
    one.submit("Inviter Inès Marty")

    page = other.submit("Inviter Hugo Peyre", status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.text
    other.submit("Inviter Hugo Peyre")


def test_who_declined_is_replaced_from_the_list(world: World) -> None:
    scene = admissible(world)
    assignment = invite(world, scene, "peer1", "peer")
    world.take("assignment", assignment, "decline", by="peer1")
    browser = world.browser("coordinator")

    page = browser.get(f"/coordination/dossiers/{scene.application}")
    assert "Invitation déclinée" in page.text
    assert "Il reste à inviter 2 pairs et 1 scientifique." in page.text
    page = browser.click("Choisir qui évalue")
    browser.submit("Inviter Hugo Peyre")
    assert "Invitation envoyée" in browser.follow().text


def test_a_silent_person_is_replaced_by_a_button(world: World) -> None:
    scene = admissible(world)
    invite(world, scene, "peer1", "peer")
    browser = world.browser("coordinator")
    browser.get(f"/coordination/dossiers/{scene.application}")

    browser.submit("Remplacer Hugo Peyre")

    assert "Remplacée" in browser.follow().text


def test_the_reasons_for_a_third_reader_are_shown_where_it_is_chosen(world: World) -> None:
    scene = scenes.in_review(world)
    submit_review(world, scene, "peer1", 3, "favorable")
    submit_review(world, scene, "peer2", 0, "unfavorable")
    browser = world.browser("coordinator")
    world.person("peer3")

    page = browser.get(f"/coordination/dossiers/{scene.application}")
    assert "Une lecture de plus est nécessaire" in page.text
    page = browser.get(address(scene))

    assert "Les avis des deux pairs sont opposés." in page.text
    assert "2 sur 3 nécessaires." in page.text
    browser.submit("Inviter Yann Calmels")
    assert "troisième lecture" in browser.get(f"/coordination/dossiers/{scene.application}").text


def test_the_reasons_for_a_second_scientist_are_shown(world: World) -> None:
    scene = scenes.in_review(world)
    submit_review(world, scene, "scientist1", 1, "reserved")

    page = world.browser("coordinator").get(address(scene))

    assert "Le premier avis scientifique n’est pas favorable : un deuxième est nécessaire." in page.text
    assert "1 sur 2 nécessaires." in page.text


def test_nobody_can_be_invited_outside_of_the_review(world: World) -> None:
    scene = scenes.submitted(world)
    world.person("peer1")

    page = world.browser("coordinator").get(address(scene))

    assert "personne ne peut être invité maintenant" in page.text
    assert page.buttons == []


def test_a_link_left_to_the_coordination_is_cleared_with_a_reason(world: World) -> None:
    scene = admissible(world)
    known, actor = (world.person("peer3").id, world.structure("applicant").id), world.actor("peer3")
    with world.looking() as session:
        user, place = session.get_one(User, known[0]), session.get_one(Structure, known[1])
        interests.declare_link(user, place, interests.Link("COMPETITOR", SINCE), actor=actor, now=world.now)
    browser = world.browser("coordinator")
    browser.get(address(scene))

    page = browser.click("Autoriser malgré ce lien Yann Calmels")
    assert "concurrence" in page.text
    assert browser.submit("Autoriser", status=400).errors
    browser.submit("Autoriser", {"reason": "Les deux structures n’ont plus le même public depuis deux ans."})
    browser.follow()
    browser.submit("Inviter Yann Calmels")

    assert "L’invitation est partie." in browser.follow().text
    journal = browser.get(f"/coordination/dossiers/{scene.application}/journal").text
    assert "Lien d’intérêts autorisé par la coordination" in journal


def test_a_link_that_blocks_has_no_way_around(world: World) -> None:
    scene = admissible(world)
    invite(world, scene, "peer1", "peer")
    person = world.person("peer1").public_id
    browser = world.browser("coordinator")

    assert "Autoriser malgré ce lien" not in browser.get(address(scene)).text
    browser.get(f"{address(scene)}/{person}/lien", status=409)
    browser.get(f"{address(scene)}/inconnu/lien", status=404)
    world.browser("applicant").get(f"{address(scene)}/{person}/lien", status=403)
