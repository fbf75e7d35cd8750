"""Another programme, written in data alone, is played whole through the same pages: the network's charter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow import clock
from labelflow.models.label import Label
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.page import Browser

TYPED = {
    "q_presentation": "Nous racontons le ciel.",
    "q_public_email": "ciel@exemple.fr",
    "q_departments": ["Ariège (09)"],
    "q_role": "C’est une partie de notre activité",
}


@pytest.fixture
def charter(app: Flask) -> Iterator[World]:
    yield World(app, programme="charte-du-reseau")
    clock.shift(timedelta(0))


def filed(charter: World) -> tuple[Browser, str]:
    """An application filled and filed through the pages."""
    browser = charter.browser("applicant")
    browser.get("/candidatures/nouvelle/charte-du-reseau")
    browser.submit("Ouvrir mon dossier")
    path = browser.follow().url
    browser.get(f"{path}/questions/structure")
    browser.submit("Enregistrer et continuer", TYPED)
    assert browser.follow().h1 == "Vos engagements"
    browser.submit("Enregistrer et continuer", {"q_read_charter": "Oui", "q_listed": "Oui"})
    browser.get(f"{path}/textes/charter")
    browser.submit("Accepter ce texte", {"accepted": ["y"]})
    browser.get(f"{path}/verifier")
    browser.submit("Signer et envoyer")
    return browser, path


def test_a_membership_goes_from_a_draft_to_a_number(charter: World) -> None:
    browser, path = filed(charter)
    assert browser.follow().h1 == "Votre dossier est déposé"
    public_id = path.rpartition("/")[2]
    coordinator = charter.browser("coordinator")

    coordinator.get(f"/dossiers/application/{public_id}/etapes/list?retour=/mon-espace")
    coordinator.submit("Inscrire dans la liste")

    page = browser.get(path)
    assert "Membre du réseau" in page.text
    page = browser.click("Attestation d’adhésion à la charte")
    assert page.facts()["Numéro"].startswith("CDR-2027-0001-")
    with charter.looking() as session:
        assert session.query(Label).one().state == "active"


def test_a_question_is_answered_by_the_step_that_files_again(charter: World) -> None:
    browser, path = filed(charter)
    public_id = path.rpartition("/")[2]
    question = "Pouvez-vous préciser dans quelles communes vous agissez ?"
    charter.take("application", public_id, "ask", by="coordinator", message=question)

    page = browser.get(path)
    assert question in page.text
    browser.click("Vérifier et renvoyer", status=303)
    browser.follow()
    page = browser.click("Répondre et renvoyer")
    assert question in page.text
    browser.submit("Répondre et renvoyer", {"answer": "À Foix et à Pamiers."})

    assert "À Foix et à Pamiers." in browser.follow().text
    assert charter.state("application", public_id) == "submitted"


def test_a_filed_application_that_asks_for_no_answer_is_not_filed_by_a_bare_post(charter: World) -> None:
    browser, path = filed(charter)

    page = browser.post(f"{path}/verifier", status=409)

    assert page.reasons == ["Ce dossier ne peut plus être modifié dans son état actuel."]
