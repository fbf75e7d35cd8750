"""Pieces and documents: to whoever may read them, as files to keep, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.models.application import Evidence
from labelflow.models.file import Document
from tests import scenes
from tests.scenes.filing import PDF, add_piece

if TYPE_CHECKING:
    from tests.world import World


def piece(world: World, scene: scenes.Scene, slot: str) -> str:
    with world.looking() as session:
        rows = session.query(Evidence).filter_by(slot=slot, removed_at=None)
        return "/pieces/" + next(row.public_id for row in rows if row.application.public_id == scene.application)


def documents(world: World) -> dict[str, str]:
    with world.looking() as session:
        return {row.kind: f"/documents/{row.public_id}" for row in session.query(Document)}


def statuses(world: World, path: str, people: tuple[str, ...]) -> dict[str, int]:
    return {person: world.browser(person).client.get(path).status_code for person in people}


def test_a_piece_comes_as_a_file_that_no_browser_opens_in_the_site(world: World) -> None:
    scene = scenes.draft(world)
    add_piece(world, scene, "statutes")

    answer = world.browser("colleague").client.get(piece(world, scene, "statutes"))

    assert answer.data == PDF + b"statutes"
    assert answer.headers["Content-Disposition"] == "attachment; filename=statutes.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_visitor_is_asked_to_sign_in(world: World) -> None:
    scene = scenes.draft(world)
    add_piece(world, scene, "statutes")

    answer = world.browser().client.get(piece(world, scene, "statutes"))

    assert answer.status_code == 303
    assert "/connexion" in answer.location


def test_a_draft_is_read_by_its_structure_only(world: World) -> None:
    scene = scenes.draft(world)
    add_piece(world, scene, "statutes")
    people = ("applicant", "colleague", "outsider", "coordinator", "peer1", "member1", "auditor", "nobody")

    found = statuses(world, piece(world, scene, "statutes"), people)

    assert found == dict.fromkeys(people, 404) | {"applicant": 200, "colleague": 200}


@pytest.mark.parametrize(
    ("slot", "readers"),
    [
        ("statutes", {"applicant", "coordinator", "peer1", "scientist1", "auditor"}),
        ("insurance", {"applicant", "coordinator", "auditor"}),
    ],
)
def test_a_piece_is_read_by_its_circle(world: World, slot: str, readers: set[str]) -> None:
    scene = scenes.in_review(world)
    people = ("applicant", "outsider", "coordinator", "peer1", "peer3", "scientist1", "member1", "auditor", "observer")

    found = statuses(world, piece(world, scene, slot), people)

    assert {person for person, status in found.items() if status == 200} == readers
    assert set(found.values()) == {200, 404}


def test_the_committee_reads_pieces_once_the_application_is_on_an_agenda(world: World) -> None:
    scene = scenes.in_committee(world)

    found = statuses(world, piece(world, scene, "statutes"), ("member2", "chair", "signatory", "peer1", "peer3"))

    assert found == {"member2": 200, "chair": 200, "signatory": 200, "peer1": 200, "peer3": 404}
    assert statuses(world, piece(world, scene, "insurance"), ("member2",)) == {"member2": 404}


def test_a_piece_that_was_not_submitted_stays_with_the_structure(world: World) -> None:
    scene = scenes.incomplete(world)
    add_piece(world, scene, "supports")

    assert statuses(world, piece(world, scene, "supports"), ("applicant", "coordinator")) == {
        "applicant": 200,
        "coordinator": 404,
    }


def test_the_receipt_is_there_at_once(world: World) -> None:
    scene = scenes.submitted(world)

    answer = world.browser("applicant").client.get(documents(world)["receipt"])

    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=accuse-de-reception-{scene.application}.pdf"
    )


def test_documents_are_read_by_those_whom_they_concern(world: World) -> None:
    scenes.labelled(world)
    found = documents(world)
    everybody = ("applicant", "coordinator", "member2", "auditor", "outsider", "peer1", "observer", "nobody")

    readers = {
        kind: {person for person, status in statuses(world, path, everybody).items() if status == 200}
        for kind, path in found.items()
    }

    assert readers == {
        "receipt": {"applicant", "coordinator", "member2", "auditor"},
        "letter": {"applicant", "coordinator", "member2", "auditor"},
        "certificate": {"applicant", "coordinator", "auditor"},
    }


def test_what_does_not_exist_is_not_found(world: World) -> None:
    browser = world.browser("applicant")

    assert browser.client.get("/pieces/0000000000").status_code == 404
    assert browser.client.get("/documents/0000000000").status_code == 404
