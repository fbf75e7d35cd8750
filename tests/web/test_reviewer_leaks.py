"""What reviewers must not see, checked with the data there to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.models.application import Evidence
from tests import scenes
from tests.scenes.filing import add_piece, remove_pieces
from tests.scenes.others import application_of
from tests.scenes.reviewing import accept, invite, submit_review, write

if TYPE_CHECKING:
    from tests.world import World

PAGES = ("", "/grille/A", "/avis", "/remise", "/rapports")
INSIDE = ("Une réponse en quelques phrases", "statutes.pdf", "Voir nos pièces", "W091000001", "contact@exemple.fr")
"""Words of the file."""


def address(scene: scenes.Scene, tail: str = "", person: str = "peer1") -> str:
    return f"/evaluations/{scene.assignments[person]}{tail}"


def pieces(world: World) -> list[str]:
    with world.looking() as session:
        return [f"/pieces/{row.public_id}" for row in session.query(Evidence)]


def closed_to(world: World, scene: scenes.Scene, person: str, assignment: str) -> None:
    """Every page and every piece answers 404, without a word of the file."""
    browser = world.browser(person)
    for tail in PAGES:
        page = browser.get(f"/evaluations/{assignment}{tail}", status=404)
        assert not [word for word in INSIDE if word in page.text]
    assert {browser.client.get(path).status_code for path in pieces(world)} == {404}
    listed = browser.get("/evaluations").text
    assert not [word for word in INSIDE if word in listed]
    assert scene.application not in listed


def test_before_the_declaration_nothing_opens(world: World) -> None:
    scene = scenes.assigned(world)
    browser = world.browser("peer1")

    for tail in PAGES[1:]:
        browser.get(address(scene, tail), status=404)
    browser.get(address(scene), status=303)
    assert {browser.client.get(path).status_code for path in pieces(world)} == {404}


def test_once_open_only_the_pieces_of_the_reviewers_circle_are_listed_and_sent(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("peer1")
    page = browser.get(address(scene))

    assert "statutes.pdf" in page.text
    assert "insurance" not in page.html
    sent = [path for path in pieces(world) if browser.client.get(path).status_code == 200]
    linked = {str(link["href"]) for link in page.soup.select("a[download]")}
    assert set(sent) == linked
    assert len(sent) < len(pieces(world))


@pytest.mark.parametrize("after", ["recused", "excluded", "replaced"])
def test_who_stepped_aside_or_was_taken_off_sees_nothing_any_more(world: World, after: str) -> None:
    scene = scenes.in_review(world)
    write(world, scene, "peer1")
    reason = "Un projet commun est apparu depuis la lecture."
    if after == "recused":
        world.take("assignment", scene.assignments["peer1"], "recuse", by="peer1", reason=reason)
    elif after == "excluded":
        world.take("assignment", scene.assignments["peer1"], "exclude", by="coordinator", reason=reason)
    else:
        world.take("assignment", scene.assignments["peer1"], "replace", by="coordinator")

    closed_to(world, scene, "peer1", scene.assignments["peer1"])


def test_a_reviewer_opens_nothing_of_the_assignments_of_others(world: World) -> None:
    scene = scenes.in_review(world)
    other = application_of(world, "observatory", admissible=True)
    invite(world, other, "peer3", "peer")
    accept(world, other, "peer3")

    browser = world.browser("peer3")
    for tail in PAGES:
        browser.get(address(scene, tail), status=404)
    assert "L’Atelier des étoiles" not in browser.get("/evaluations").text
    foreign = [path for path in pieces(world) if browser.client.get(path).status_code == 404]
    assert len(foreign) > 8


def test_no_review_of_another_is_read_before_all_are_locked(world: World) -> None:
    scene = scenes.in_review(world)
    submit_review(world, scene, "peer2", 3)
    write(world, scene, "peer1")
    for person in ("peer1", "scientist1"):
        browser = world.browser(person)
        for tail in ("", "/grille/A", "/avis"):
            page = browser.get(address(scene, tail, person))
            assert "Inès Marty" not in page.text
        browser.get(address(scene, "/rapports", person), status=404)
    submit_review(world, scene, "peer1")
    world.browser("peer1").get(address(scene, "/rapports"), status=404)


def test_locked_reviews_are_read_without_names_with_the_reply(world: World) -> None:
    scene = scenes.ready(world)
    browser = world.browser("peer1")
    browser.get(address(scene))

    browser.get(address(scene, "/deport"), status=404)
    browser.get(address(scene))
    page = browser.click("Lire les évaluations, sans les noms, et la réponse de la structure")

    assert "Des ateliers soignés et vivants." in page.text
    assert "Merci de ces lectures attentives." in page.text
    for name in ("Inès Marty", "Sofia Ramon", "La Fabrique du Tarn", "Laboratoire des milieux marins"):
        assert name not in page.html


def test_what_passed_between_the_coordination_and_the_structure_stays_with_them(world: World) -> None:
    scene = scenes.incomplete(world)
    remove_pieces(world, scene, "insurance")
    add_piece(world, scene, "insurance", data=b"%PDF-1.7 newer\n%%EOF\n")
    world.take("application", scene.application, "complete", by="applicant")
    world.take("application", scene.application, "declare_admissible", by="coordinator")
    invite(world, scene, "peer1", "peer")
    accept(world, scene, "peer1")

    page = world.browser("peer1").get(address(scene))

    assert "Une réponse en quelques phrases" in page.text
    assert "Votre attestation d’assurance ne couvre pas les ateliers" not in page.text
    assert "Questions posées" not in page.text


def test_the_closed_list_says_no_more_than_the_invitation_did(world: World) -> None:
    scene = scenes.in_review(world)
    world.take("assignment", scene.assignments["peer1"], "recuse", by="peer1", reason="Un proche la dirige.")

    page = world.browser("peer1").get("/evaluations")

    assert "L’Atelier des étoiles" in page.text
    assert "Déport" in page.text
    assert "L’Atelier des étoiles" not in page.links
