"""Decisions as pages: written row by row, read as a letter, signed one by one or together; minutes; sanctions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow.models.label import Label
from labelflow.services import sessions
from tests import scenes
from tests.deliberating import EVERYBODY, decision_of, list_second, sit, vote_all
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World

NAME = "L’Atelier des étoiles"
SAVE = "Enregistrer la rédaction"


def page_of(scene: Scene) -> str:
    return f"/commission/decisions/{scene.decision}"


def test_what_is_missing_is_listed_beside_the_draft(world: World) -> None:
    scene = scenes.decided(world, outcome="refuse")

    page = world.browser("chair").get(page_of(scene))

    assert "Il manque 2 points avant la signature" in page.text
    assert "Citez au moins un article du règlement et les faits qui le justifient." in page.text
    assert "Le calcul proposait : favorable. La commission a voté : Refuser le label." in page.text


def test_rows_are_added_without_losing_what_was_typed(world: World) -> None:
    scene = scenes.decided(world, outcome="refuse")
    browser = world.browser("chair")

    browser.get(page_of(scene))
    page = browser.submit("Ajouter un motif", {"motif-0-facts": FACTS, "motif-0-article": "4.1"}, status=200)

    assert "Une ligne de plus. Rien n’est encore enregistré." in page.text
    assert page.soup.select_one("[name=motif-3-facts]") is not None
    assert page.form(SAVE).data["motif-0-facts"].strip() == FACTS
    with world.looking() as session:
        assert world.found("decision", scene.decision, session).grounds == []


def test_a_draft_is_saved_and_completed(world: World) -> None:
    scene = scenes.decided(world, outcome="refuse")
    browser = world.browser("coordinator")

    browser.get(page_of(scene))
    browser.submit(SAVE, {"motif-0-facts": "Trop court.", "motif-0-article": "4.1"})
    page = browser.follow()
    assert "Les motifs sont trop brefs" in page.text

    typed = {
        "motif-0-facts": FACTS,
        "departure_reason": "La structure a été entendue.",
        "advice": "Relisez vos fiches.",
    }
    browser.submit(SAVE, typed)
    page = browser.follow()
    assert "Rien ne manque : la décision peut être signée." in page.text
    with world.looking() as session:
        (ground,) = world.found("decision", scene.decision, session).grounds
        assert ground == {"article": "4.1", "criterion": "", "facts": FACTS}


def test_reservations_are_edited_row_by_row(world: World) -> None:
    scene = scenes.decided(world, outcome="grant_with_reservations")
    browser = world.browser("chair")
    due_on = world.today + timedelta(days=90)

    browser.get(page_of(scene))
    page = browser.submit(SAVE, {"reserve-0-text": "Citez vos sources."}, status=400)
    assert page.errors == ["Choisissez le critère de cette réserve.", "Dites si cette réserve est majeure ou mineure."]

    browser.submit("Ajouter une réserve", status=200)
    row = {"reserve-1-text": "Tenir un registre.", "reserve-1-criterion": "D1", "reserve-1-severity": "minor"}
    browser.submit(
        SAVE,
        {
            "reserve-0-criterion": "A2", "reserve-0-severity": "Majeure", "reserve-0-due_on": due_on,
            **row, "reserve-1-due_on": due_on, "departure_reason": "Nous voulons un calendrier.",
        },
    )  # fmt: skip
    browser.follow()
    browser.submit(SAVE, {"reserve-1-removed": True})

    with world.looking() as session:
        found = world.found("decision", scene.decision, session).reservations
    assert found == [
        {"criterion": "A2", "severity": "major", "text": "Citez vos sources.", "due_on": due_on.isoformat()}
    ]


def test_a_stale_draft_is_refused_with_what_was_typed(world: World) -> None:
    scene = scenes.decided(world, outcome="refuse")
    browser = world.browser("chair")
    browser.get(page_of(scene))
    world.take("decision", scene.decision, "redraft", by="coordinator", advice="Un conseil.")

    page = browser.submit(SAVE, {"motif-0-facts": FACTS}, status=409)

    assert "Quelqu’un a modifié" in page.text
    assert page.form(SAVE).data["motif-0-facts"].strip() == FACTS


def test_the_letter_is_read_before_it_is_signed(world: World) -> None:
    scene = scenes.decided(world)
    browser = world.browser("chair")

    browser.get(page_of(scene))
    letter = browser.click("Voir la lettre (PDF)")

    assert letter.headers["Content-Type"] == "application/pdf"
    assert letter.response.get_data().startswith(b"%PDF-")


def test_a_letter_that_the_law_forbids_says_what_is_missing(world: World) -> None:
    scene = scenes.decided(world, outcome="refuse")

    page = world.browser("chair").get(f"{page_of(scene)}/lettre")

    assert page.h1 == "La lettre ne peut pas encore être écrite"
    assert "Citez au moins un article du règlement et les faits qui le justifient." in page.text


def test_the_signatory_reads_and_signs(world: World) -> None:
    scene = scenes.decided(world)
    world.take("decision", scene.decision, "redraft", by="chair", advice="Publiez vos sources.")
    browser = world.browser("signatory")

    browser.get("/commission/decisions")
    page = browser.click(NAME)
    assert "Publiez vos sources." in page.text
    assert page.soup.select("textarea") == []
    browser.submit("Signer et notifier")
    page = browser.follow()

    assert "par Anne Tolosa, Présidente de la Région" in page.facts()["Signée"]
    assert browser.click("Lettre notifiée (PDF)").response.get_data().startswith(b"%PDF-")


@pytest.mark.parametrize("person", ["member1", "auditor"])
def test_nobody_else_opens_a_draft(world: World, person: str) -> None:
    scene = scenes.decided(world)

    world.browser(person).get(page_of(scene), status=404)
    world.browser(person).get(f"{page_of(scene)}/lettre", status=404)


def both_voted(world: World) -> tuple[Scene, Scene]:
    """Two applications of one session: one granted, one refused without reasons yet."""
    first = scenes.in_committee(world)
    second = list_second(world, first)
    world.take("session", first.session, "convene", by="coordinator")
    sit(world, first, EVERYBODY)
    for scene, outcome in ((first, "grant"), (second, "refuse")):
        world.take("item", scene.item, "open_vote", by="chair", outcome=outcome)
        vote_all(world, scene, dict.fromkeys(EVERYBODY, "for"))
        world.take("item", scene.item, "close_vote", by="chair")
        scene.decision = decision_of(world, scene)
    return first, second


def test_decisions_are_signed_together_and_the_others_say_why_not(world: World) -> None:
    first, second = both_voted(world)
    browser = world.browser("signatory")

    page = browser.get(f"/commission/seances/{first.session}/signatures")
    assert page.rows("Décisions de la séance")[0][2] == "Prête à signer"
    browser.submit("Signer et notifier ensemble")
    page = browser.follow()

    assert "Une décision signée et notifiée." in page.text
    told = {row[0]: row[2] for row in page.rows("Décisions de la séance")}
    assert told[NAME] == "Signée et notifiée"
    assert told["Les Curieux de Garonne"].startswith("À compléter Citez au moins un article")
    assert world.state("application", second.application) == "in_committee"


def test_a_decision_rewritten_since_it_was_read_is_not_signed_with_the_others(world: World) -> None:
    first, _second = both_voted(world)
    browser = world.browser("signatory")
    browser.get(f"/commission/seances/{first.session}/signatures")
    world.take("decision", first.decision, "redraft", by="chair", advice="Un conseil de plus.")

    browser.submit("Signer et notifier ensemble")

    page = browser.follow()
    assert "Cette décision a changé depuis que vous l’avez lue : relisez-la avant de signer." in page.text
    with world.looking() as session:
        assert session.query(Label).count() == 0


def test_the_chair_sees_the_decisions_and_signs_none(world: World) -> None:
    scene = scenes.decided(world)

    page = world.browser("chair").get(f"/commission/seances/{scene.session}/signatures")

    assert "La signature revient à une personne qui a délégation." in page.text
    assert page.buttons == []


def test_the_minutes_are_read_then_approved(world: World) -> None:
    scene = scenes.decided(world)
    browser = world.browser("chair")

    page = browser.get(f"/commission/seances/{scene.session}/proces-verbal")
    assert "projet, non approuvé" in page.text
    assert "11 pour, 0 contre, 0 abstention." in page.text
    assert ["Dominique Jourda", "Associations", "par pouvoir, donné à Dominique Alibert"] in page.rows("Présences")
    assert browser.get(f"/commission/seances/{scene.session}/proces-verbal.pdf").response.get_data()[:5] == b"%PDF-"

    browser.get(f"/commission/seances/{scene.session}/proces-verbal")
    browser.submit("Approuver le procès-verbal")
    page = browser.follow()
    assert "non approuvé" not in page.text
    assert world.browser("member2").get(page.links["Procès-verbal approuvé (PDF)"]).status == 200


def test_the_draft_minutes_keep_from_a_member_what_they_stepped_aside_from(world: World) -> None:
    scene = scenes.convened(world)
    world.do(sessions.recuse, scene.item, by="member3")
    sit(world, scene, EVERYBODY)
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    vote_all(world, scene, dict.fromkeys([one for one in EVERYBODY if one != "member3"], "for"))
    world.take("item", scene.item, "close_vote", by="chair")

    page = world.browser("member3").get(f"/commission/seances/{scene.session}/proces-verbal")

    assert "Vous n’avez pas pris part à ce point." in page.text
    assert "Label attribué" not in page.text
    world.browser("member3").get(f"/commission/seances/{scene.session}/proces-verbal.pdf", status=404)


def test_the_chair_sanctions_a_label_by_the_page_of_the_step(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("chair")

    browser.get("/commission/labels")
    browser.click(NAME)
    browser.click("Mettre en demeure")
    browser.submit("Mettre en demeure", {"article": "5.1", "facts": FACTS})

    page = browser.follow()
    assert page.url == f"/commission/labels/{scene.number}"
    assert page.facts()["État"] == "Mise en demeure"
    assert "Les fiches d’action jointes ne citent aucune source" in page.text


def test_members_sanction_nothing(world: World) -> None:
    scene = scenes.labelled(world)

    assert NAME not in world.browser("member1").get("/commission/labels").text
    world.browser("member1").get(f"/commission/labels/{scene.number}", status=404)
    world.browser("coordinator").get("/commission/labels", status=403)
