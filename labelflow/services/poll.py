"""Somebody answers the poll: counts go up by one, nothing else is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.dialects import postgresql, sqlite

from labelflow.domain.actor import ANONYMOUS
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Refused
from labelflow.models.poll import PollCount
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from labelflow.programmes.schema import Programme


def answer(programme: Programme, reasons: Collection[str], *, now: datetime) -> None:
    """Count one answer. Raises NotFound without a poll, Refused without a reason, or for one that it does not offer."""
    if programme.poll is None:
        raise NotFound
    offered = {reason.code for reason in programme.poll.reasons}
    if not reasons or not offered.issuperset(reasons):
        raise Refused([Refusal("field-unreadable", {"field": "reasons"})], intent="answer-poll")
    with transaction(actor=ANONYMOUS, now=now) as tx:
        insert: Any = _INSERTS[tx.connection.dialect.name]
        for reason in ("", *sorted(set(reasons))):  # always in this order: two people never wait for each other
            one = insert(PollCount).values(programme_code=programme.code, reason=reason, count=1)
            tx.session.execute(
                one.on_conflict_do_update(
                    index_elements=["programme_code", "reason"], set_={"count": PollCount.count + 1}
                )
            )


_INSERTS: Final[Mapping[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
