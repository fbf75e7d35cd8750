"""Reports about labels: those that a coordinator may handle, and whom the coordination tells of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.domain.catalogue import Case
from labelflow.domain.concerns import PERMISSION, STATES
from labelflow.domain.permissions import NoSubject, role_granting
from labelflow.errors import NotFound
from labelflow.models.concern import Concern
from labelflow.models.label import Label
from labelflow.queries.audiences import audience, coordinators
from labelflow.queries.facts import facts_of
from labelflow.queries.reach import coordinated, may_instruct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from labelflow.domain.actor import Actor
    from labelflow.queries.audiences import Addressee

PAGE_LENGTH: Final = 30


@dataclass(frozen=True, slots=True)
class Concerns:
    """One page of reports, and how many there are in each state."""

    rows: Sequence[Concern]
    counts: Mapping[str, int]
    page: int
    pages: int


def concerns_page(actor: Actor, now: datetime, *, state: str = "", page: int = 1) -> Concerns:
    """The reports that the person may handle: those nobody looked at first, then the latest."""
    seen = _seen(actor, now)
    rows = db.session.execute(select(Concern.state, func.count()).where(seen).group_by(Concern.state))
    counts = {row[0]: int(row[1]) for row in rows}
    wanted = and_(seen, Concern.state == state) if state in STATES else seen
    total = counts.get(state, 0) if state in STATES else sum(counts.values())
    pages = max(1, -(-total // PAGE_LENGTH))
    page = max(1, min(page, pages))
    order = case({code: place for place, code in enumerate(STATES)}, value=Concern.state)
    found = (
        select(Concern)
        .where(wanted)
        .options(joinedload(Concern.label), joinedload(Concern.handler))
        .order_by(order, Concern.created_at.desc(), Concern.id.desc())
        .offset((page - 1) * PAGE_LENGTH)
        .limit(PAGE_LENGTH)
    )
    return Concerns(db.session.scalars(found).all(), counts, page, pages)


def concern_called(public_id: str, actor: Actor, now: datetime) -> Concern:
    """A report that the person may handle. Raises NotFound for any other."""
    found = db.session.scalars(select(Concern).where(Concern.public_id == public_id)).one_or_none()
    if found is None or role_on_concern(found, actor, now) is None:
        raise NotFound
    return found


def role_on_concern(concern: Concern, actor: Actor, now: datetime) -> str | None:
    """The role by which somebody handles a report now: whoever is tied to the holder does not."""
    facts: Any = NoSubject(concern.programme_code) if concern.label is None else facts_of(concern.label, now)
    return role_granting(PERMISSION, Case(facts, actor, now))


def concern_told(concern: Concern, now: datetime, *, session: Session) -> list[Addressee]:
    """Whom the coordination has to handle a report."""
    if concern.label is not None:
        return audience("coordination", concern.label, now, session=session)
    return coordinators(concern.programme_code, now, session=session)


def _seen(actor: Actor, now: datetime) -> Any:  # noqa: ANN401 - a condition
    codes = sorted({programme.code for programme in coordinated(actor, now).values()})
    labels = select(Label.id).where(may_instruct(Label, actor, now))
    return or_(and_(Concern.label_id.is_(None), Concern.programme_code.in_(codes)), Concern.label_id.in_(labels))
