"""The labels that the coordination follows: their state, and the reservations that somebody still has to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from labelflow.db import db
from labelflow.domain.same_structure import name_key
from labelflow.models.label import Label, Reservation
from labelflow.models.structure import Structure
from labelflow.queries.programmes import programme_of
from labelflow.queries.reach import coordinated, may_instruct, standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from labelflow.domain.actor import Actor
    from labelflow.domain.workflow import Flag, State
    from labelflow.queries.reach import Standing

ROWS: Final = 50
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class WantedLabels:
    """What a coordinator asked to see; what is empty filters nothing."""

    programme: str = ""
    state: str = ""
    words: str = ""
    reserved: bool = False
    """With reservations still to clear."""
    after: str = ""
    """Number of the last label of the page before."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label in the list."""

    label: Label
    state: State
    to_check: int
    """Reservations whose answer the coordination has to check."""
    to_clear: int
    """Reservations that the holder still has to answer."""


@dataclass(frozen=True, slots=True)
class Labels:
    """One page of the labels."""

    rows: tuple[LabelRow, ...]
    following: str
    states: tuple[Standing, ...]


def labels_page(actor: Actor, wanted: WantedLabels, now: datetime) -> Labels:
    """The labels that the person may follow, the latest first."""
    seen = may_instruct(Label, actor, now)
    found = db.session.scalars(
        select(Label)
        .join(Label.structure)
        .options(contains_eager(Label.structure))
        .where(seen, *_filters(wanted))
        .order_by(Label.number.desc())
        .limit(ROWS + 1)
    ).all()
    rows = found[:ROWS]
    to_check, to_clear = _reservations(rows, "awaits_coordination"), _reservations(rows, "awaits_applicant")
    return Labels(
        tuple(LabelRow(row, _state(row), to_check.get(row.id, 0), to_clear.get(row.id, 0)) for row in rows),
        rows[-1].number if len(found) > ROWS else "",
        standings(Label, seen, coordinated(actor, now)),
    )


def _state(label: Label) -> State:
    return programme_of(label.programme_version_id).machines["label"].by_code[label.state]


def _filters(wanted: WantedLabels) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Label.state == wanted.state] if wanted.state else []
    if wanted.programme:
        conditions.append(Label.programme_code == wanted.programme)
    if wanted.reserved:
        waiting = Reservation.state.in_(_reservation_states("pending"))
        conditions.append(exists().where(Reservation.label_id == Label.id, waiting))
    if wanted.words.strip():
        named = [Structure.name_key.contains(word, autoescape=True) for word in name_key(wanted.words).split()]
        number = Label.number.contains(wanted.words.strip().upper(), autoescape=True)
        conditions.append(or_(and_(*named), number) if named else number)
    if wanted.after:
        conditions.append(Label.number < wanted.after)
    return conditions


def _reservation_states(flag: Flag) -> list[str]:
    """Codes of the states of reservations with a flag, in all installed versions that granted a label."""
    versions = db.session.scalars(select(Label.programme_version_id).distinct()).all()
    machines = (programme_of(version).machines.get("reservation") for version in versions)
    return sorted({state for machine in machines if machine for state in machine.states_with(flag)})


def _reservations(labels: Sequence[Label], flag: Flag) -> Mapping[int, int]:
    rows = db.session.execute(
        select(Reservation.label_id, func.count())
        .where(
            Reservation.label_id.in_([label.id for label in labels]), Reservation.state.in_(_reservation_states(flag))
        )
        .group_by(Reservation.label_id)
    ).all()
    return {label: count for label, count in rows}  # noqa: C416 - a row is not a pair for the type checker
