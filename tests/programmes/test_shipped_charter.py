"""The charter of the network lives on the same engine as the label: signed, checked, listed, left. Nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from labelflow import paths
from labelflow.db import db
from labelflow.domain.actor import SYSTEM, Actor
from labelflow.errors import Refused
from labelflow.models.label import Label
from labelflow.models.queue import Notice
from labelflow.queries.actors import actor_of
from labelflow.services import accounts, applications, programmes, steps
from tests.people import DONE, NOW, TODAY, open_account, open_structure
from tests.programmes.folders import CHARTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask

    from labelflow.models.application import Application
    from labelflow.models.structure import Structure

ANSWERS: dict[str, Any] = {
    "presentation": "Un club d’astronomie à Foix.",
    "public_email": "bonjour@exemple.fr",
    "departments": ["09", "31"],
    "role": "part",
    "read_charter": True,
    "listed": True,
}


@pytest.fixture(autouse=True)
def installed(app: Flask) -> Iterator[None]:
    with app.app_context():
        programmes.install(paths.programmes() / CHARTER, SYSTEM, NOW)
        yield


@pytest.fixture
def structure() -> Structure:
    return open_structure()


@pytest.fixture
def applicant(structure: Structure) -> Actor:
    person = open_account()
    accounts.add_member(structure, person, "legal_representative", starts_on=TODAY, **DONE)
    return actor_of(person)


def coordinator(name: str) -> Actor:
    person = open_account(f"{name}@exemple.fr", given_name=name)
    accounts.grant_mandate(person, "coordinator", starts_on=TODAY, programme_code=CHARTER, **DONE)
    return actor_of(person)


def filed(structure: Structure, applicant: Actor, now: datetime = NOW, **asked: str) -> Application:
    """An adhesion that was filled, signed and sent."""
    scopes = ["network-member"]
    draft = applications.start(CHARTER, structure.public_id, scopes=scopes, actor=applicant, now=now, **asked)
    applications.save_answers(draft.public_id, ANSWERS, actor=applicant, now=now)
    applications.accept_documents(draft.public_id, ["charter"], actor=applicant, now=now)
    steps.take("application", draft.public_id, "submit", actor=applicant, now=now)
    return draft


@pytest.fixture
def submitted(structure: Structure, applicant: Actor) -> Application:
    return filed(structure, applicant)


def told() -> set[str]:
    return set(db.session.scalars(select(Notice.text_code)))


def test_nothing_is_sent_before_the_charter_is_signed_and_the_questions_answered(
    structure: Structure, applicant: Actor
) -> None:
    draft = applications.start(CHARTER, structure.public_id, scopes=["network-member"], actor=applicant, now=NOW)

    with pytest.raises(Refused) as refused:
        steps.take("application", draft.public_id, "submit", actor=applicant, now=NOW)

    assert [refusal.code for refusal in refused.value.refusals] == ["answers-missing", "documents-not-accepted"]


def test_a_coordinator_lists_who_signed_and_a_number_is_given(submitted: Application, structure: Structure) -> None:
    steps.take("application", submitted.public_id, "list", actor=coordinator("zoe"), now=NOW)

    label = db.session.scalars(select(Label).where(Label.application_id == submitted.id)).one()
    assert submitted.state == "listed"
    assert label.number.startswith("CDR-2027-0001-")
    assert (label.state, label.structure_id) == ("active", structure.id)
    assert (label.starts_on.year, label.ends_on.year) == (2027, 2032)
    assert told() == {"applicant/receipt", "applicant/listed"}


def test_a_renewal_continues_the_term_that_it_renews(
    submitted: Application, structure: Structure, applicant: Actor
) -> None:
    zoe, early = coordinator("zoe"), NOW.replace(year=2031, month=11)
    steps.take("application", submitted.public_id, "list", actor=zoe, now=NOW)
    first = db.session.scalars(select(Label)).one()
    renewal = filed(structure, applicant, early, renews=first.number)
    steps.take("application", renewal.public_id, "list", actor=zoe, now=early)

    second = db.session.scalars(select(Label).where(Label.application_id == renewal.id)).one()

    assert (first.state, first.superseded_by, first.ends_on) == ("superseded", second, date(2032, 2, 29))
    assert (second.starts_on, second.ends_on) == (date(2031, 11, 1), date(2037, 2, 28))


def test_a_refusal_takes_two_people_and_its_facts(submitted: Application) -> None:
    first, second = coordinator("zoe"), coordinator("ali")
    facts = {"article": "1.2", "facts": "La structure ne mène ni ne soutient d’action de culture scientifique. " * 4}
    steps.take("application", submitted.public_id, "propose_refusal", actor=first, now=NOW, fields=facts)

    with pytest.raises(Refused) as refused:
        steps.take("application", submitted.public_id, "refuse", actor=first, now=NOW)
    steps.take("application", submitted.public_id, "refuse", actor=second, now=NOW)

    assert [refusal.code for refusal in refused.value.refusals] == ["proposed-by-oneself"]
    assert submitted.state == "refused"
    assert db.session.scalars(select(Label)).all() == []


def test_a_question_comes_back_answered(submitted: Application, applicant: Actor) -> None:
    asked = {"message": "Quelles actions avez-vous menées cette année ?"}
    steps.take("application", submitted.public_id, "ask", actor=coordinator("zoe"), now=NOW, fields=asked)
    assert submitted.state == "incomplete"

    answer = {"answer": "Trois soirées d’observation."}
    steps.take("application", submitted.public_id, "complete", actor=applicant, now=NOW, fields=answer)

    assert submitted.state == "submitted"


def test_a_member_leaves_when_it_wants(submitted: Application, applicant: Actor) -> None:
    steps.take("application", submitted.public_id, "list", actor=coordinator("zoe"), now=NOW)
    label = db.session.scalars(select(Label)).one()

    steps.take("label", label.public_id, "relinquish", actor=applicant, now=NOW)

    assert label.state == "relinquished"
    assert "applicant/label_relinquished" in told()
