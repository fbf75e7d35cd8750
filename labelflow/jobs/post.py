"""Deliver queued notices: at least once, never lost, never held up by one that fails.

A notice is claimed in one short transaction (its next attempt moves later), carried outside of any
transaction, and marked as sent in another. A crash in between delivers it again, with the same
message identifier.
"""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select, update

from labelflow.db import begin_writing, db, settings
from labelflow.mail.carriers import carrier
from labelflow.mail.letters import letter_of, message_of
from labelflow.models.queue import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from labelflow.mail.carriers import Carrier

log = structlog.get_logger("labelflow.post")

MOST_ATTEMPTS: Final = 8
FIRST_WAIT: Final = timedelta(minutes=2)
AT_ONCE: Final = 100
LOST: Final = (ConnectionError, SMTPServerDisconnected)
"""The connection is gone: what was claimed and not tried leaves at its next attempt."""


def deliver(now: datetime) -> int:
    """Deliver what waits. Returns how many notices left.

    Raises OSError when the server does not answer: nothing was claimed then, so no notice loses an attempt.
    """
    if settings().demo and not settings().smtp_url:
        return _leave_in_the_register(now)
    if not _waits(now):
        return 0
    sent = 0
    with carrier(settings()) as way:
        while claimed := _claim(now):
            sent += sum(_carry(notice_id, way, now) for notice_id in claimed)
    return sent


def _waits(now: datetime) -> bool:
    """Whether any notice asks to leave."""
    found = db.session.scalars(select(Notice.id).where(*_asking(now)).limit(1)).first()
    db.session.rollback()
    return found is not None


def _asking(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Notice.sent_at.is_(None), Notice.next_attempt_at <= now


def _leave_in_the_register(now: datetime) -> int:
    """A demonstration sends nothing: its inbox page shows the notices themselves."""
    session = db.session
    begin_writing(session)
    left = session.execute(update(Notice).where(Notice.sent_at.is_(None)).values(sent_at=now, next_attempt_at=None))
    session.commit()
    return int(left.rowcount)  # type: ignore[attr-defined]  # a cursor result, as for every DML


def _claim(now: datetime) -> list[int]:
    """Take some notices for this process: others skip them until their next attempt."""
    session = db.session
    begin_writing(session)
    rows = session.scalars(
        select(Notice)
        .where(*_asking(now))
        .order_by(Notice.next_attempt_at, Notice.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.attempts += 1
        again = row.attempts < MOST_ATTEMPTS
        row.next_attempt_at = now + FIRST_WAIT * 2 ** (row.attempts - 1) if again else None
    claimed = [row.id for row in rows]
    session.commit()
    return claimed


def _carry(notice_id: int, way: Carrier, now: datetime) -> bool:
    notice = db.session.get(Notice, notice_id)
    if notice is None:
        return False
    try:
        letter = letter_of(notice, settings())
        way.carry(message_of(notice, letter, settings()), notice.public_id)
    except Exception as error:  # one letter that cannot be written holds up none of the others
        log.warning(
            "notice-failed", notice=notice.public_id, text=notice.text_code, attempts=notice.attempts, error=str(error)
        )
        _write(notice_id, last_error=f"{type(error).__name__}: {error}"[:500])
        if isinstance(error, LOST):
            raise
        return False
    # Our own texts carry links that sign in: once gone, they are kept nowhere but in the message.
    is_ours = notice.programme_version_id is None and not settings().demo
    spent: dict[str, object] = {"context": {}} if is_ours else {}
    _write(notice_id, sent_at=now, last_error="", **spent)
    return True


def _write(notice_id: int, **values: object) -> None:
    session = db.session
    begin_writing(session)
    session.execute(update(Notice).where(Notice.id == notice_id).values(**values))
    session.commit()
