"""Links of interest: declared by oneself, kept after their end, and discreet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.errors import Forbidden
from labelflow.models.journal import Event, EventPrivate
from labelflow.queries.actors import actor_of
from labelflow.services import interests
from tests.people import NOW, TODAY, facts_about, open_account, open_structure, reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def in_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_link_of_interest_is_declared_by_oneself_and_kept_after_its_end() -> None:
    structure, user, other = open_structure(), open_account(), open_account("sam.roux@exemple.fr")
    link = interests.Link("FUNDING", date(2026, 1, 5), note="Projet commun sur les chauves-souris")
    mine = {"actor": actor_of(user), "now": NOW}

    with pytest.raises(Forbidden):
        interests.declare_link(user, structure, link, actor=actor_of(other), now=NOW)
    declared = interests.declare_link(user, structure, link, **mine)
    assert reasons(lambda: interests.declare_link(user, structure, link, **mine)) == ["link-known"]
    interests.end_link(declared, on=TODAY, **mine)
    assert reasons(lambda: interests.end_link(declared, on=TODAY, **mine)) == ["already-ended"]

    assert (declared.source, declared.starts_on, declared.ends_on) == ("declared", link.starts_on, TODAY)
    assert facts_about(user) == ["person.created", "interest.declared", "interest.ended"]


def test_a_link_does_not_begin_tomorrow_nor_end_before_it_began() -> None:
    structure, user = open_structure(), open_account()
    mine = {"actor": actor_of(user), "now": NOW}
    tomorrow = interests.Link("SELF", TODAY + timedelta(days=1))
    backwards = interests.Link("SELF", TODAY, TODAY - YEAR)

    assert reasons(lambda: interests.declare_link(user, structure, tomorrow, **mine)) == ["starts-later"]
    assert reasons(lambda: interests.declare_link(user, structure, backwards, **mine)) == ["ends-before-start"]
    assert user.interest_links == []


def test_the_kind_of_a_declared_link_stays_outside_the_hashed_part_of_the_journal() -> None:
    structure, user = open_structure(), open_account()
    interests.declare_link(
        user, structure, interests.Link("FAMILY", TODAY, note="Ma sœur"), actor=actor_of(user), now=NOW
    )

    event = db.session.scalars(select(Event).where(Event.code == "interest.declared")).one()
    private = db.session.scalars(select(EventPrivate).where(EventPrivate.event_id == event.id)).one()
    assert "FAMILY" not in str(event.body)
    assert private.content["code"] == "FAMILY"
    assert "sœur" not in str(private.content)
