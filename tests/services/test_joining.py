"""How people come to act for a structure: they claim it, ask its representatives, or are added by them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import ANONYMOUS
from labelflow.errors import Forbidden
from labelflow.models.queue import Notice
from labelflow.queries.accounts import members_of, memberships_of, people_with, representatives_of
from labelflow.queries.actors import actor_of
from labelflow.services import accounts, joining
from tests.people import DONE, NOW, TODAY, open_account, open_structure, reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def in_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_structure_without_a_representative_can_be_claimed_once() -> None:
    structure = open_structure()
    first, second = open_account(), open_account("sam.roux@exemple.fr")

    accounts.claim_structure(structure, first, "legal_representative", actor=actor_of(first), now=NOW)

    assert reasons(
        lambda: accounts.claim_structure(structure, second, "delegate", actor=actor_of(second), now=NOW)
    ) == ["structure-represented"]
    assert representatives_of(structure, TODAY) == [first]
    assert memberships_of(second, TODAY) == []


def test_nobody_claims_a_structure_in_the_name_of_another() -> None:
    structure, first, second = open_structure(), open_account(), open_account("sam.roux@exemple.fr")

    with pytest.raises(Forbidden):
        accounts.claim_structure(structure, first, "delegate", actor=actor_of(second), now=NOW)

    assert representatives_of(structure, TODAY) == []


def test_representatives_alone_add_colleagues_to_their_structure() -> None:
    structure = open_structure()
    boss, member, stranger = (open_account(f"{name}@exemple.fr") for name in ("boss", "member", "stranger"))
    accounts.add_member(structure, boss, "legal_representative", starts_on=TODAY, **DONE)
    accounts.add_member(structure, member, "member", starts_on=TODAY, actor=actor_of(boss), now=NOW)
    newcomer = joining.Person("Nouvelle@exemple.fr", "Alix", "Martin")

    for actor in (ANONYMOUS, actor_of(member), actor_of(stranger)):
        with pytest.raises(Forbidden):
            joining.add_colleague(structure, newcomer, "member", actor=actor, now=NOW)
    joining.add_colleague(structure, newcomer, "delegate", actor=actor_of(boss), now=NOW)

    assert [row.user.email for row in members_of(structure, TODAY)] == [
        "boss@exemple.fr",
        "nouvelle@exemple.fr",
        "member@exemple.fr",
    ]
    assert reasons(lambda: joining.add_colleague(structure, newcomer, "delegate", actor=actor_of(boss), now=NOW)) == [
        "membership-overlaps"
    ]


def test_asking_to_join_tells_the_representatives_once_a_day() -> None:
    structure, boss, asker = open_structure(), open_account("boss@exemple.fr"), open_account()
    ask = {"actor": actor_of(asker), "now": NOW}

    assert reasons(lambda: joining.ask_to_join(structure, asker, **ask)) == ["structure-unrepresented"]
    accounts.add_member(structure, boss, "legal_representative", starts_on=TODAY, **DONE)
    for _again in range(2):
        joining.ask_to_join(structure, asker, **ask)

    notices = db.session.scalars(select(Notice).where(Notice.text_code == "account/join-request")).all()
    assert [(notice.address, notice.context["email"]) for notice in notices] == [(boss.email, asker.email)]


def test_a_membership_that_ended_gives_no_right() -> None:
    structure, boss = open_structure(), open_account()
    membership = accounts.add_member(structure, boss, "delegate", starts_on=TODAY, **DONE)

    accounts.end_membership(membership, on=TODAY, actor=actor_of(boss), now=NOW)

    assert representatives_of(structure, TODAY) == [boss]
    assert representatives_of(structure, TODAY + timedelta(days=1)) == []


def test_a_closed_account_represents_nobody() -> None:
    structure, boss = open_structure(), open_account()
    accounts.add_member(structure, boss, "delegate", starts_on=TODAY, **DONE)
    accounts.grant_mandate(boss, "reviewer", starts_on=TODAY, **DONE)
    boss.active = False
    db.session.commit()

    assert representatives_of(structure, TODAY) == []
    assert people_with("reviewer", None, TODAY) == []
