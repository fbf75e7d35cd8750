"""A programme that grants something else than a label says so, on paper and on screen, in its own words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pymupdf
import pytest

from labelflow import clock
from labelflow.models.label import Label
from labelflow.services.verification import verify_typed
from tests.web.test_coordinator_charter import CHARTER, submitted
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.page import Browser


@pytest.fixture
def member(app: Flask) -> Iterator[World]:
    """A structure that has just joined the network."""
    world = World(app, programme=CHARTER)
    world.take("application", submitted(world), "list", by="coordinator")
    yield world
    clock.shift(timedelta(0))


def number_of(world: World) -> str:
    with world.looking() as session:
        return str(session.query(Label).one().number)


def printed(browser: Browser, address: str) -> str:
    """The words of a PDF, one space between them."""
    data = browser.client.get(address).data
    with pymupdf.open(stream=data) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_the_papers_of_an_adhesion_say_what_it_is(member: World) -> None:
    browser = member.browser("applicant")
    page = browser.get(f"/mon-espace/labels/{number_of(member)}")
    attestation = printed(browser, page.links["Télécharger l’attestation (PDF)"])

    assert "Attestation d’adhésion à la charte" in attestation
    assert "Adhésion enregistrée le 1er mars 2027 par" in attestation
    assert "Charte, version 2026-1" in attestation
    assert "Cette adhésion se vérifie à l’adresse 127.0.0.1:8000/v/CDR-2027-0001-" in attestation
    assert "labellisation" not in attestation

    browser.get("/candidatures")
    browser.click("L’Atelier des étoiles")
    page = browser.click("La décision")
    letter = printed(browser, page.links["Télécharger la lettre (PDF)"])

    assert "Inscription dans la liste des membres" in letter
    assert "L’adhésion de L’Atelier des étoiles à la charte du réseau" in letter
    assert "Le label est attribué" not in letter


def test_the_public_reads_of_an_adhesion_and_of_no_label(member: World) -> None:
    number = number_of(member)

    page = member.browser().get(f"/v/{number}")

    assert "Cette adhésion est en cours jusqu’au 29 février 2032." in page.text
    assert "Ce label" not in page.text
    with member.looking():
        assert verify_typed(number, member.now).lines()[0] == "Cette adhésion est en cours jusqu’au 29 février 2032."


def test_who_left_the_network_is_no_longer_a_member(member: World) -> None:
    with member.looking() as session:
        public_id = session.query(Label).one().public_id
    member.take("label", public_id, "relinquish", by="applicant")

    page = member.browser().get(f"/v/{number_of(member)}")

    assert "La structure n’est plus membre depuis le 1er mars 2027." in page.text
