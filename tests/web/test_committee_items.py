"""One item as pages: the file beside its marks, stepping aside, voting, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.models.session import Recusal, Vote
from labelflow.services import sessions
from tests import scenes
from tests.deliberating import EVERYBODY, last_ballot, sit, split, vote_all

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World

READERS = ("Peyre", "Marty", "Ramon", "Planétarium du Lez", "La Fabrique du Tarn", "peer1@exemple.fr")


def page_of(scene: Scene) -> str:
    return f"/commission/points/{scene.item}"


def test_a_member_reads_the_file_beside_its_marks_and_no_reviewer_s_name(world: World) -> None:
    scene = scenes.convened(world)

    page = world.browser("member2").get(page_of(scene))

    assert page.h1 == "L’Atelier des étoiles"
    assert "Favorable, 66,6 %" in page.text
    assert "Valeur 2 · poids 6,0 % · effet 4,0 %" in page.text
    assert "La structureConformeVoir nos pièces (A3)." in page.text
    assert "Pair 1ConformeVu dans les pièces (A3)." in page.text
    assert "Éliminatoire : atteint" in page.text
    assert "Nos sources seront publiées dès ce trimestre." in page.text
    assert [name for name in READERS if name in page.html] == []


def test_a_member_opens_what_was_filed_and_its_pieces(world: World) -> None:
    scene = scenes.convened(world)
    browser = world.browser("member2")

    browser.get(page_of(scene))
    page = browser.click("Dossier déposé et pièces")

    assert "Présentez votre structure en quelques lignes" in page.text
    pieces = [address for address in page.links.values() if address.startswith("/pieces/")]
    assert pieces
    assert browser.get(pieces[0]).headers["Content-Type"] == "application/pdf"


def test_divergences_and_gates_stand_out(world: World) -> None:
    scene = scenes.session_open(world)
    scenes.filing.check_documents(world, scene, level=0)

    page = world.browser("chair").get(page_of(scene))

    assert "Éliminatoire : non atteint" in page.text
    assert "Réserve majeure" in page.text
    assert "Ce qui ne peut pas être mis aux voix, et pourquoi" in page.text
    assert "Des critères éliminatoires n’atteignent pas leur minimum" in page.text


def test_whoever_stepped_aside_reads_nothing_of_it(world: World) -> None:
    scene = scenes.convened(world)
    world.do(sessions.recuse, scene.item, by="member3")
    sit(world, scene, EVERYBODY)
    browser = world.browser("member3")

    for page in ("", "/dossier", "/deport"):
        browser.get(page_of(scene) + page, status=404)
    browser.post(page_of(scene), {"ballot": "1"}, status=404)
    page = browser.get(f"/commission/seances/{scene.session}")
    (row,) = page.rows("Dossiers inscrits")
    assert row[:2] == ["1. L’Atelier des étoiles", "Vous n’y prenez pas part"]
    assert page_of(scene) not in page.html
    assert "66,6" not in page.html
    assert "vous vous déportez sur 1" in browser.get("/commission").text


def test_a_member_steps_aside_without_opening_the_file(world: World) -> None:
    scene = scenes.convened(world)
    browser = world.browser("member3")

    browser.get(f"/commission/seances/{scene.session}")
    browser.click("Je me déporte : L’Atelier des étoiles")
    browser.submit("Me déporter", {"Précision": "Ma sœur y travaille."})

    page = browser.follow()
    assert "Vous vous déportez sur le dossier de L’Atelier des étoiles" in page.text
    browser.get(page_of(scene), status=404)


@pytest.mark.parametrize("person", ["chair", "coordinator"])
def test_it_is_put_on_record_that_a_member_leaves_the_room(world: World, person: str) -> None:
    scene = scenes.session_open(world)
    browser = world.browser(person)

    browser.get(f"{page_of(scene)}/deport")
    browser.submit("Enregistrer le déport", {"Qui se déporte": "Dominique Delmas"})

    assert "Le déport sur le dossier de L’Atelier des étoiles est enregistré." in browser.follow().text
    world.browser("member4").get(page_of(scene), status=404)


def test_nobody_is_put_aside_unless_somebody_is_chosen(world: World) -> None:
    scene = scenes.session_open(world)
    browser = world.browser("coordinator")
    browser.get(f"{page_of(scene)}/deport")

    page = browser.submit("Enregistrer le déport", {"Précision": "Ma sœur y travaille."}, status=400)

    assert page.links["Choisissez qui se déporte."] == "#member"
    assert "Ma sœur y travaille." in page.html
    with world.looking() as session:
        assert session.query(Recusal).filter_by(source="recorded").count() == 0


def test_a_note_that_is_too_long_is_kept_and_the_summary_leads_to_it(world: World) -> None:
    scene = scenes.convened(world)
    browser = world.browser("member2")
    browser.get(f"{page_of(scene)}/deport")

    page = browser.submit("Me déporter", {"Précision": "Longue histoire. " * 130}, status=400)

    assert [link for link in page.links.values() if link.startswith("#note")] == ["#note"]
    assert "Longue histoire." in page.html


def test_a_member_cannot_put_another_aside(world: World) -> None:
    scene = scenes.session_open(world)
    browser = world.browser("member1")
    browser.get(f"{page_of(scene)}/deport")

    other = {"member": world.person("member2").public_id, "note": ""}
    browser.post(f"{page_of(scene)}/deport", other, status=403)
    world.browser("member2").get(page_of(scene))


def test_the_chair_opens_the_vote_on_a_proposal(world: World) -> None:
    scene = scenes.session_open(world)
    browser = world.browser("chair")

    browser.get(page_of(scene))
    browser.submit("Ouvrir le vote", {"outcome": "Accorder le label avec réserves"})
    page = browser.follow()

    assert page.url == page_of(scene)
    assert "Vote ouvert : Accorder le label avec réserves ?" in page.text
    assert "0 sur 11 voix reçues" in page.text


def test_the_vote_is_not_opened_without_quorum_and_says_why(world: World) -> None:
    scene = sit(world, scenes.convened(world), ["member1", "chair"])

    page = world.browser("chair").get(page_of(scene))

    assert "Ouvrir le vote" not in page.buttons
    assert "il faut 7 voix présentes ou représentées, il y en a 2." in page.text


def test_a_member_votes_for_oneself_and_for_a_proxy(world: World) -> None:
    scene = scenes.vote_open(world)
    browser = world.browser("member1")

    browser.get(page_of(scene))
    proxy = "Voix de Dominique Jourda, qui vous a donné pouvoir"
    browser.submit("Voter", {"Votre voix": "Pour", proxy: "Abstention"})
    page = browser.follow()

    assert "Vote enregistré : pour, abstention." in page.text
    assert "Votre vote : pour, à 11 h 10." in page.text
    assert "Voix de Dominique Jourda : abstention, à 11 h 10." in page.text
    assert "Voter" not in page.buttons


def test_a_vote_without_a_choice_says_so(world: World) -> None:
    scene = scenes.vote_open(world)
    browser = world.browser("member2")

    browser.get(page_of(scene))
    page = browser.submit("Voter", status=400)

    assert page.errors == ["Choisissez pour, contre ou abstention."]


def test_a_vote_sent_twice_counts_once_and_says_which(world: World) -> None:
    scene = scenes.vote_open(world)
    browser = world.browser("member2")
    form = browser.get(page_of(scene)).form("Voter")
    form.fill("Votre voix", "Pour")

    browser.post(page_of(scene), form.data)
    form.fill("Votre voix", "Contre")
    browser.post(page_of(scene), form.data)

    assert "Votre vote était déjà enregistré, une seule fois : pour." in browser.follow().text
    with world.looking() as session:
        assert [vote.choice for vote in session.query(Vote)] == ["for"]


def test_a_vote_that_comes_after_the_closing_is_refused_in_words(world: World) -> None:
    scene = scenes.vote_open(world)
    browser = world.browser("member9")
    form = browser.get(page_of(scene)).form("Voter")
    form.fill("Votre voix", "Pour")
    world.do(sessions.recuse, scene.item, by="chair", member=world.person("member9").public_id)

    browser.post(page_of(scene), form.data, status=404)


def test_a_vote_on_a_page_that_showed_another_proposal_is_not_taken(world: World) -> None:
    scene = scenes.vote_open(world)
    late = world.browser("member2")
    form = late.get(page_of(scene)).form("Voter")
    form.fill("Votre voix", "Pour")
    proxy = world.person("member10").public_id
    vote_all(world, scene, dict.fromkeys((*EVERYBODY[:-2], "chair"), "against"))
    world.do(sessions.vote, scene.item, "against", by="member1", for_member=proxy)
    world.take("item", scene.item, "put_again", by="chair")
    world.take("item", scene.item, "open_vote", by="chair", outcome="refuse")

    page = late.post(page_of(scene), form.data, status=409)

    assert page.reasons == ["Une autre proposition est mise aux voix depuis que vous avez ouvert la page : relisez-la."]
    assert "Vote ouvert : Refuser le label ?" in page.text


def test_votes_by_name_are_for_whoever_presides(world: World) -> None:
    scene = scenes.vote_open(world)
    world.do(sessions.vote, scene.item, "against", by="member2")

    assert "Dominique Bousquet Contre" in world.browser("chair").get(page_of(scene)).text
    for person in ("member3", "coordinator", "signatory"):
        page = world.browser(person).get(page_of(scene))
        assert "Qui a voté, et comment" not in page.text
        assert "Contre" not in page.text.replace("Pour Contre Abstention", "")


def test_the_result_is_told_with_its_majority(world: World) -> None:
    scene = sit(world, scenes.convened(world), [*EVERYBODY[:7], "chair"])
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    vote_all(world, scene, split(3, 4, chair="for"))
    browser = world.browser("chair")

    browser.get(page_of(scene))
    browser.submit("Clore le vote")
    page = browser.follow()

    assert "Adopté Accorder le label" in page.text
    assert "4 pour, 4 contre, 0 abstention. Majorité : plus de la moitié de 8 voix." in page.text
    assert "La voix de la présidence a départagé." in page.text
    assert last_ballot(world, scene)["carried"]


def test_an_equal_division_is_guided(world: World) -> None:
    scene = sit(world, scenes.convened(world), [*EVERYBODY[:7], "chair"])
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    vote_all(world, scene, split(4, 3, chair="abstain"))
    browser = world.browser("chair")

    page = browser.get(page_of(scene))
    assert "Ce dossier n’a pas encore été ajourné : mettez l’ajournement aux voix." in page.text

    browser.submit("Mettre une autre proposition aux voix")
    page = browser.follow()
    assert "Voix partagées Accorder le label" in page.text
    browser.submit("Ouvrir le vote", {"outcome": "Ajourner"})
    assert "Vote ouvert : Ajourner ?" in browser.follow().text


@pytest.mark.parametrize("person", ["applicant", "peer1", "nobody"])
def test_the_item_does_not_exist_for_those_whom_it_is_about(world: World, person: str) -> None:
    scene = scenes.vote_open(world)

    world.browser(person).get(page_of(scene), status=403)
