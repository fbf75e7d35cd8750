"""Any declared step as a page, from its declaration alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.models.journal import Event
from labelflow.web.step_pages import safe_path
from tests import scenes

if TYPE_CHECKING:
    from tests.world import World

QUESTION = "Combien d’ateliers avez-vous menés en zone rurale depuis un an ?"


def address(scene: scenes.Scene, step: str, kind: str = "application") -> str:
    public_id = {"application": scene.application, "label": scene.label, "session": scene.session}[kind]
    return f"/dossiers/{kind}/{public_id}/etapes/{step}"


def facts(world: World, code: str) -> int:
    with world.looking() as session:
        return session.query(Event).filter_by(code=code).count()


def test_a_step_asks_for_what_it_declares_and_goes_back_where_one_came_from(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("coordinator")

    page = browser.get(address(scene, "ask_complement") + "?retour=/mon-compte")
    assert page.h1 == "Demander un complément"
    assert "L’Atelier des étoiles" in page.text
    browser.submit("Demander un complément", {"Question à la structure": QUESTION})

    arrived = browser.follow()
    assert arrived.url == "/mon-compte"
    assert "« Demander un complément » : c’est fait." in arrived.text
    assert world.state("application", scene.application) == "awaiting_complement"


def test_what_is_too_short_is_said_beside_the_field_and_kept(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("coordinator")

    browser.get(address(scene, "ask_complement"))
    page = browser.submit("Demander un complément", {"message": "Combien ?"}, status=400)

    assert page.errors == ["Écrivez au moins 20 caractères : il y en a 9."]
    assert "Combien ?" in page.html
    assert world.state("application", scene.application) == "in_review"


def test_pieces_are_chosen_among_the_published_ones(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("coordinator")

    browser.get(address(scene, "ask_missing"))
    message = "Joignez une attestation qui couvre les ateliers en classe."
    browser.submit("Demander des pièces", {"pieces": ["insurance"], "message": message})

    page = world.browser("applicant").get(address(scene, "complete"))
    assert message in page.text
    assert "Attestation d’assurance responsabilité civile" in page.text


def test_what_stands_in_the_way_is_said_before_anything_is_typed(world: World) -> None:
    scene = scenes.incomplete(world)

    page = world.browser("applicant").get(address(scene, "complete"))

    assert "Pas encore possible : Renvoyer le dossier complété" in page.text
    assert page.reasons == [
        "Des pièces demandées n’ont pas encore été ajoutées : Attestation d’assurance responsabilité civile."
    ]
    assert page.buttons == []


def test_a_session_and_a_rapporteur_are_offered_by_name(world: World) -> None:
    scene = scenes.in_committee(world)
    world.take("application", scene.application, "unschedule", by="coordinator")
    browser = world.browser("coordinator")

    browser.get(address(scene, "schedule"))
    browser.submit("Inscrire à une commission", {"session": scene.session, "rapporteur": "Dominique Alibert"})

    assert world.state("application", scene.application) == "in_committee"


def test_a_button_pressed_twice_is_one_act(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    browser = world.browser("applicant")
    form = browser.get(address(scene, "waive_reply")).form("Ne pas répondre")

    first = browser.post(address(scene, "waive_reply"), form.data)
    second = browser.post(address(scene, "waive_reply"), form.data)

    assert first.location == second.location
    assert facts(world, "application.waive_reply") == 1


def test_the_same_page_sent_twice_is_one_act_and_with_other_words_another(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("coordinator")
    form = browser.get(address(scene, "ask_complement")).form("Demander un complément")
    browser.post(address(scene, "ask_complement"), {**form.data, "message": QUESTION})

    browser.post(address(scene, "ask_complement"), {**form.data, "message": QUESTION})
    other = {**form.data, "message": "Et combien de classes avez-vous reçues depuis la rentrée ?"}
    page = browser.post(address(scene, "ask_complement"), other, status=409)

    assert facts(world, "application.ask_complement") == 1
    assert "combien de classes avez-vous reçues" in page.html


def test_a_stale_page_is_refused_with_what_was_typed(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("coordinator")
    browser.get(address(scene, "ask_complement"))
    scenes.check_again(world, scene)

    page = browser.submit("Demander un complément", {"message": QUESTION}, status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.text
    assert QUESTION in page.html
    assert world.state("application", scene.application) == "in_review"
    browser.submit("Demander un complément")
    assert world.state("application", scene.application) == "awaiting_complement"


def test_a_step_that_was_taken_by_somebody_else_says_so(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    browser = world.browser("applicant")
    browser.get(address(scene, "waive_reply"))
    world.take("application", scene.application, "send_reply", by="delegate", answer="Merci de vos lectures.")

    page = browser.submit("Ne pas répondre", status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.h1
    assert facts(world, "application.waive_reply") == 0


@pytest.mark.parametrize("person", ["outsider", "nobody", "peer3", "coordinator2", "member1", "colleague"])
def test_a_step_that_a_person_may_not_take_does_not_exist_for_them(world: World, person: str) -> None:
    scene = scenes.all_reviews_in(world)
    browser = world.browser(person)

    browser.get(address(scene, "send_reply"), status=404)
    browser.post(address(scene, "send_reply"), {"answer": "Une réponse qui ne vient pas de la structure."}, status=404)

    assert world.state("application", scene.application) == "reply"


@pytest.mark.parametrize("step", ["grant", "all_reviews_in", "reply_overdue", "no_such_step"])
def test_steps_that_no_person_takes_have_no_page(world: World, step: str) -> None:
    scene = scenes.all_reviews_in(world)

    world.browser("coordinator").get(address(scene, step), status=404)


def test_unknown_subjects_have_no_page(world: World) -> None:
    browser = world.browser("coordinator")

    browser.get("/dossiers/application/0000000000/etapes/withdraw", status=404)
    browser.get("/dossiers/chaussure/0000000000/etapes/withdraw", status=404)


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("/mon-espace", "/mon-espace"),
        ("/candidatures/abc?vue=1", "/candidatures/abc?vue=1"),
        ("//ailleurs.example/", None),
        ("/\\ailleurs.example", None),
        ("https://ailleurs.example/", None),
        ("javascript:alert(1)", None),
        ("mon-espace", None),
        ("/\tailleurs", None),
        ("/%0d%0aSet-Cookie:a", "/%0d%0aSet-Cookie:a"),
        ("", None),
        (None, None),
    ],
)
def test_one_goes_back_to_pages_of_this_site_only(path: str | None, safe: str | None) -> None:
    assert safe_path(path) == safe
