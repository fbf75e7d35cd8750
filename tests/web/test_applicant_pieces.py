"""The pieces of an application: added, refused with a reason, attached, removed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from labelflow.models.application import Evidence
from tests import scenes
from tests.scenes.filing import PDF, add_piece

if TYPE_CHECKING:
    from tests.page import Browser
    from tests.world import World

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 200
MEGABYTE = 1024 * 1024
EXPIRY = date(2028, 8, 31)


def pieces(world: World) -> list[tuple[str, str, list[str]]]:
    with world.looking() as session:
        rows = session.query(Evidence).filter_by(removed_at=None)
        return [(row.slot, row.filename, row.criteria) for row in rows]


def opened(world: World) -> tuple[scenes.Scene, Browser, str]:
    scene = scenes.draft(world)
    return scene, world.browser("applicant"), f"/candidatures/{scene.application}"


def test_a_piece_is_added_and_shown_with_what_it_proves(world: World) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/pieces")
    browser.click("Ajouter un fichier : Statuts ou acte de création")
    browser.submit("Ajouter ce fichier", {"Fichier": ("statuts.pdf", PDF)})

    page = browser.follow()
    assert "« statuts.pdf » est dans le dossier." in page.text
    assert "Prouve : D1, E1, C6." in page.text
    assert pieces(world) == [("statutes", "statuts.pdf", ["D1", "E1", "C6"])]


@pytest.mark.parametrize(
    ("slot", "file", "told", "error"),
    [
        (
            "statutes",
            ("statuts.exe", PDF),
            {},
            "Choisissez un fichier d’un de ces formats : PDF, ODT, 10 Mo au plus.",
        ),
        ("statutes", ("statuts.pdf", b"MZ not a PDF"), {}, "Ce fichier n’est pas d’un format accepté ici : PDF, ODT."),
        ("statutes", ("statuts.pdf", b""), {}, "Ce fichier est vide : choisissez-en un autre."),
        ("insurance", ("assurance.pdf", PDF), {}, "Indiquez la date de fin de validité de cette pièce."),
        (
            "insurance",
            ("assurance.jpg", JPEG),
            {"expires_on": EXPIRY},
            "Confirmez qu’aucun mineur n’est reconnaissable sur cette image, ou choisissez-en une autre.",
        ),
    ],
    ids=["wrong name", "wrong content", "empty", "no expiry", "minors"],
)
def test_a_file_that_cannot_be_a_piece_is_refused_with_what_to_do(
    world: World, slot: str, file: tuple[str, bytes], told: dict[str, date], error: str
) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/pieces/{slot}/ajouter")
    page = browser.submit("Ajouter ce fichier", {"file": file, **told}, status=400)

    assert page.errors == [error]
    assert "choisissez-le de nouveau" in page.text
    assert pieces(world) == []


def test_what_was_said_of_a_refused_file_is_kept(world: World) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/pieces/insurance/ajouter")
    told = {"file": ("assurance.pdf", b"MZ"), "expires_on": EXPIRY}
    page = browser.submit("Ajouter ce fichier", told, status=400)

    assert page.form("Ajouter ce fichier").data["expires_on-year"] == "2028"


@pytest.mark.parametrize("size", [10 * MEGABYTE + 1, 12 * MEGABYTE], ids=["just over", "cut by the site"])
def test_a_file_that_is_too_large_says_so(world: World, size: int) -> None:
    _scene, browser, path = opened(world)

    browser.get(f"{path}/pieces/statutes/ajouter")
    status = 400 if size < 11 * MEGABYTE else 413
    page = browser.submit("Ajouter ce fichier", {"file": ("statuts.pdf", PDF + b"0" * size)}, status=status)

    assert len(page.errors) == 1
    assert "Choisissez un fichier plus léger" in page.errors[0]
    assert pieces(world) == []
    page.response.request.environ["wsgi.input"].close()


def test_the_same_file_sent_twice_is_one_piece(world: World) -> None:
    scene, browser, path = opened(world)

    for _time in range(2):
        browser.get(f"{path}/pieces/action_sheets/ajouter")
        browser.submit("Ajouter ce fichier", {"file": ("fiche.pdf", PDF)})

    assert [filename for _slot, filename, _criteria in pieces(world)] == ["fiche.pdf"]
    assert scene.application


def test_a_place_that_is_full_takes_no_other_file(world: World) -> None:
    scene, browser, path = opened(world)
    add_piece(world, scene, "statutes")

    browser.get(f"{path}/pieces/statutes/ajouter")
    page = browser.submit("Ajouter ce fichier", {"file": ("autre.pdf", PDF + b"other")}, status=400)

    assert page.errors == ["Cette pièce a déjà 1 fichier(s) : retirez-en un pour en ajouter un autre."]


def test_a_piece_proves_the_criteria_that_are_ticked(world: World) -> None:
    scene, browser, path = opened(world)
    add_piece(world, scene, "statutes")

    browser.get(f"{path}/pieces")
    browser.click("Critères que prouve statutes.pdf")
    browser.submit("Enregistrer", {"family_C": [], "family_E": ["E1", "E4"]})

    assert "Prouve : D1, E1, E4." in browser.follow().text
    assert pieces(world) == [("statutes", "statutes.pdf", ["D1", "E1", "E4"])]


def test_a_removed_piece_leaves_the_application(world: World) -> None:
    scene, browser, path = opened(world)
    add_piece(world, scene, "statutes")

    form = browser.get(f"{path}/pieces").form("Retirer statutes.pdf")
    browser.post(form.action, form.data)
    browser.post(form.action, form.data)

    assert "« statutes.pdf » est retiré du dossier." in browser.follow().text
    assert pieces(world) == []


def test_a_piece_that_the_answers_no_longer_call_for_is_still_shown(world: World) -> None:
    scene = scenes.complete_draft(world)
    browser = world.browser("applicant")
    browser.get(f"/candidatures/{scene.application}/questions/team")
    browser.submit("Enregistrer et continuer", {"q_is_employer": "Non"})

    page = browser.get(f"/candidatures/{scene.application}/pieces")

    assert "Fichiers qui ne sont plus demandés" in page.text
    assert "urssaf.pdf" in page.text


def test_what_was_asked_again_is_marked_until_it_is_given(world: World) -> None:
    scene = scenes.incomplete(world)
    browser = world.browser("delegate")
    path = f"/candidatures/{scene.application}/pieces"

    page = browser.get(path)
    assert "Votre attestation d’assurance ne couvre pas les ateliers" in page.text
    assert "Demandée par la coordination" in page.text
    form = page.form("Retirer insurance.pdf")
    browser.post(form.action, form.data)
    browser.get(f"{path}/insurance/ajouter")
    browser.submit("Ajouter ce fichier", {"file": ("assurance-2027.pdf", PDF + b"new"), "expires_on": EXPIRY})

    assert "Demandée par la coordination" not in browser.follow().text


def test_a_submitted_application_takes_no_piece(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("applicant")

    page = browser.get(f"/candidatures/{scene.application}/pieces/supports/ajouter", status=409)
    assert page.reasons == ["Ce dossier ne peut plus être modifié dans son état actuel."]
    browser.post(f"/candidatures/{scene.application}/pieces/supports/ajouter", {"file": (b"", "a.pdf")}, status=409)
