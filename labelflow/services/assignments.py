"""Asking people to review, and clearing the links that the programme leaves to the coordination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import NotFound, Refused
from labelflow.models.account import User
from labelflow.models.application import Application
from labelflow.models.review import Assignment, Clearance
from labelflow.programmes.sending import INVITATION
from labelflow.queries.clearances import clearable_links
from labelflow.queries.conflicts import RECUSAL, blocking_codes
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviewers import ROLE_OF, options_for
from labelflow.services import clocks, notices
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.queries.reviewers import Option
    from labelflow.services.transaction import Transaction

SHORTEST_REASON: Final = 20
"""Characters below which nothing was said."""


def assign(
    application_id: str, person_id: str, reader: str, *, actor: Actor, now: datetime, seen: int | None = None
) -> Assignment:
    """Invite a person to review. Raises Forbidden, or Refused with every reason at once."""
    with transaction(actor=actor, now=now) as tx:
        application = tx.lock(Application, application_id, seen=seen)
        role = tx.allow(application, "application:assign")
        programme = programme_of(application.programme_version_id)
        machine = programme.machines["application"]
        if not machine.by_code[application.state].has("open_to_reviewers"):
            raise Refused([Refusal("application-not-in-review")], intent="assign")
        option = _free(tx, application, person_id, reader)
        third = reader == "peer" and facts_of(application, now).third_reader_needed
        assignment = Assignment(
            application_id=application.id,
            person_id=option.person.id,
            structure_id=option.structure.id if option.structure else None,
            reader=reader,
            third=third,
            invited_at=now,
            invited_by_id=actor.id,
            state=programme.machines["assignment"].initial,
            state_since=now,
            programme_version_id=application.programme_version_id,
        )
        tx.insert(assignment)
        clocks.start(tx, assignment, "invite_answer", programme.deadlines["invite_answer"].delay)
        notices.queue(tx, assignment, programme, INVITATION, cause=f"assignment:{assignment.id}")
        tx.record(
            assignment,
            "assignment.invited",
            {"assignment": assignment.public_id, "person": option.person.public_id, "reader": reader, "third": third},
            role=role,
        )
        application.version += 1
    return assignment


def _free(tx: Transaction, application: Application, person_id: str, reader: str) -> Option:
    """The person, if nothing keeps them from reading. Raises NotFound, or Refused with every reason at once."""
    if reader not in ROLE_OF:
        raise NotFound
    # Whoever is asked for two applications at once has the load of both.
    tx.session.execute(select(User.id).where(User.public_id == person_id).with_for_update(key_share=True))
    option = next((o for o in options_for(application, reader, tx.now) if o.person.public_id == person_id), None)
    if option is None:
        raise Refused([Refusal("reviewer-not-mandated")], intent="assign")
    if option.refusals:
        raise Refused(option.refusals, intent="assign")
    return option


def clear_link(
    application_id: str, person_id: str, *, reason: str, actor: Actor, now: datetime, seen: int | None = None
) -> list[Clearance]:
    """Let a person read an application in spite of links that the programme leaves to the coordination.

    Raises Forbidden, or Refused when something else keeps them out, or when nothing does.
    """
    with transaction(actor=actor, now=now) as tx:
        application = tx.lock(Application, application_id, seen=seen)
        role = tx.allow(application, "application:assign")
        person = tx.session.scalars(select(User).where(User.public_id == person_id)).one_or_none()
        if person is None:
            raise NotFound
        blocking = blocking_codes((person.id,), application, "review", now).get(person.id, ())
        codes = clearable_links(application, person.id, blocking, RECUSAL)
        refusals = gather(
            None if codes else Refusal("link-not-clearable", {"links": blocking}),
            None if len(reason.strip()) >= SHORTEST_REASON else Refusal("field-missing", {"field": "reason"}),
        )
        if refusals:
            raise Refused(refusals, intent="clear-link")
        kept = {"application_id": application.id, "person_id": person.id, "reason": reason.strip()}
        rows = [Clearance(**kept, code=code, cleared_by_id=actor.id, cleared_at=now) for code in sorted(codes)]
        for row in rows:
            tx.insert(row)
        said = {"person": person.public_id}
        tx.record(application, "interest.cleared", {"links": sorted(codes)}, role=role, private=said)
        application.version += 1
    return rows
