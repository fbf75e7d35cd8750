"""Anybody reports a concern or a misuse; the coordination takes it in hand and closes it; whoever asked is told.

The report itself leaves at once, without a name. An address that was left is confirmed first: until then it
receives one message, which holds nothing of what was typed (see docs/decisions/0021).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypedDict

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from labelflow.db import db, settings
from labelflow.domain.actor import ANONYMOUS, SYSTEM
from labelflow.domain.concerns import (
    ADDRESS_KEPT,
    CLOSE,
    CLOSED,
    CONFIRMED_WITHIN,
    MOST_IN_AN_HOUR,
    NEW,
    OUTCOMES,
    STEPS,
    TAKE,
)
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Outdated, Refused
from labelflow.i18n import language
from labelflow.models.base import new_public_id
from labelflow.models.concern import Concern
from labelflow.models.label import Label
from labelflow.models.queue import Notice
from labelflow.queries.audiences import Stranger
from labelflow.queries.concerns import concern_told, role_on_concern
from labelflow.services import notices
from labelflow.services.class_request_words import quoted
from labelflow.services.concern_words import outcome_in_words
from labelflow.services.signed_links import signed, unsigned
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.queries.audiences import Addressee
    from labelflow.services.transaction import Transaction

SALT: Final = "labelflow concern"
AT_ONCE: Final = 200
"""Reports that one round of the worker forgets."""


class Told(TypedDict):
    """What the form asks."""

    kind: str
    shown: str
    place: str
    message: str
    email: str


def report(told: Told, *, number: str = "", programme: str, key: str, now: datetime) -> None:
    """Keep a report and tell the coordination; the same `key` twice is one report.

    `number`: of the label that it is about, if there is one; else it is about the `programme`.
    Raises NotFound for a number that nobody holds, Refused after too many reports that name one address.
    """
    with transaction(actor=ANONYMOUS, now=now) as tx:
        label = tx.session.scalars(select(Label).where(Label.number == number)).one_or_none() if number else None
        if number and label is None:
            raise NotFound
        _refuse_too_many(tx, told["email"])
        made = Concern(
            public_id=new_public_id(),
            programme_code=label.programme_code if label else programme,
            label=label,
            form_key=key,
            language=language(),
            created_at=now,
            state=NEW,
            state_since=now,
            version=1,
            outcome="",
            reason="",
            **told,
        )
        if not _added(tx, made):
            return
        _record(tx, made, "filed", "", {"kind": made.kind, "label": label.number if label else None})
        about = {"about": _about(made), "link": f"/coordination/signalements/{made.public_id}"}
        _tell(tx, made, "concern/filed", concern_told(made, now, session=tx.session), about)
        if made.email:
            hours = str(int(CONFIRMED_WITHIN.total_seconds() // 3600))
            _tell(tx, made, "concern/confirm", [_author(made)], {"link": link_of(made), "hours": hours})


def take_in_hand(public_id: str, *, actor: Actor, now: datetime, seen: int | None = None) -> None:
    """Say that one looks into a report. Raises NotFound, Outdated, or Refused when it is not new any more."""
    with transaction(actor=actor, now=now) as tx:
        made, role = _opened(tx, public_id, seen)
        _move(tx, made, TAKE)
        _record(tx, made, "taken", role, {})


def close(public_id: str, outcome: str, reason: str, *, actor: Actor, now: datetime, seen: int | None = None) -> None:
    """End a report with a reason, and tell it to whoever left an address that was confirmed."""
    with transaction(actor=actor, now=now) as tx:
        made, role = _opened(tx, public_id, seen)
        if outcome not in OUTCOMES or not reason.strip():
            raise Refused([Refusal("field-missing", {"field": "reason"})], intent="close-concern")
        made.outcome, made.reason = outcome, reason
        _move(tx, made, CLOSE)
        _record(tx, made, "closed", role, {"outcome": outcome})
        if made.email and made.confirmed_at:
            told = {
                "about": _about(made),
                "outcome": outcome_in_words(outcome, made.language),
                "reason": quoted(reason),
            }
            _tell(tx, made, "concern/closed", [_author(made)], {**told, "link": link_of(made)})


def confirm(token: str, *, now: datetime) -> None:
    """Say that the address is one's own: the outcome goes there. Raises NotFound."""
    with transaction(actor=ANONYMOUS, now=now) as tx:
        made = _addressed(tx, token)
        made.confirmed_at = made.confirmed_at or now


def forget_address(token: str, *, now: datetime) -> None:
    """Forget who reported, at their wish; what was told stays. Raises NotFound."""
    with transaction(actor=ANONYMOUS, now=now) as tx:
        _forget_address(tx, _addressed(tx, token))


def read_link(token: str, *, now: datetime) -> Concern | None:
    """The report that a link opens: None once its address is forgotten, or was not confirmed in time."""
    made: Concern | None = db.session.scalar(_called(token))
    late = made is not None and made.confirmed_at is None and made.created_at + CONFIRMED_WITHIN <= now
    return None if late else made


def forget(now: datetime) -> int:
    """Forget addresses that were told, or never confirmed, and what was reported long ago. Returns how many."""
    addresses = (Concern.email != "") & (
        (Concern.confirmed_at.is_(None) & (Concern.created_at <= now - CONFIRMED_WITHIN))
        | ((Concern.state == CLOSED) & (Concern.state_since <= now - ADDRESS_KEPT))
    )
    old = Concern.erased_at.is_(None) & (Concern.state_since <= now - timedelta(days=settings().concerns_kept_days))
    found = db.session.scalars(select(Concern.id).where(addresses | old).limit(1)).first()
    db.session.rollback()
    if found is None:
        return 0
    with transaction(actor=SYSTEM, now=now) as tx:
        some = select(Concern).where(addresses | old).order_by(Concern.id).limit(AT_ONCE)
        rows = tx.session.scalars(some.with_for_update(skip_locked=True)).all()
        for made in rows:
            _forget_address(tx, made)
            if made.state_since <= now - timedelta(days=settings().concerns_kept_days):
                made.shown = made.place = made.message = made.reason = ""
                made.erased_at = now
    return len(rows)


def link_of(made: Concern) -> str:
    """The path by which its author confirms an address, reads the outcome, or is forgotten."""
    return f"/signalements/{signed(made.public_id, salt=SALT)}"


def _added(tx: Transaction, made: Concern) -> bool:
    try:
        with tx.session.begin_nested():
            tx.session.add(made)
            tx.session.flush()
    except IntegrityError:  # the same page, sent twice
        return False
    return True


def _called(token: str) -> Any:  # noqa: ANN401 - a selection of reports
    return select(Concern).where(Concern.public_id == unsigned(token, salt=SALT), Concern.email != "")


def _addressed(tx: Transaction, token: str) -> Concern:
    fresh = _called(token).with_for_update().execution_options(populate_existing=True)
    found: Concern | None = tx.session.scalars(fresh).one_or_none()
    if found is None:
        raise NotFound
    return found


def _opened(tx: Transaction, public_id: str, seen: int | None) -> tuple[Concern, str]:
    fresh = select(Concern).where(Concern.public_id == public_id).with_for_update()
    found = tx.session.scalars(fresh.execution_options(populate_existing=True)).one_or_none()
    role = role_on_concern(found, tx.actor, tx.now) if found is not None else None
    if found is None or role is None:
        raise NotFound
    if seen is not None and found.version != seen:
        raise Outdated
    return found, role


def _move(tx: Transaction, made: Concern, step: str) -> None:
    sources, target = STEPS[step]
    if made.state not in sources:
        raise Refused([Refusal("concern-not-from-here")], intent=f"{step}-concern")
    made.state, made.state_since, made.handler_id = target, tx.now, tx.actor.id
    made.version += 1


def _record(tx: Transaction, made: Concern, what: str, role: str, facts: Mapping[str, Any]) -> None:
    """In a chain of its own, without a word of what was typed: the journal forgets nothing."""
    tx.record((Concern.KIND, made.public_id), f"concern.{what}", {**facts, "version": made.version}, role=role)


def _refuse_too_many(tx: Transaction, email: str) -> None:
    recent = (Concern.email == email, Concern.created_at > tx.now - timedelta(hours=1))
    told = (tx.session.scalar(select(func.count(Concern.id)).where(*recent)) or 0) if email else 0
    if told >= MOST_IN_AN_HOUR:
        raise Refused([Refusal("reported-too-often", {"most": MOST_IN_AN_HOUR})], intent="report")


def _about(made: Concern) -> str:
    return f"{made.label.holder_name}, {made.label.number}" if made.label else made.shown or "—"


def _author(made: Concern) -> Stranger:
    return Stranger(made.email, made.language, "")


def _tell(
    tx: Transaction,
    made: Concern,
    text: str,
    people: Iterable[Addressee | Stranger],
    context: Mapping[str, Any],
) -> None:
    notices.send(tx, people, text, context, cause=made.public_id, subject=(Concern.KIND, made.public_id))


def _forget_address(tx: Transaction, made: Concern) -> None:
    """Here and in the outbox."""
    about = (Notice.chain_kind == Concern.KIND, Notice.chain_subject == made.public_id)
    tx.session.execute(delete(Notice).where(*about, Notice.user_id.is_(None)))
    made.email = ""
