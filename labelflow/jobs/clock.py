"""Deadlines that need attention: reminders, steps that fire by themselves, lateness, silence.

Each deadline is handled in a transaction of its own, and a row that was handled no longer asks for
attention: running the clock twice changes nothing, and a crash loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import SYSTEM
from labelflow.domain.deadlines import is_over
from labelflow.errors import Refused
from labelflow.models.label import Label
from labelflow.models.queue import Deadline
from labelflow.models.subjects import MODELS, Subject, root_of
from labelflow.programmes.schema.procedure import Deadline as Declared
from labelflow.programmes.sending import SILENCE_DECIDED, SILENCE_SOON
from labelflow.queries.programmes import programme_of
from labelflow.queries.silence import rule_of
from labelflow.services import clocks, notices, term_clocks
from labelflow.services.notice_sources import Known
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from labelflow.domain.workflow import MachineKind, Step
    from labelflow.models.application import Application
    from labelflow.programmes.schema import Programme

SILENCE = "silence"
AT_ONCE = 500
"""Deadlines read at once: a long outage is caught up in several rounds."""


def tick(now: datetime) -> int:
    """Handle every deadline that asks for attention at `now`. Returns how many.

    One that fails holds up none of the others and is tried again by the next tick; what failed is raised in the end.
    """
    handled: set[int] = set()
    failures: dict[int, Exception] = {}
    while waiting := [one for one in _waiting(now, failures) if one not in handled]:
        for deadline_id in waiting:
            try:
                _handle(deadline_id, now)
            except Exception as failure:  # noqa: BLE001 - raised below, once the others were handled
                failures[deadline_id] = failure
            else:
                handled.add(deadline_id)
    if failures:
        raise ExceptionGroup(f"{len(failures)} deadlines could not be handled", list(failures.values()))
    return len(handled)


def _waiting(now: datetime, failures: Collection[int]) -> Sequence[int]:
    found = db.session.scalars(
        select(Deadline.id)
        .where(Deadline.state == "pending", Deadline.wakes_at <= now, Deadline.id.not_in(failures))
        .order_by(Deadline.wakes_at, Deadline.id)
        .limit(AT_ONCE)
    ).all()
    db.session.rollback()
    return found


def _handle(deadline_id: int, now: datetime) -> None:
    with transaction(actor=SYSTEM, now=now) as tx:
        asking = tx.session.get(Deadline, deadline_id)
        if asking is None:
            return
        subject = _locked(tx, asking)  # before the deadline, as every step does: none waits for another in a circle
        row = tx.session.get(Deadline, deadline_id, with_for_update=True, populate_existing=True)
        if row is None or row.state != "pending" or row.wakes_at > now:
            return
        programme = programme_of(subject.programme_version_id)
        over = is_over(row.due_at, now)
        if over and row.code == SILENCE:
            _decide_by_silence(tx, row, cast("Application", subject))
            return
        if over and _fire(tx, row, subject, programme):
            return
        if over and _is_past(row, programme):
            row.state = "fired"
            return
        _remind(tx, row, subject, programme, late=over)


def _locked(tx: Transaction, row: Deadline) -> Subject:
    model = MODELS[cast("MachineKind", row.subject_kind)]
    public_id = tx.session.scalars(select(model.public_id).where(model.id == row.subject_id)).one()
    subject: Subject = tx.lock(model, public_id)
    return subject


def _timed_step(subject: Subject, programme: Programme, code: str) -> Step | None:
    leaving = programme.machines[subject.KIND].steps_from[subject.state]
    return next((step for step in leaving if step.timer == code), None)


def _fire(tx: Transaction, row: Deadline, subject: Subject, programme: Programme) -> bool:
    """Take the timed step. A refusal leaves the deadline overdue, told to the coordination."""
    step = _timed_step(subject, programme, row.code)
    if step is None:
        return False
    row.state = "fired"
    tx.session.flush()
    try:
        with tx.session.begin_nested():
            tx.take(subject, step.code, caused=True, private=False)
    except Refused as refused:
        tx.session.refresh(subject)
        row.state = "overdue"
        codes = [refusal.code for refusal in refused.refusals]
        tx.record(subject, "deadline.refused", {"deadline": row.code, "step": step.code, "refusals": codes})
        declared = programme.deadlines[row.code]
        _tell(tx, row, subject, programme, declared.late or declared.reminds, "late")
    return True


def _is_past(row: Deadline, programme: Programme) -> bool:
    """Whether nobody is late: what was to be told before its end is over in silence."""
    known = programme.deadlines.get(row.code)
    return term_clocks.only_tells(row.code) or (known is not None and bool(known.until))


def _remind(tx: Transaction, row: Deadline, subject: Subject, programme: Programme, *, late: bool) -> None:
    """Send the reminder of the day, or the notice of lateness, and set the next wake."""
    declared = _declared(row, subject, programme)
    if declared is None:
        row.state = "overdue" if late else row.state
        row.wakes_at = max(row.wakes_at, row.due_at)
        return
    text = (declared.late or declared.reminds) if late else declared.reminds
    if isinstance(subject, Label) and term_clocks.is_answered(tx, row, subject):
        text = ""
    _tell(tx, row, subject, programme, text, f"{row.wakes_at:%Y%m%d}")
    fires = row.code == SILENCE or _timed_step(subject, programme, row.code) is not None
    following = clocks.following_wake(row, declared.delay, tx.now, fires=fires)
    if following is None:
        row.state = "overdue"
        tx.record(subject, "deadline.overdue", {"deadline": row.code, "due_at": row.due_at})
    else:
        row.wakes_at = following


def _declared(row: Deadline, subject: Subject, programme: Programme) -> Declared | None:
    """What the programme says of the deadline; those of silence and of a term follow from their rules."""
    if row.code == SILENCE:
        delay = rule_of(cast("Application", subject)).delay
        return Declared(delay=delay, reminds=SILENCE_SOON if SILENCE_SOON in programme.texts else "")
    found = term_clocks.declared(row, subject, programme) if isinstance(subject, Label) else None
    return found or programme.deadlines.get(row.code)


def _tell(tx: Transaction, row: Deadline, subject: Subject, programme: Programme, text: str, cause: str) -> None:
    if text:
        key = f"deadline:{row.id}:{row.extensions}:{cause}"
        notices.queue(tx, subject, programme, text, cause=key, known=Known(due_at=row.due_at))


def _decide_by_silence(tx: Transaction, row: Deadline, application: Application) -> None:
    """Record the implicit decision, once, never after an express one (CRPA L231-1, L231-4)."""
    row.state = "fired"
    if application.silence.get("ended_at") or application.silence.get("implicit"):
        return
    kind = rule_of(application).rule
    application.silence = {**application.silence, "implicit": {"kind": kind, "at": row.due_at.isoformat()}}
    tx.record(root_of(application), f"silence.{kind}", {"at": row.due_at})
    programme = programme_of(application.programme_version_id)
    for text in SILENCE_DECIDED:
        if text in programme.texts:
            notices.queue(tx, application, programme, text, cause=f"silence:{application.id}")
