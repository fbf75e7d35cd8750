"""Registering one structure by hand: every reason at once, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import ANONYMOUS, SYSTEM
from labelflow.errors import Refused
from labelflow.models.journal import Event
from labelflow.models.structure import Structure
from labelflow.services.structures import register_structure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask

PLANETARIUM = {
    "name": "Planétarium du Grand-Rond",
    "kind": "science-centre",
    "address": "3 allée des Étoiles",
    "postal_code": "31000",
    "commune": "Toulouse",
    "siret": "907 123 459 00014",
    "url": "planetarium.example.org",
    "email": "Contact@planetarium.example.org",
    "phone": "05 61 00 00 00",
}


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_structure_is_registered_in_its_official_spelling(now: datetime) -> None:
    found = register_structure(PLANETARIUM, actor=SYSTEM, now=now, is_consortium_member=True)

    assert (found.siret, found.siren, found.code_insee, found.department) == (
        "90712345900014",
        "907123459",
        "31555",
        "31",
    )
    assert (found.url, found.email, found.phone) == (
        "https://planetarium.example.org",
        "contact@planetarium.example.org",
        "+33561000000",
    )
    assert (found.kind, found.geo_precision, found.is_consortium_member) == ("science-centre", "commune-centre", True)
    assert found.created_at == now


def test_everything_that_is_wrong_is_said_at_once(now: datetime) -> None:
    wrong = {**PLANETARIUM, "siret": "00000000000000", "url": "oui", "email": "x", "phone": "3949"}

    with pytest.raises(Refused) as refused:
        register_structure(wrong, actor=SYSTEM, now=now)

    assert {refusal.code for refusal in refused.value.refusals} == {
        "siret-filler",
        "url-prose",
        "email-shape",
        "phone-shape",
    }
    assert db.session.scalars(select(Structure)).all() == []


def test_a_name_and_a_place_are_needed(now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        register_structure({"name": "  ", "commune": "Lutèce"}, actor=SYSTEM, now=now)

    assert [refusal.code for refusal in refused.value.refusals] == ["name-missing", "place-unknown"]


def test_a_structure_that_is_there_is_shown_instead_of_doubled(now: datetime) -> None:
    first = register_structure(PLANETARIUM, actor=SYSTEM, now=now)

    with pytest.raises(Refused) as refused:
        register_structure({**PLANETARIUM, "name": "PLANETARIUM DU GRAND ROND", "siret": ""}, actor=ANONYMOUS, now=now)

    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.details["public_id"]) == ("structure-known", first.public_id)


def test_a_branch_under_the_siret_of_its_parent_is_a_structure_of_its_own(now: datetime) -> None:
    first = register_structure(PLANETARIUM, actor=SYSTEM, now=now)

    branch = register_structure({**PLANETARIUM, "name": "Observatoire du Grand-Rond"}, actor=SYSTEM, now=now)

    assert (branch.siret, branch.public_id != first.public_id) == (first.siret, True)


def test_the_journal_remembers_who_registered_it(now: datetime) -> None:
    found = register_structure(PLANETARIUM, actor=ANONYMOUS, now=now)

    (event,) = db.session.scalars(select(Event))
    assert (event.code, event.body["actor"]) == ("structure.registered", "anonymous")
    assert event.body["chain"] == f"structure/{found.public_id}"
