"""Accounts and mandates: dated, never overlapping, never overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import ANONYMOUS, SYSTEM, Actor
from labelflow.errors import Forbidden
from labelflow.models.journal import Event
from labelflow.queries.accounts import mandate_history, mandates_of, people_with, user_by_email
from labelflow.queries.actors import actor_of
from labelflow.services import accounts
from tests.people import DONE, NOW, TODAY, facts_about, open_account, open_structure, reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from labelflow.models.account import Mandate

YEAR = timedelta(days=365)
LABEL = "sciences-en-occitanie"


@pytest.fixture(autouse=True)
def in_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_an_address_has_one_account_however_it_is_written() -> None:
    user = open_account("Camille.Durand@Exemple.fr ")

    assert user.email == "camille.durand@exemple.fr"
    assert reasons(lambda: open_account("CAMILLE.DURAND@exemple.fr")) == ["email-taken"]
    assert user_by_email(" CAMILLE.durand@exemple.fr") == user
    assert facts_about(user) == ["person.created"]


def test_only_those_who_manage_people_open_accounts_and_grant_mandates() -> None:
    coordinator = open_account("coordination@exemple.fr")
    accounts.grant_mandate(coordinator, "coordinator", starts_on=TODAY, **DONE)

    for actor in (ANONYMOUS, actor_of(coordinator)):
        with pytest.raises(Forbidden):
            accounts.create_user("autre@exemple.fr", actor=actor, now=NOW)
        with pytest.raises(Forbidden):
            accounts.grant_mandate(coordinator, "chair", starts_on=TODAY, actor=actor, now=NOW)

    assert user_by_email("autre@exemple.fr") is None
    assert [mandate.role for mandate in mandates_of(coordinator, TODAY)] == ["coordinator"]


def test_an_operator_of_one_programme_grants_nothing_beyond_it() -> None:
    operator, reviewer = open_account("exploitation@exemple.fr"), open_account()
    accounts.grant_mandate(operator, "operator", starts_on=TODAY, programme_code=LABEL, **DONE)
    by = {"actor": actor_of(operator), "now": NOW}

    granted = accounts.grant_mandate(reviewer, "reviewer", starts_on=TODAY, programme_code=LABEL, **by)
    with pytest.raises(Forbidden):
        accounts.grant_mandate(reviewer, "reviewer", starts_on=TODAY, **by)

    assert [mandate.id for mandate in mandate_history(reviewer)] == [granted.id]


def test_a_mandate_holds_on_its_first_and_last_day_and_no_other() -> None:
    user = open_account()
    last = TODAY + YEAR
    accounts.grant_mandate(user, "reviewer", starts_on=TODAY, ends_on=last, programme_code=LABEL, **DONE)

    held = {
        day: bool(mandates_of(user, day, LABEL))
        for day in (TODAY - timedelta(days=1), TODAY, last, last + timedelta(days=1))
    }
    assert list(held.values()) == [False, True, True, False]
    assert mandates_of(user, TODAY, "charte-du-reseau") == []
    assert people_with("reviewer", LABEL, TODAY) == [user]
    assert people_with("reviewer", "charte-du-reseau", TODAY) == []


def test_a_mandate_without_a_programme_holds_for_each() -> None:
    user = open_account()
    mandate = accounts.grant_mandate(user, "auditor", starts_on=TODAY, **DONE)

    assert mandates_of(user, TODAY, LABEL) == mandates_of(user, TODAY, "charte-du-reseau") == [mandate]


@pytest.mark.parametrize(
    ("days", "programme", "meets"),
    [
        ((0, 10), LABEL, True),
        ((-10, 0), LABEL, True),
        ((10, 20), LABEL, True),
        ((3, 4), None, True),
        ((-100, None), LABEL, True),
        ((-10, -1), LABEL, False),
        ((11, None), LABEL, False),
        ((0, 10), "charte-du-reseau", False),
    ],
)
def test_two_mandates_for_one_role_never_share_a_day_and_a_programme(
    days: tuple[int, int | None], programme: str | None, meets: bool
) -> None:
    user = open_account()
    first, last = TODAY, TODAY + timedelta(days=10)
    accounts.grant_mandate(user, "member", starts_on=first, ends_on=last, programme_code=LABEL, **DONE)

    def grant() -> Mandate:
        starts_on = TODAY + timedelta(days=days[0])
        ends_on = None if days[1] is None else TODAY + timedelta(days=days[1])
        return accounts.grant_mandate(
            user, "member", starts_on=starts_on, ends_on=ends_on, programme_code=programme, **DONE
        )

    if meets:
        assert reasons(grant) == ["mandate-overlaps"]
    else:
        assert grant() in mandate_history(user)
    assert len(mandate_history(user)) == (1 if meets else 2)


def test_a_mandate_does_not_end_before_it_starts() -> None:
    user = open_account()
    before = TODAY - timedelta(days=1)

    assert reasons(lambda: accounts.grant_mandate(user, "member", starts_on=TODAY, ends_on=before, **DONE)) == [
        "ends-before-start"
    ]
    mandate = accounts.grant_mandate(user, "member", starts_on=TODAY, **DONE)
    assert reasons(lambda: accounts.end_mandate(mandate, on=before, **DONE)) == ["ends-before-start"]
    assert mandate.ends_on is None


def test_an_ended_mandate_stays_in_the_history_and_is_not_rewritten() -> None:
    user = open_account()
    mandate = accounts.grant_mandate(user, "chair", starts_on=TODAY, capacity="Présidente de la commission", **DONE)
    accounts.end_mandate(mandate, on=TODAY, **DONE)
    later = {"actor": SYSTEM, "now": NOW + YEAR}

    assert reasons(lambda: accounts.end_mandate(mandate, on=TODAY + YEAR, **later)) == ["already-ended"]
    assert reasons(lambda: accounts.end_mandate(mandate, on=TODAY, **later)) == ["already-ended"]
    following = accounts.grant_mandate(user, "chair", starts_on=TODAY + timedelta(days=1), **later)
    assert [(held.starts_on, held.ends_on) for held in mandate_history(user)] == [
        (TODAY, TODAY),
        (following.starts_on, None),
    ]
    assert facts_about(user) == ["person.created", "mandate.granted", "mandate.ended", "mandate.granted"]


def test_a_refused_mandate_leaves_no_fact() -> None:
    user = open_account()
    accounts.grant_mandate(user, "member", starts_on=TODAY, **DONE)
    before = facts_about(user)

    reasons(lambda: accounts.grant_mandate(user, "member", starts_on=TODAY, **DONE))

    assert facts_about(user) == before


def test_the_journal_of_a_mandate_holds_no_name_nor_address() -> None:
    user = open_account()
    accounts.grant_mandate(user, "reviewer", starts_on=TODAY, structure=open_structure(), **DONE)

    bodies = " ".join(str(body) for body in db.session.scalars(select(Event.body)))
    assert user.public_id in bodies
    assert "Durand" not in bodies
    assert "exemple.fr" not in bodies


def test_what_one_says_of_oneself_is_changed_by_oneself_only() -> None:
    user, other = open_account(), open_account("sam.roux@exemple.fr")

    accounts.change_profile(user, actor=actor_of(user), now=NOW, phone="+33561000000", disciplines=["physics"])
    with pytest.raises(Forbidden):
        accounts.change_profile(user, actor=actor_of(other), now=NOW, phone="")

    assert (user.phone, user.disciplines) == ("+33561000000", ["physics"])
    assert facts_about(user)[-1] == "person.changed"


def test_the_actor_carries_the_mandates_and_memberships_of_the_account() -> None:
    structure, user = open_structure(), open_account()
    accounts.grant_mandate(user, "reviewer", starts_on=TODAY, programme_code=LABEL, structure=structure, **DONE)
    accounts.add_member(structure, user, "delegate", starts_on=TODAY, **DONE)

    actor: Actor = actor_of(user)

    assert actor.has_role("reviewer", TODAY, LABEL)
    assert not actor.has_role("reviewer", TODAY, "charte-du-reseau")
    assert actor.acts_for(structure.id, TODAY, "delegate")
