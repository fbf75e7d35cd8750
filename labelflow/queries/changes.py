"""What became of labels, as anybody may know it: the latest changes of their public answers, from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelflow.db import db
from labelflow.models.journal import Chain, Event
from labelflow.models.label import Label
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

LOOKED_AT: Final = 400
"""Of the events of labels, the latest among which changes are looked for."""


class Change(NamedTuple):
    """One change. `kind` is granted, renewed, reinstated, or the answer that the public is given since."""

    label: Label
    kind: str
    at: datetime
    number: int
    """Of the event in the label's chain: it names the change for ever."""


def latest(programme: str, most: int = 50) -> list[Change]:
    """The latest changes, the newest first. Reasons, notices and acts that change no answer are not told."""
    rows = db.session.execute(
        select(Event.at, Event.code, Event.number, Event.body, Label)
        .join(Chain, Chain.id == Event.chain_id)
        .join(Label, Label.public_id == Chain.subject)
        .where(Chain.kind == "label", Event.code.startswith("label."), Label.programme_code == programme)
        .order_by(Event.id.desc())
        .limit(LOOKED_AT)
        .options(joinedload(Label.structure))
    ).all()
    renewed = _renewed({label.id for *_event, label in rows})
    found = []
    for at, code, number, body, label in rows:
        kind = _kind(code, body.get("data", {}), label)
        if kind:
            found.append(Change(label, "renewed" if kind == "granted" and label.id in renewed else kind, at, number))
    return found[:most]


def _kind(code: str, data: Mapping[str, Any], label: Label) -> str:
    """What the public sees of an event; nothing when its answer stays."""
    if code == "label.granted":
        return "granted"
    if data.get("subject") != f"label/{label.public_id}" or not data.get("after"):
        return ""
    states = programme_of(label.programme_version_id).machines["label"].by_code
    before, after = (states[data[name]].public_answer or "not_in_force" for name in ("before", "after"))
    if before == after:
        return ""
    return "reinstated" if after == "valid" else str(after)


def _renewed(ids: set[int]) -> set[int]:
    """Those that took the place of another."""
    return set(db.session.scalars(select(Label.superseded_by_id).where(Label.superseded_by_id.in_(ids))))
