"""An auditor reads who did what on any application that was filed, and whether its journal is whole."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import rfc8785
from sqlalchemy import select, update

from labelflow.models.journal import Chain, Event
from tests import scenes

if TYPE_CHECKING:
    from tests.world import World


def altered(world: World, application: str) -> None:
    """Somebody writes in the database that the file was received a year later."""
    with world.looking() as session:
        chain = session.scalars(select(Chain.id).where(Chain.subject == application)).one()
        fact = session.scalars(select(Event).where(Event.chain_id == chain, Event.number == 2)).one()
        later = fact.at.replace(year=fact.at.year + 1)
        session.execute(update(Event).where(Event.id == fact.id).values(at=later))
        session.commit()


def test_an_auditor_goes_from_a_number_to_everything_that_led_to_the_label(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("auditor")

    browser.get("/mon-espace")
    browser.click("Journal")
    listed = browser.get(f"/journal?q={scene.number}").rows("Dossiers déposés")
    page = browser.click("L’Atelier des étoiles")

    assert [(row[0], row[-1]) for row in listed] == [("L’Atelier des étoiles", scene.number)]
    chains = page.rows("Chaînes du journal")
    assert [(row[0], row[2]) for row in chains] == [
        ("Le dossier", "Entière"),
        ("La séance de la commission", "Entière"),
        ("Le label", "Entière"),
    ]
    assert page.facts()["Vote"] == "11 pour, 0 contre, 0 abstention"
    assert [row[1] for row in page.rows("Qui a lu le dossier")] == ["Pair", "Pair", "Expertise scientifique"]
    told = [row[1] for row in page.rows("Journal")]
    assert {"Label attribué", "Voix comptées", "Dossier déposé scellé"} <= set(told)
    assert {"Accusé de réception", "Décision", "Attestation de labellisation"} <= set(page.links)


def test_the_chains_that_an_auditor_takes_away_are_recomputed_without_the_site(world: World) -> None:
    scene = scenes.labelled(world)

    answer = world.browser("auditor").client.get(f"/journal/{scene.application}/chaines.json")

    for chain in json.loads(answer.data)["chains"]:
        head = ""
        for event in chain["events"]:
            head = hashlib.sha256(head.encode() + rfc8785.dumps(event["body"])).hexdigest()
            assert head == event["hash"]
        assert head == chain["head"]


def test_a_fact_that_was_altered_is_named_on_the_page(world: World) -> None:
    scene = scenes.submitted(world)
    altered(world, scene.application)

    page = world.browser("auditor").get(f"/journal/{scene.application}")

    assert "Le dossier : événement altéré, au n° 2." in page.text


def test_a_draft_is_not_for_auditors(world: World) -> None:
    scene = scenes.draft(world)
    browser = world.browser("auditor")

    assert "Aucun dossier ne correspond" in browser.get("/journal").text
    browser.get(f"/journal/{scene.application}", status=404)


def test_a_search_finds_nothing_of_what_is_not_there(world: World) -> None:
    scenes.submitted(world)
    browser = world.browser("auditor")

    assert "Aucun dossier ne correspond" in browser.get("/journal?q=%21%21").text
    assert "Aucun dossier ne correspond" in browser.get("/journal?apres=inconnu").text


def test_nobody_audits_their_own_structure(world: World) -> None:
    scene = scenes.submitted(world)
    world.let_act("auditor", "applicant")
    browser = world.browser("auditor")

    assert "Aucun dossier ne correspond" in browser.get("/journal").text
    browser.get(f"/journal/{scene.application}", status=404)
