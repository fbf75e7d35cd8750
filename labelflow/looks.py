"""One look at the database: what a page asks several times over is read once.

A look is a transaction of the session that only reads. Its answers go with it, so that nothing outlives a commit or a
rollback; a transaction that writes has no look, and reads anew each time it asks, under its lock.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from labelflow.db import db, is_writing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sqlalchemy.orm import SessionTransaction

    Answers = dict[Any, Any]

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_looks: WeakKeyDictionary[SessionTransaction, Answers] = WeakKeyDictionary()


def once_a_look(function: Callable[P, T]) -> Callable[P, T]:
    """The function answers the same arguments as it did before in the same look. Nobody changes an answer."""

    @wraps(function)
    def asked(*given: P.args, **named: P.kwargs) -> T:
        answers = _answers()
        if answers is None:
            return function(*given, **named)
        question = function, given, tuple(named.items())
        if question not in answers:
            answers[question] = function(*given, **named)
        answer: T = answers[question]
        return answer

    return asked


def each_once_a_look(read: Callable[[Collection[K]], Mapping[K, V]]) -> Callable[[Iterable[K]], dict[K, V]]:
    """The function reads only the keys that it was not asked for before in the same look: a page that asks for all of
    them at first, then for one at a time, reads once. A key of which there is nothing to say must have a value too.
    """

    @wraps(read)
    def asked(keys: Iterable[K]) -> dict[K, V]:
        wanted, answers = dict.fromkeys(keys), _answers()
        if answers is None:
            return dict(read(wanted.keys())) if wanted else {}
        known: dict[K, V] = answers.setdefault(read, {})
        if missing := wanted.keys() - known.keys():
            known.update(read(missing))
        return {key: known[key] for key in wanted}

    return asked


def _answers() -> Answers | None:
    """What the present look was told so far; None while something is written."""
    session = db.session
    if is_writing(session):
        return None
    session.connection()  # the look begins with its first question
    transaction = session.get_transaction()
    return None if transaction is None else _looks.setdefault(transaction, {})
