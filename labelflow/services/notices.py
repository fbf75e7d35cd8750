"""Notices queued with their cause: who is told, with which text. Delivered by `labelflow.mail`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from labelflow.models.base import new_public_id
from labelflow.models.queue import Deadline, Notice
from labelflow.models.subjects import Subject, chain_of
from labelflow.prepared import Prepared
from labelflow.queries.audiences import audience
from labelflow.services.notice_sources import Known
from labelflow.services.notice_values import values_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from labelflow.domain.workflow import Step
    from labelflow.models.account import User
    from labelflow.programmes.schema import Programme
    from labelflow.queries.audiences import Addressee, Stranger
    from labelflow.services.transaction import Transaction


def tell(tx: Transaction, subject: Subject, step: Step, programme: Programme, fields: Mapping[str, Any]) -> None:
    """Queue what the step tells, to each person of each audience."""
    if not step.tells:
        return
    known = Known(fields, _ends_at(tx, subject, step))
    for text in step.tells:
        queue(tx, subject, programme, text, known=known, cause=f"{subject.KIND}:{subject.id}:{subject.version}")


def _ends_at(tx: Transaction, subject: Subject, step: Step) -> datetime | None:
    """Until when runs what the step started or moved: the date that its texts speak of."""
    named = [str(use.parameters["deadline"]) for use in step.effects if "deadline" in use.parameters]
    return tx.session.scalars(
        select(Deadline.due_at)
        .where(
            Deadline.subject_kind == subject.KIND,
            Deadline.subject_id == subject.id,
            Deadline.state == "pending",
            Deadline.code.in_([*step.starts, *named]),
        )
        .order_by(Deadline.due_at)
    ).first()


def queue(
    tx: Transaction,
    subject: Subject,
    programme: Programme,
    text: str,
    *,
    cause: str,
    known: Known | None = None,
) -> int:
    """Queue one text about a subject to its audience ("applicant/…", "coordination/…"). Returns how many.

    `cause` names what happened once: the same cause never tells the same person twice.
    """
    name = text.partition("/")[0]
    people = audience(name, subject, tx.now, session=tx.session)
    if not people:
        return 0
    context = values_for(programme.texts[text].values, subject, programme, known or Known(), tx.now, name)
    return send(tx, people, text, context, cause=cause, subject=subject)


def send(
    tx: Transaction,
    people: Iterable[User | Addressee | Stranger],
    text: str,
    context: Mapping[str, Any],
    *,
    cause: str,
    subject: Subject | tuple[str, str] | None = None,
) -> int:
    """Queue a text to given people. A key per cause and person makes it unique.

    What a text is about may be no subject of a programme: a kind and a name, by which its notices are found again.
    """
    programme = subject.programme_version_id if isinstance(subject, Subject) else None
    kind, name = chain_of(subject) if isinstance(subject, Subject) else subject or ("", "")
    shared = {
        "text_code": text,
        "programme_version_id": programme,
        "chain_kind": kind,
        "chain_subject": name,
        "queued_at": tx.now,
        "attempts": 0,
        "next_attempt_at": tx.now,
        "sent_at": None,
        "last_error": "",
    }
    rows = [
        {
            **shared,
            "public_id": new_public_id(),
            "key": f"{text}:{cause}:{person.id or 'public'}",
            "user_id": person.id,
            "address": person.email,
            "language": person.language,
            "context": {**context, "name": person.name},
        }
        for person in people
    ]
    return _QUEUE[tx.connection.dialect.name].count_each(tx.connection, rows) if rows else 0


def _queue_once(insert: Callable[..., Any]) -> Prepared:
    """The insertion of a notice, which does nothing when one of the same key was queued before."""
    columns: dict[str, Any] = {
        column.name: bindparam(column.name) for column in Notice.__table__.c if not column.primary_key
    }
    return Prepared(insert(Notice).values(columns).on_conflict_do_nothing(index_elements=["key"]))


_QUEUE: Final = {"sqlite": _queue_once(sqlite.insert), "postgresql": _queue_once(postgresql.insert)}
