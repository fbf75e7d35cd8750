"""« Mon espace »: what waits for whom, by when, whatever their roles."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event

from labelflow.services import sessions
from tests import scenes
from tests.scenes.reviewing import accept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.page import Page
    from tests.world import World


def home(world: World, person: str) -> Page:
    return world.browser(person).get("/mon-espace")


def tasks(world: World, person: str) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in home(world, person).soup.select("main .checklist > li")]


def test_whoever_has_nothing_yet_is_told_how_to_begin(world: World) -> None:
    page = home(world, "nobody")

    assert "Bienvenue" in page.text
    assert page.links["Trouver ma structure"] == "/mon-compte/structures"


def test_when_nothing_waits_it_says_so(world: World) -> None:
    world.structure("applicant")

    assert "Rien ne vous attend aujourd’hui" in home(world, "applicant").text
    assert "Rien ne vous attend aujourd’hui" in home(world, "member1").text


def test_a_draft_waits_for_its_structure_without_a_far_date(world: World) -> None:
    scenes.draft(world)

    assert tasks(world, "colleague") == ["Dossier à terminer et à déposer L’Atelier des étoiles"]
    world.wait(days=340)
    assert "avant le 1er mars 2028" in tasks(world, "colleague")[0]


def test_what_is_late_comes_first_and_says_so(world: World) -> None:
    scenes.draft(world)
    scenes.incomplete(world, by="outsider", structure="neighbour")
    world.let_act("helper", "applicant")
    world.let_act("helper", "neighbour")
    world.wait(days=25)

    found = tasks(world, "helper")

    assert [line.split(" avant")[0] for line in found] == [
        "Candidature : Incomplet : pièces demandées Les Curieux de Garonne",
        "Dossier à terminer et à déposer L’Atelier des étoiles",
    ]
    assert "en retard" in found[0]


def test_an_application_that_waits_for_others_is_followed(world: World) -> None:
    scenes.in_review(world)

    page = home(world, "applicant")

    assert "Rien ne vous attend aujourd’hui" in page.text
    assert "Vos dossiers en cours" in page.text
    assert "En évaluation par les pairs et les scientifiques" in page.text


def test_reviewers_find_invitations_then_reviews(world: World) -> None:
    scene = scenes.assigned(world)

    assert tasks(world, "peer1") == [
        "Invitation à évaluer : répondez L’Atelier des étoiles avant le 10 mars 2027 (dans 7 jours)"
    ]
    accept(world, scene, "peer1")
    assert tasks(world, "peer1")[0].startswith("Évaluation à remettre L’Atelier des étoiles avant le")


def test_the_coordination_finds_its_queue(world: World) -> None:
    scenes.submitted(world)

    assert tasks(world, "coordinator") == ["Un dossier attend la coordination avant le 15 mars 2027 (dans 14 jours)"]
    world.wait(days=16)
    assert "dont un en retard" in tasks(world, "coordinator")[0]


def test_a_coordinator_does_not_know_of_a_file_of_their_own_structure(world: World) -> None:
    scenes.submitted(world, by="insider", structure="consortium")

    assert tasks(world, "coordinator") == []
    assert len(tasks(world, "coordinator2")) == 1


def test_members_find_the_session_then_the_vote(world: World) -> None:
    scene = scenes.convened(world)
    assert [line.split(" le ")[0] for line in tasks(world, "member2")] == [
        "Séance de la commission Commission de printemps"
    ]

    scenes.open_session(world, scene)
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    assert "Vote ouvert : votez L’Atelier des étoiles" in tasks(world, "member2")
    assert "Séance ouverte, que vous présidez Commission de printemps" in tasks(world, "chair")
    world.do(sessions.vote, scene.item, "for", by="member2")

    assert tasks(world, "member2") == []


def test_the_signatory_finds_decisions_to_sign(world: World) -> None:
    scene = scenes.decided(world)

    assert tasks(world, "signatory")[0].startswith("Décision à signer L’Atelier des étoiles avant le")
    assert "Procès-verbal à approuver Commission de printemps" in tasks(world, "chair")
    assert tasks(world, "coordinator") == []
    world.take("decision", scene.decision, "sign", by="signatory")
    assert tasks(world, "signatory") == []


def test_a_second_person_finds_what_is_to_be_confirmed(world: World) -> None:
    scene = scenes.submitted(world)
    facts = "La structure n’a, d’après les pièces jointes, mené aucune action en Occitanie depuis sa création. " * 3
    world.take("application", scene.application, "propose_inadmissible", by="coordinator", article="2.1", facts=facts)

    browser = world.browser("signatory")
    browser.get("/mon-espace")
    page = browser.click("Proposition à confirmer : Confirmer l’irrecevabilité et signer")

    assert page.h1 == "Confirmer l’irrecevabilité et signer"
    assert page.buttons == ["Confirmer l’irrecevabilité et signer"]


def test_holders_find_reservations_and_renewals_and_their_labels(world: World) -> None:
    scene = scenes.labelled_with_reservations(world)

    assert [line.split(" avant")[0] for line in tasks(world, "applicant")] == [
        "Réserve à lever Citer les sources de chaque fiche.",
        "Réserve à lever Écrire vos pratiques de réemploi.",
    ]
    assert scene.number in home(world, "applicant").text
    world.wait(days=365 * 3 - 200)
    assert any(line.startswith("Label à renouveler") for line in tasks(world, "applicant"))


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    with world.app.app_context():
        from labelflow.db import db  # noqa: PLC0415 - the engine of this application

        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_lists_ask_the_database_as_often_for_three_applications_as_for_one(world: World) -> None:
    counts = []
    owners = {"applicant": "applicant", "neighbour": "outsider", "planetarium": "director"}
    for structures in (("applicant",), ("neighbour", "planetarium")):
        for structure in structures:
            scenes.draft(world, by=owners[structure], structure=structure)
            world.let_act("helper", structure)
        browser = world.browser("helper")
        for path in ("/candidatures", "/mon-espace"):
            browser.get(path)
            with counted(world) as statements:
                browser.get(path)
            counts.append(len(statements))

    assert counts[:2] == counts[2:]
