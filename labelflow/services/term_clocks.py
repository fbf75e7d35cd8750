"""What a label's holder is told in its time: mid-term, renewal, end, pieces that expire.

Each is a deadline of the label whose days follow from the term and from the pieces, as the programme
declares them. They tell and fire nothing, but for the end of the term, on which a step may fire. The
other deadlines of a programme are in `labelflow.services.clocks`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.domain.actions import PUBLISHED
from labelflow.domain.calendar import end_of, local_day
from labelflow.domain.deadlines import Delay
from labelflow.domain.term import midterm_window, reminder_days, renewal_window, yearly_days
from labelflow.models.action import Action
from labelflow.models.application import Application, Evidence
from labelflow.programmes.schema.procedure import Deadline as Declared
from labelflow.queries.applications import period_of
from labelflow.services import clocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from labelflow.models.label import Label
    from labelflow.models.queue import Deadline
    from labelflow.programmes.schema import Programme
    from labelflow.services.transaction import Transaction

END: Final = "term_end"
MIDTERM: Final = "midterm"
RENEWAL: Final = "renewal"
ACTIONS: Final = "actions"
"""Every year: are the actions offered to classes up to date?"""
LOOKED_OVER: Final = timedelta(days=300)
"""An action that was written or confirmed within this time needs no reminder."""
EXPIRY: Final = "expiry:"
"""Before the code of a slot: the piece that was given there expires."""


def start(tx: Transaction, label: Label, programme: Programme) -> None:
    """Start all of them: the label was granted."""
    rules, period = programme.term, period_of(label)
    restart_end(tx, label, programme)
    for code, text, ends_on in (
        (MIDTERM, rules.tells.midterm, midterm_window(period, rules)[1]),
        (RENEWAL, rules.tells.renewal, renewal_window(period, rules)[1]),
        (ACTIONS, rules.tells.actions if yearly_days(period) else "", period.last_day),
    ):
        if text:
            _start(tx, label, programme, code, ends_on)
    for slot, expires_on in _expiries(tx, label, programme):
        _start(tx, label, programme, f"{EXPIRY}{slot}", expires_on)


def restart_end(tx: Transaction, label: Label, programme: Programme) -> None:
    """Start the end of the term, or move it after an extension."""
    _start(tx, label, programme, END, label.ends_on)


def _start(tx: Transaction, label: Label, programme: Programme, code: str, ends_on: date) -> None:
    due_at = end_of(ends_on)
    found = _telling(code, local_day(due_at), label, programme)
    clocks.start(tx, label, code, found.delay if found else None, due_at=due_at)


def _expiries(tx: Transaction, label: Label, programme: Programme) -> Iterator[tuple[str, date]]:
    """The slots whose piece expires during the label, with the day: of several pieces, the last one."""
    slots = [slot.code for slot in programme.form.slots if slot.expiry_tells]
    rows = tx.session.execute(
        select(Evidence.slot, Evidence.expires_on)
        .where(
            Evidence.application_id == label.application_id,
            Evidence.slot.in_(slots),
            Evidence.removed_at.is_(None),
            Evidence.expires_on >= local_day(tx.now),
        )
        .order_by(Evidence.expires_on)
    ).all()
    yield from {slot: expires_on for slot, expires_on in rows if expires_on is not None}.items()


def only_tells(code: str) -> bool:
    """Whether a deadline with this code fires nothing: once past, it is over in silence."""
    return code in {MIDTERM, RENEWAL, ACTIONS} or code.startswith(EXPIRY)


def declared(row: Deadline, label: Label, programme: Programme) -> Declared | None:
    """What the programme says of one of these deadlines: its text, and the days on which to send it."""
    return _telling(row.code, local_day(row.due_at), label, programme)


def _telling(code: str, last: date, label: Label, programme: Programme) -> Declared | None:
    rules, period = programme.term, period_of(label)
    if code == MIDTERM:
        return _on([midterm_window(period, rules)[0]], last, rules.tells.midterm)
    if code == RENEWAL:
        return _on([renewal_window(period, rules)[0]], last, rules.tells.renewal)
    if code == END and rules.tells.end:
        return _on(reminder_days(period, rules), last, rules.tells.end)
    if code == ACTIONS:
        return _on(yearly_days(period), last, rules.tells.actions)
    slot = programme.form.slot_by_code.get(code.removeprefix(EXPIRY))
    if code.startswith(EXPIRY) and slot is not None:
        return Declared(delay=Delay(amount=1, reminders=slot.expiry_days), reminds=slot.expiry_tells)
    return None


def _on(days: Iterable[date], last: date, text: str) -> Declared:
    return Declared(delay=Delay(amount=1, reminders=tuple((last - day).days for day in days)), reminds=text)


def is_answered(tx: Transaction, row: Deadline, label: Label) -> bool:
    """Whether what a text asks for was done already: no holder is asked to renew who filed the renewal."""
    if row.code == ACTIONS:
        return not _stale_actions(tx, label)
    if row.code not in {END, RENEWAL}:
        return False
    filed = select(Application.id).where(
        Application.renews_label_id == label.id, Application.live.is_(True), Application.submitted_at.is_not(None)
    )
    return tx.session.scalars(filed).first() is not None


def _stale_actions(tx: Transaction, label: Label) -> bool:
    """Whether the holder has a published action that nobody looked over for long."""
    stale = select(Action.id).where(
        Action.structure_id == label.structure_id,
        Action.programme_code == label.programme_code,
        Action.state == PUBLISHED,
        Action.confirmed_at < tx.now - LOOKED_OVER,
    )
    return tx.session.scalars(stale).first() is not None
