"""The one write path: lock, compare, permission, guards, then state, event, notices, deadlines, or nothing.

No other code writes a state. A use case opens `transaction(...)`, locks what it acts on, takes a step
or records a fact, and leaves; leaving with an error rolls everything back.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import DBAPIError

from labelflow.db import begin_writing, db, settings
from labelflow.domain import effects as _effects  # noqa: F401 - fills the catalogue
from labelflow.domain import guards as _guards  # noqa: F401 - fills the catalogue
from labelflow.domain.asks import read
from labelflow.domain.catalogue import EFFECTS, GUARDS, Case, Verdict
from labelflow.domain.permissions import role_granting
from labelflow.domain.refusal import Refusal, gather
from labelflow.errors import Forbidden, NotFound, Outdated, Refused
from labelflow.models.application import Application
from labelflow.models.base import Base
from labelflow.models.subjects import Subject, chain_of, root_of
from labelflow.prepared import writing
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.services import clocks, journal, notices, subject_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import Step

S = TypeVar("S", bound=Subject)
R = TypeVar("R", bound=Base)

_open: ContextVar[bool] = ContextVar("transaction_open", default=False)

ENDED_FOR_ANOTHER = frozenset({"40001", "40P01"})
"""SQLSTATE of a transaction that the database ended so that another one could go on: serialisation, deadlock."""
MOST_AUTOMATIC_STEPS = 8
"""Automatic steps that one act may cause; a programme that needs more is in a loop."""


@contextmanager
def transaction(*, actor: Actor, now: datetime) -> Iterator[Transaction]:
    """One use case: commits on leaving, rolls back on any error. Refuses to nest.

    Two that wait for each other (PostgreSQL ends one of them) is Outdated for the one that was ended.
    """
    if _open.get():
        raise RuntimeError("a use case called another one: share a private function instead")
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside of a transaction")
    begin_writing(session)
    token = _open.set(True)
    try:
        yield Transaction(session, actor, now)
        session.commit()
    except DBAPIError as error:
        session.rollback()
        if getattr(error.orig, "sqlstate", None) in ENDED_FOR_ANOTHER:
            raise Outdated from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        _open.reset(token)


class Transaction:
    """What a use case may do while it holds the database."""

    def __init__(self, session: Session, actor: Actor, now: datetime) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self._heads: journal.Heads = {}
        self.taking: Step | None = None
        """The step whose effects are being carried out."""

    @cached_property
    def connection(self) -> Connection:
        """The connection of the session, for what needs no object."""
        return self.session.connection()

    @property
    def base_url(self) -> str:
        """The public address of the instance, as documents print it."""
        return settings().base_url

    def lock(self, model: type[S], public_id: str, *, seen: int | None = None) -> S:
        """The subject, locked with its root and read afresh.

        Raises NotFound, or Outdated when its version is no longer the one that the person saw.
        """
        subject = subject_rows.locked(self.session, self.connection, model, public_id)
        if subject is None:
            raise NotFound
        if seen is not None and subject.version != seen:
            raise Outdated
        return subject

    def insert(self, row: R) -> R:
        """Write a new row at once: its columns must be set by value. See `labelflow.prepared.Writing`."""
        writing(type(row)).write(self.session, self.connection, row)
        return row

    def record(
        self,
        chain: Subject | tuple[str, str],
        code: str,
        data: Mapping[str, Any] | None = None,
        *,
        role: str = "",
        private: Mapping[str, Any] | None = None,
    ) -> str:
        """Write a fact into a chain. `private` holds what may name people; it stays outside the hash."""
        body = {"actor": self.actor.public_id, "role": role, "data": _plain(data or {})}
        target = chain if isinstance(chain, tuple) else chain_of(chain)
        kept = _plain(private) if private else None
        return journal.append(self.connection, target, code, at=self.now, body=body, private=kept, heads=self._heads)

    def allow(self, subject: Subject, permission: str, facts: Any = None) -> str:  # noqa: ANN401 - facts of any kind
        """The role by which the actor may do this, by facts read already if they are given. Raises Forbidden."""
        known = facts_of(subject, self.now) if facts is None else facts
        role = role_granting(permission, Case(known, self.actor, self.now))
        if role is None:
            raise Forbidden(permission)
        return role

    def take(
        self,
        subject: Subject,
        code: str,
        fields: Mapping[str, Any] | None = None,
        *,
        caused: bool = False,
        private: bool = True,
    ) -> None:
        """Take a declared step on a locked subject, then the automatic steps that it makes possible.

        `caused`: another use case's effect takes the step (a vote, a signature, a timer): the
        permission was checked there. Raises Forbidden, or Refused with every reason at once.
        """
        self._take(subject, code, dict(fields or {}), caused=caused, private=private)
        self._settle(subject)

    def _take(self, subject: Subject, code: str, typed: dict[str, Any], *, caused: bool, private: bool) -> None:
        facts = facts_of(subject, self.now)
        programme = facts.programme
        machine = programme.machines[subject.KIND]
        step = machine.step_by_code.get(code)
        if step is None or (step.internal and not caused):
            raise NotFound
        role = "system" if caused or step.permission is None else self.allow(subject, step.permission, facts)
        target = machine.target_of(code, subject.state)
        if target is None:
            raise Refused([Refusal("step-not-from-here", {"state": subject.state, "step": code})], intent=code)
        fields, faults = read(step.asks, typed) if not self.actor.is_system else (typed, ())
        refusals = gather(*faults, *verdicts(step, Case(facts, self.actor, self.now, fields)))
        if refusals:
            raise Refused(refusals, intent=code)
        before = subject.state
        self.session.flush()
        subject_rows.move(self.connection, subject, machine.by_code[target], self.now, chain_of(subject), self._heads)
        event = {
            "subject": f"{subject.KIND}/{subject.public_id}",
            "before": before,
            "after": target,
            "version": subject.version,
            "programme": programme.digest,
        }
        if step.effects:
            self._carry_out(step, subject, fields)
        clocks.follow(self, subject, step, programme)
        kept = fields if private and fields else None
        self.record(subject, f"{subject.KIND}.{code}", event, role=role, private=kept)
        notices.tell(self, subject, step, programme, fields)
        self.session.flush()

    def _carry_out(self, step: Step, subject: Subject, fields: dict[str, Any]) -> None:
        from labelflow.services.effects import EFFECT_FUNCTIONS  # noqa: PLC0415 - effects use transactions

        before, self.taking = self.taking, step
        for use in step.effects:
            EFFECT_FUNCTIONS[EFFECTS[use.rule].name](self, subject, fields, **use.parameters)
        self.taking = before

    def _settle(self, subject: Subject) -> None:
        """Take the automatic steps that now hold, on the subject and on its application."""
        root = root_of(subject)
        candidates = [subject] if root is subject or not isinstance(root, Application) else [subject, root]
        for candidate in candidates:
            for _ in range(MOST_AUTOMATIC_STEPS):
                step = self._next_automatic(candidate)
                if step is None:
                    break
                self._take(candidate, step.code, {}, caused=True, private=False)

    def _next_automatic(self, subject: Subject) -> Step | None:
        machine = programme_of(subject.programme_version_id).machines[subject.KIND]
        automatic = [step for step in machine.steps_from[subject.state] if step.automatic]
        if not automatic:
            return None
        case = Case(facts_of(subject, self.now), self.actor, self.now)
        return next((step for step in automatic if holds(step, case)), None)


def verdicts(step: Step, case: Case[Any]) -> tuple[Verdict, ...]:
    """What each guard of the step answers."""
    return tuple(GUARDS[use.rule].function(case, **use.parameters) for use in step.guards)


def holds(step: Step, case: Case[Any]) -> bool:
    """Whether every guard of the step agrees; those after one that refuses are not asked."""
    return not any(gather(GUARDS[use.rule].function(case, **use.parameters)) for use in step.guards)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value as JSON holds it: dates as ISO 8601, tuples and sets as lists."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(entry) for entry in value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
