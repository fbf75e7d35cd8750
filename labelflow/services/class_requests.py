"""A teacher asks something of a holder: written, confirmed by the address, sent, followed up, forgotten.

Nothing that was typed leaves before the address is confirmed: see docs/decisions/0020. Each act is one
transaction with the notices that it causes. Links are signed, and open as long as the request is known.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypedDict

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from labelflow.db import db, settings
from labelflow.domain.actor import ANONYMOUS, SYSTEM
from labelflow.domain.calendar import local_day
from labelflow.domain.class_requests import ANSWERS, CONFIRMED_WITHIN, KEPT_ONCE_ANSWERED, MOST_IN_AN_HOUR, NO, YES
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Refused
from labelflow.i18n import day_in_words, language
from labelflow.models.base import new_public_id
from labelflow.models.class_request import ClassRequest
from labelflow.models.queue import Notice
from labelflow.queries.actions import public_action
from labelflow.queries.audiences import Stranger
from labelflow.queries.class_requests import contacts_of
from labelflow.services import notices
from labelflow.services.class_request_words import facts_of, quoted
from labelflow.services.signed_links import signed, unsigned
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from labelflow.models.action import Action
    from labelflow.queries.audiences import Addressee
    from labelflow.services.transaction import Transaction

SALT: Final = "labelflow class request"
AT_ONCE: Final = 200
"""Requests that one round of the worker follows up, or forgets."""


class Asked(TypedDict):
    """What the form asks."""

    name: str
    email: str
    school: str
    level: str
    pupils: int | None
    wanted: str
    message: str


def ask(action: str, asked: Asked, *, key: str, now: datetime) -> None:
    """Keep a request and ask its author to confirm the address; the same `key` twice is one request.

    Raises Refused when the action is not public, when nobody can be written to, or after too many requests.
    """
    with transaction(actor=ANONYMOUS, now=now) as tx:
        if tx.session.scalar(select(ClassRequest.id).where(ClassRequest.form_key == key)) is not None:
            return
        found = _public(action, tx)
        if not contacts_of(found, now, session=tx.session):
            raise Refused([Refusal("nobody-to-ask")], intent="ask")
        _refuse_too_many(tx, asked["email"])
        made = ClassRequest(
            public_id=new_public_id(),
            action=found,
            form_key=key,
            language=language(),
            created_at=now,
            answer="",
            **asked,
        )
        try:
            with tx.session.begin_nested():
                tx.session.add(made)
                tx.session.flush()
        except IntegrityError:  # the same page, sent twice at once
            return
        hours = str(int(CONFIRMED_WITHIN.total_seconds() // 3600))
        context = {"action": found.title, "link": link_of(made), "hours": hours}
        _tell(tx, made, "teacher/confirm", [_author(made)], context)


def confirm(token: str, *, now: datetime) -> None:
    """Send the request to the holder and a copy to its author. Once is enough.

    Raises NotFound, or Refused when it is too late or when the action is no longer public.
    """
    with transaction(actor=ANONYMOUS, now=now) as tx:
        made = _locked(tx, token)
        if made.confirmed_at is not None:
            return
        if made.created_at + CONFIRMED_WITHIN <= now:
            raise Refused([Refusal("request-over")], intent="confirm-request")
        action = _public(made.action.public_id, tx)
        contacts = contacts_of(action, now, session=tx.session)
        if not contacts:
            raise Refused([Refusal("nobody-to-ask")], intent="confirm-request")
        made.confirmed_at = now
        tx.session.flush()
        told = {"action": action.title, "message": quoted(made.message)}
        for one in contacts:
            own = {"email": made.email, "link": "/mon-espace/demandes", "reply_to": made.email}
            _tell(tx, made, "teacher/request", [one], {**told, **own, "facts": facts_of(made, one.language)})
        days = str(settings().answer_asked_days)
        own = {"holder": action.structure.name, "link": link_of(made), "days": days}
        _tell(tx, made, "teacher/copy", [_author(made)], {**told, **own, "facts": facts_of(made, made.language)})


def answer(token: str, answer: str, *, now: datetime) -> None:
    """Say whether the holder answered; it may be said again. Raises NotFound, or Refused before it was sent."""
    with transaction(actor=ANONYMOUS, now=now) as tx:
        made = _locked(tx, token)
        if made.confirmed_at is None or answer not in ANSWERS:
            raise Refused([Refusal("field-unreadable", {"field": "answer"})], intent="answer-request")
        made.answer, made.answered_at = answer, now


def erase(token: str, *, now: datetime) -> None:
    """Forget who asked, at their wish. One that was not sent is deleted."""
    with transaction(actor=ANONYMOUS, now=now) as tx:
        _forget(tx, _locked(tx, token))


def read_link(token: str, *, now: datetime) -> ClassRequest | None:
    """The request that a link opens: None when it is unknown, erased, or was not confirmed in time."""
    made = db.session.scalar(_called(token))
    late = made is not None and made.confirmed_at is None and made.created_at + CONFIRMED_WITHIN <= now
    return None if late else made


def follow_up(now: datetime) -> int:
    """Ask teachers whether they were answered, a while after. Returns how many."""
    since = now - timedelta(days=settings().answer_asked_days)
    waiting = (
        ClassRequest.confirmed_at <= since,
        ClassRequest.followed_up_at.is_(None),
        ClassRequest.answered_at.is_(None),
        ClassRequest.erased_at.is_(None),
    )
    if not _any(*waiting):
        return 0
    with transaction(actor=SYSTEM, now=now) as tx:
        found = _some(tx, *waiting)
        for made in found:
            made.followed_up_at = now
            day = day_in_words(made.confirmed_at or now)
            own = {"action": made.action.title, "holder": made.action.structure.name, "day": day}
            _tell(tx, made, "teacher/follow-up", [_author(made)], {**own, "link": link_of(made)})
    return len(found)


def forget(now: datetime) -> int:
    """Forget who asked what is over, and what was never confirmed. Returns how many."""
    over = (
        (ClassRequest.confirmed_at.is_(None) & (ClassRequest.created_at <= now - CONFIRMED_WITHIN))
        | (ClassRequest.answer.in_([YES, NO]) & (ClassRequest.answered_at <= now - KEPT_ONCE_ANSWERED))
        | (ClassRequest.confirmed_at <= now - timedelta(days=settings().requests_kept_days))
    )
    if not _any(ClassRequest.erased_at.is_(None), over):
        return 0
    with transaction(actor=SYSTEM, now=now) as tx:
        found = _some(tx, ClassRequest.erased_at.is_(None), over)
        for made in found:
            _forget(tx, made)
    return len(found)


def link_of(made: ClassRequest) -> str:
    """The path by which its author confirms, answers or erases a request."""
    return f"/demandes/{signed(made.public_id, salt=SALT)}"


def _called(token: str) -> Any:  # noqa: ANN401 - a selection of requests
    """The request whose link carries this. Nothing is found by one that we did not sign."""
    public_id = unsigned(token, salt=SALT)
    return select(ClassRequest).where(ClassRequest.public_id == public_id, ClassRequest.erased_at.is_(None))


def _locked(tx: Transaction, token: str) -> ClassRequest:
    fresh = _called(token).with_for_update().execution_options(populate_existing=True)
    found: ClassRequest | None = tx.session.scalars(fresh).one_or_none()
    if found is None:
        raise NotFound
    return found


def _any(*those: ColumnElement[bool]) -> bool:
    """Whether there is something to do, asked without the write lock."""
    found = db.session.scalars(select(ClassRequest.id).where(*those).limit(1)).first()
    db.session.rollback()
    return found is not None


def _some(tx: Transaction, *those: ColumnElement[bool]) -> list[ClassRequest]:
    """A few requests, locked; another worker takes others."""
    found = select(ClassRequest).where(*those).order_by(ClassRequest.id).limit(AT_ONCE)
    return list(tx.session.scalars(found.with_for_update(skip_locked=True)))


def _public(public_id: str, tx: Transaction) -> Action:
    found = public_action(public_id, local_day(tx.now))
    if found is None:
        raise Refused([Refusal("action-not-public")], intent="ask")
    return found


def _refuse_too_many(tx: Transaction, email: str) -> None:
    recent = (ClassRequest.email == email, ClassRequest.created_at > tx.now - timedelta(hours=1))
    asked = tx.session.scalar(select(func.count(ClassRequest.id)).where(*recent, ClassRequest.erased_at.is_(None))) or 0
    if asked >= MOST_IN_AN_HOUR:
        raise Refused([Refusal("asked-too-often", {"most": MOST_IN_AN_HOUR})], intent="ask")


def _author(made: ClassRequest) -> Stranger:
    return Stranger(made.email, made.language, "")


def _tell(
    tx: Transaction,
    made: ClassRequest,
    text: str,
    people: Iterable[Addressee | Stranger],
    context: Mapping[str, Any],
) -> None:
    notices.send(tx, people, text, context, cause=made.public_id, subject=(ClassRequest.KIND, made.public_id))


def _forget(tx: Transaction, made: ClassRequest) -> None:
    """Empty what names somebody, here and in the outbox; what was never sent leaves no trace."""
    about = (Notice.chain_kind == ClassRequest.KIND, Notice.chain_subject == made.public_id)
    tx.session.execute(delete(Notice).where(*about))
    if made.confirmed_at is None:
        tx.session.delete(made)
        return
    made.name = made.email = made.school = made.level = made.wanted = made.message = ""
    made.pupils, made.erased_at = None, tx.now
