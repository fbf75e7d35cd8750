"""The deadlines that run, read at once for all the subjects of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import bindparam, literal_column, select

from labelflow.db import db
from labelflow.looks import each_once_a_look
from labelflow.models.queue import Deadline
from labelflow.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

Owner = tuple[str, int]
"""Kind and key of a subject."""


class Running(NamedTuple):
    """A deadline whose time is not over, or that is over and still waits for somebody."""

    code: str
    due_at: datetime
    state: str
    window: bool
    extensions: int


def running_on(kind: str, subject: int) -> tuple[Running, ...]:
    """The deadlines of a subject that still run, the nearest first."""
    return _running(((kind, subject),))[kind, subject]


def pending_on(kind: str, subject: int) -> tuple[Running, ...]:
    """Those of them whose time is not over."""
    return tuple(one for one in running_on(kind, subject) if one.state == "pending")


def due_of(kind: str, ids: Iterable[int]) -> Mapping[int, datetime]:
    """The first date by which each subject still waits for somebody."""
    found: dict[int, datetime] = {}
    for (_kind, subject), deadlines in _running((kind, one) for one in ids).items():
        waiting = [one.due_at for one in deadlines if not one.window]
        if waiting:
            found[subject] = waiting[0]
    return found


@each_once_a_look
def _running(owners: Collection[Owner]) -> Mapping[Owner, tuple[Running, ...]]:
    found: dict[Owner, list[Running]] = {owner: [] for owner in owners}
    for kind in dict.fromkeys(kind for kind, _ in owners):
        wanted = {"kind": kind, "subjects": [subject for one, subject in owners if one == kind]}
        for subject, *row in _RUNNING.all(db.session.connection(), wanted):
            found[kind, subject].append(Running(*row))
    return {owner: tuple(deadlines) for owner, deadlines in found.items()}


_RUNNING: Final = Prepared(
    select(Deadline.subject_id, Deadline.code, Deadline.due_at, Deadline.state, Deadline.window, Deadline.extensions)
    .where(
        Deadline.subject_kind == bindparam("kind"),
        Deadline.subject_id.in_(bindparam("subjects", expanding=True)),
        Deadline.state.in_((literal_column("'pending'"), literal_column("'overdue'"))),
    )
    .order_by(Deadline.due_at, Deadline.id)
)
