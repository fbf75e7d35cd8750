"""Reading the file beside the grid, saving drafts, remitting the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.models.review import Review
from tests import scenes
from tests.scenes.reviewing import submit_review, write

if TYPE_CHECKING:
    from tests.world import World


def address(scene: scenes.Scene, tail: str = "", person: str = "peer1") -> str:
    return f"/evaluations/{scene.assignments[person]}{tail}"


def saved(world: World, assignment: str) -> Review | None:
    with world.looking() as session:
        found = session.query(Review).filter(Review.assignment.has(public_id=assignment)).one_or_none()
        if found:
            _loaded = found.marks
            session.expunge_all()
        return found


def test_a_page_holds_one_family_of_the_readers_part_beside_what_the_structure_says(world: World) -> None:
    scene = scenes.in_review(world)
    page = world.browser("peer1").get(address(scene, "/grille/A"))

    assert [box["id"] for box in page.soup.select("fieldset.criterion")] == ["A3", "A5"]
    criterion = world.grid.by_code["A3"]
    for level in criterion.levels:
        assert level["fr"] in page.text
    assert "La structure se place au niveau" in page.text
    assert "Voir nos pièces (A3)." in page.text
    assert "Une réponse en quelques phrases" in page.text
    assert "« Insuffisant », « À consolider », « Exemplaire », « Sans objet »" in page.text


def test_not_applicable_is_offered_only_where_it_can_be(world: World) -> None:
    scene = scenes.in_review(world)
    page = world.browser("peer1").get(address(scene, "/grille/B"))
    able = {criterion.code for criterion in world.grid.criteria_of("B") if criterion.na_able}

    offered = {str(box["name"]) for box in page.soup.select('input[value="na"]')}

    assert able
    assert offered == able
    everywhere = {str(box["name"]) for box in page.soup.select('input[value="insufficient"]')}
    assert everywhere == {criterion.code for criterion in world.grid.criteria_of("B")}


def test_a_family_that_somebody_else_reads_has_no_page(world: World) -> None:
    scene = scenes.in_review(world)

    world.browser("scientist1").get(address(scene, "/grille/H", "scientist1"), status=404)
    world.browser("peer1").get(address(scene, "/grille/Z"), status=404)


def test_a_draft_is_saved_without_its_comments_which_are_then_asked_for(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("peer1")
    browser.get(address(scene, "/grille/A"))

    browser.submit("Enregistrer", {"A3": "3"})
    page = browser.follow()

    assert "Un commentaire reste à écrire sur ce critère." in page.text
    assert browser.get(address(scene)).text.count("1 commentaire à écrire") == 1
    found = saved(world, scene.assignments["peer1"])
    assert found
    assert [(mark.criterion, mark.level) for mark in found.marks] == [("A3", 3)]


def test_saving_leads_from_family_to_family_to_the_opinion_to_the_whole(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("scientist1")
    browser.get(address(scene, "/grille/A", "scientist1"))
    visited = []
    for _family in range(3):
        browser.submit("Enregistrer et continuer")
        visited.append(browser.follow().url.rpartition("/")[2])
    browser.submit("Enregistrer et relire", {"Points forts": "Des contenus exacts.", "recommendation": "favorable"})

    assert visited == ["B", "E", "avis"]
    assert browser.follow().url.endswith("/remise")
    assert "Des contenus exacts." in browser.page.text  # type: ignore[union-attr]


def test_a_comment_without_an_answer_is_not_lost_in_silence(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("peer1")
    browser.get(address(scene, "/grille/A"))

    page = browser.submit("Enregistrer", {"A3-comment": "Trois lettres jointes."}, status=400)

    assert page.errors == ["Choisissez une réponse : sans elle, votre commentaire ne peut pas être gardé."]
    assert "Trois lettres jointes." in page.html


def test_a_draft_saved_in_another_window_is_not_overwritten_and_what_was_typed_is_kept(world: World) -> None:
    scene = scenes.in_review(world)
    one, other = world.browser("peer1"), world.browser("peer1")
    one.get(address(scene, "/grille/A"))
    one.submit("Enregistrer", {"A5": "2"})
    one.follow()
    other.get(address(scene, "/grille/A"))
    one.submit("Enregistrer", {"A3": "2"})

    page = other.submit("Enregistrer", {"A3": "0", "A3-comment": "Aucune lettre."}, status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.text
    assert "Aucune lettre." in page.html
    found = saved(world, scene.assignments["peer1"])
    assert found
    assert {mark.criterion: mark.level for mark in found.marks} == {"A3": 2, "A5": 2}


def test_all_that_is_missing_is_told_before_the_review_is_remitted(world: World) -> None:
    scene = scenes.in_review(world)
    browser = world.browser("peer1")
    browser.get(address(scene, "/grille/A"))
    browser.submit("Enregistrer", {"A3": "1"})

    page = browser.get(address(scene, "/remise"))

    assert "Remettre mon évaluation" not in page.buttons
    shown = page.reasons[:3]
    assert [reason.partition(" :")[0] for reason in shown] == [
        "Il reste des critères sans niveau",
        "Un commentaire est nécessaire sur ces critères",
        "Donnez votre avis",
    ]
    assert shown[1].endswith(" A3.")


def test_a_whole_review_is_remitted_once_and_then_only_read(world: World) -> None:
    scene = scenes.in_review(world)
    write(world, scene, "peer1")
    browser = world.browser("peer1")
    browser.get(address(scene, "/remise"))

    browser.submit("Remettre mon évaluation")
    page = browser.follow()

    assert world.state("assignment", scene.assignments["peer1"]) == "submitted"
    assert "« Remettre mon évaluation » : c’est fait." in page.text
    page = browser.get(address(scene, "/remise"))
    assert "Évaluation remise le 4 mars 2027" in page.text
    assert "Vu dans les pièces (B1)." in page.text
    assert "Modifier" not in page.links
    browser.get(address(scene, "/grille/A"), status=303)
    browser.get(address(scene, "/avis"), status=303)


def test_the_list_tells_what_is_to_answer_to_write_and_done(world: World) -> None:
    scene = scenes.in_review(world)
    write(world, scene, "peer1")
    page = world.browser("peer1").get("/evaluations")
    count = len(world.grid.criteria_for("peer"))
    assert f"{count} critères sur {count}" in page.text

    submit_review(world, scene, "peer2")
    assert "Évaluations remises" in world.browser("peer2").get("/evaluations").text


def test_the_questions_asked_through_the_coordination_are_read_with_their_answers(world: World) -> None:
    scene = scenes.awaiting_complement(world)
    page = world.browser("peer1").get(address(scene))
    assert "Combien d’ateliers avez-vous menés en zone rurale depuis un an ?" in page.text
    assert "La structure n’a pas encore répondu." in page.text

    answer = "Quarante-deux ateliers, dans dix-neuf communes."
    world.take("application", scene.application, "answer_complement", by="applicant", answer=answer)

    assert answer in world.browser("peer1").get(address(scene, "/grille/C")).text
