"""The queue: who waits for whom, what is late, filters, pages; nothing that the person may not instruct."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.domain.catalogue import Case
from labelflow.domain.permissions import role_granting
from labelflow.jobs.clock import tick
from labelflow.models.account import User
from labelflow.models.application import Application
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries import queue as reads
from labelflow.queries.facts import facts_of
from labelflow.queries.reach import may_instruct
from labelflow.services import interests
from tests import scenes
from tests.counting import statements
from tests.scenes.others import application_of, represent
from tests.scenes.reviewing import invite
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.world import World


def names(world: World, person: str = "coordinator", **wanted: object) -> list[str]:
    actor = world.actor(person)
    with world.looking():
        found = reads.queue(actor, reads.Wanted(**wanted), world.now)  # type: ignore[arg-type]  # any filter
        return [row.application.structure.name for row in found.rows]


def rows(world: World, person: str = "coordinator") -> dict[str, tuple[str, bool]]:
    actor = world.actor(person)
    with world.looking():
        found = reads.queue(actor, reads.Wanted(), world.now)
        return {row.application.structure.name: (row.waiting, row.late) for row in found.rows}


def test_the_queue_says_whom_each_application_waits_for(world: World) -> None:
    scenes.in_review(world)
    application_of(world, "workshop")
    invite(world, application_of(world, "museum", admissible=True), "peer2", "peer")

    assert rows(world) == {
        "L’Atelier des étoiles": ("reviewers", False),
        "La Fabrique du Tarn": ("coordination", False),
        "Muséum des Causses": ("coordination", False),
    }


def test_what_is_late_comes_first_and_is_counted(world: World) -> None:
    scenes.in_review(world)
    world.wait(days=29)
    application_of(world, "workshop")
    world.wait(days=4)

    browser = world.browser("coordinator")

    page = browser.get("/coordination")

    listed = page.rows("Dossiers")
    assert [row[0] for row in listed] == ["L’Atelier des étoiles", "La Fabrique du Tarn"]
    assert "en retard" in listed[0][4]
    assert "1 en retard" in page.text
    assert [row[0] for row in browser.click("1 en retard").rows("Dossiers")] == ["L’Atelier des étoiles"]


def test_a_deadline_met_late_no_longer_counts_as_late(world: World) -> None:
    scene = scenes.submitted(world)
    world.wait(days=25)
    with world.looking():
        tick(world.now)
    assert rows(world)["L’Atelier des étoiles"][1]

    world.take("application", scene.application, "declare_admissible", by="coordinator")

    assert not rows(world)["L’Atelier des étoiles"][1]


def test_drafts_are_not_in_the_queue(world: World) -> None:
    scenes.complete_draft(world)

    page = world.browser("coordinator").get("/coordination")

    assert "Aucun dossier ne correspond" in page.text
    assert "L’Atelier des étoiles" not in page.html


def test_filters_narrow_the_list_and_not_the_figures(world: World) -> None:
    scenes.in_review(world)
    application_of(world, "workshop")

    assert names(world, state="submitted") == ["La Fabrique du Tarn"]
    assert names(world, waiting="reviewers") == ["L’Atelier des étoiles"]
    assert names(world, department="81") == ["La Fabrique du Tarn"]
    assert names(world, words="etoile") == ["L’Atelier des étoiles"]
    assert names(world, words="etoile", department="81") == []
    browser = world.browser("coordinator")
    browser.get("/coordination")
    page = browser.submit("Afficher", {"Structure": "fabrique", "Attend": "Nous"})
    assert [row[0] for row in page.rows("Dossiers")] == ["La Fabrique du Tarn"]
    assert "1 attendent des évaluations" in page.text
    assert "1 En évaluation" in page.text


def test_pages_follow_one_another_by_key_without_gap_or_double(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "ROWS", 2)
    scenes.in_review(world)
    for structure in ("workshop", "museum", "observatory"):
        application_of(world, structure)
    browser = world.browser("coordinator")
    page = browser.get("/coordination")
    seen = [row[0] for row in page.rows("Dossiers")]

    page = browser.click("Suite de la liste")

    seen += [row[0] for row in page.rows("Dossiers")]
    assert len(seen) == 4
    assert set(seen) == {
        "L’Atelier des étoiles",
        "La Fabrique du Tarn",
        "Muséum des Causses",
        "Observatoire de Bigorre",
    }
    assert "Suite de la liste" not in page.links
    browser.click("Revenir au début")
    browser.get("/coordination?apres=autre")
    browser.get("/coordination?etat=nimporte&attend=qui&departement=99")


def test_the_queue_asks_as_much_of_the_database_for_three_as_for_one(world: World) -> None:
    scenes.submitted(world)
    browser = world.browser("coordinator")
    browser.get("/coordination")
    with statements(world) as for_one:
        browser.get("/coordination")
    for structure in ("workshop", "museum"):
        application_of(world, structure, admissible=True)
    with statements(world) as for_three:
        page = browser.get("/coordination")

    assert len(page.rows("Dossiers")) == 3
    assert len(for_three) == len(for_one)


def test_the_application_of_ones_own_consortium_member_is_neither_listed_nor_counted(world: World) -> None:
    scenes.submitted(world)
    application_of(world, "consortium")

    page = world.browser("coordinator").get("/coordination")
    other = world.browser("coordinator2").get("/coordination")

    assert [row[0] for row in page.rows("Dossiers")] == ["L’Atelier des étoiles"]
    assert "1 Complétude à vérifier" in page.text
    assert "Sciences en partage" not in page.html
    assert len(other.rows("Dossiers")) == 2
    assert "2 Complétude à vérifier" in other.text


def test_the_lists_know_exactly_what_the_permission_allows(world: World) -> None:
    scenes.labelled(world)
    application_of(world, "consortium")
    application_of(world, "consortium2")
    application_of(world, "workshop")
    world.person("coordinator2")
    represent(world, "coordinator2", "museum")
    with world.looking() as session:
        user = session.get_one(User, world.person("coordinator").id)
        place = session.get_one(Structure, world.structure("workshop").id)
        link = interests.Link("FUNDING", SINCE, world.today - timedelta(days=30))
        interests.declare_link(user, place, link, actor=world.actor("coordinator"), now=world.now)

    for person in ("coordinator", "coordinator2", "peer1", "member1", "applicant"):
        actor = world.actor(person)
        with world.looking() as session:
            for model, permission in ((Application, "application:check"), (Label, "label:follow")):
                listed = set(session.scalars(select(model.public_id).where(may_instruct(model, actor, world.now))))
                allowed = {
                    row.public_id
                    for row in session.scalars(select(model))
                    if role_granting(permission, Case(facts_of(row, world.now), actor, world.now))
                }
                assert listed == allowed, (person, model)


@pytest.mark.parametrize("person", ["nobody", "applicant", "peer1", "member1", "chair", "signatory", "auditor"])
def test_the_queue_is_for_the_coordination(world: World, person: str) -> None:
    scenes.submitted(world)
    browser = world.browser(person)

    page = browser.get("/coordination", status=403)

    assert "L’Atelier des étoiles" not in page.html
    browser.get("/coordination/labels", status=403)
