"""The coordination's pages on a programme without grid, reviewers or committee."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow import clock
from labelflow.services import applications
from tests.scenes.filing import answer_to
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

CHARTER = "charte-du-reseau"


@pytest.fixture
def charter(app: Flask) -> Iterator[World]:
    """The world of the charter."""
    yield World(app, programme=CHARTER)
    clock.shift(timedelta(0))


def submitted(world: World) -> str:
    """An adhesion that was signed and sent."""
    place, programme = world.structure("applicant"), world.programme
    public_id: str = world.do(applications.start, CHARTER, place.public_id, by="applicant", scopes=["network-member"])
    answers = {question.code: answer_to(question) for question in programme.form.questions}
    world.do(applications.save_answers, public_id, answers, by="applicant")
    documents = [document.code for document in programme.documents]
    world.do(applications.accept_documents, public_id, documents, by="applicant")
    world.take("application", public_id, "submit", by="applicant")
    return public_id


def test_an_adhesion_is_instructed_from_queue_to_list_on_the_same_pages(charter: World) -> None:
    public_id = submitted(charter)
    browser = charter.browser("coordinator")

    row = browser.get("/coordination").rows("Dossiers")[0]
    page = browser.click("L’Atelier des étoiles")

    assert row[:4] == ["L’Atelier des étoiles", "09", "À vérifier", "Nous"]
    assert row[5:7] == ["—", "1er mars 2027"]
    tabs = [link.get_text() for link in page.soup.select(".tabs a")]
    assert tabs == ["Où en est le dossier", "Contenu", "Journal"]
    for tail in ("documents", "affectations", "commission"):
        browser.get(f"/coordination/dossiers/{public_id}/{tail}", status=404)
    for tail in ("contenu", "journal", ""):
        browser.get(f"/coordination/dossiers/{public_id}/{tail}".rstrip("/"))
    browser.submit("Inscrire dans la liste")
    assert "Membre du réseau" in browser.follow().text
    listed = browser.get("/coordination/labels").rows("Labels accordés")
    assert listed[0][1] == "L’Atelier des étoiles"
    browser.click(listed[0][0])
