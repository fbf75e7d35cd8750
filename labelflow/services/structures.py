"""Structures: bring them in from a file, register one by hand."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Final

from labelflow.domain.permissions import may
from labelflow.domain.refusal import Refusal
from labelflow.errors import Forbidden, Refused
from labelflow.services import search_index
from labelflow.services.structure_import import storing
from labelflow.services.structure_import.batches import Batch, Run
from labelflow.services.structure_import.describing import Description, card_of, describe
from labelflow.services.transaction import Transaction, transaction
from labelflow.territory import gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.models.structure import Structure
    from labelflow.services.structure_import.batches import Refusals
    from labelflow.services.structure_import.reading import Row
    from labelflow.services.structure_import.report import Report

BATCH: Final = 500
"""Rows of one transaction: a run that is cut short keeps whole batches, and a second run goes on from there."""
IMPORTS: Final = ("structures", "import")
"""The chain that remembers imports."""
PERMISSION: Final = "people:manage"


class _Rehearsed(Exception):
    """Leaves a transaction without keeping anything."""


def _nobody(_row: Row, _refusals: Refusals) -> None:
    """Watch nothing."""


def import_structures(
    rows: Iterable[Row],
    *,
    source: str,
    actor: Actor,
    now: datetime,
    rehearse: bool = False,
    watch: Callable[[Row, Refusals], None] = _nobody,
) -> Report:
    """Store the rows of a file; a second run on the same file changes nothing. Raises Forbidden.

    `source` names the rows that name no source. `watch` is called with each row and its refusals (none: it was
    kept). Rows are committed in batches; with `rehearse`, all is done in one transaction and nothing is kept.
    """
    if not actor.is_system and not may(PERMISSION, actor, "", now):
        raise Forbidden(PERMISSION)
    run = Run(source=source, watch=watch)
    if rehearse:
        with suppress(_Rehearsed), transaction(actor=actor, now=now) as tx:
            for batch in _batches(rows):
                _store(tx, batch, run)
            raise _Rehearsed
        return run.report
    for batch in _batches(rows):
        with transaction(actor=actor, now=now) as tx:
            _store(tx, batch, run)
    return run.report


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _store(tx: Transaction, rows: list[Row], run: Run) -> None:
    storing.lock_structures(tx.session)
    before = run.report.counts()
    Batch(tx.session, rows, run, tx.now).store()
    search_index.follow_structures(tx.session, tx.now)
    after = run.report.counts()
    done = {name: after[name] - before[name] for name in after}
    if done["accepted"] or done["merged"] or done["updated"]:
        tx.record(IMPORTS, "structures.imported", {"source": run.source, **done})


def register_structure(
    fields: Mapping[str, str], *, actor: Actor, now: datetime, is_consortium_member: bool = False
) -> Structure:
    """Add one structure, described in the words of a form (the columns of an import).

    Raises Refused with every reason at once: no usable name or place, an identifier or an address that is wrong,
    or a structure that is already there (`structure-known`, with its `public_id`).
    """
    cells = {column: text.strip() for column, text in fields.items() if text.strip()}
    with transaction(actor=actor, now=now) as tx:
        storing.lock_structures(tx.session)
        described = describe(cells, gazetteer())
        if not isinstance(described, Description):
            raise Refused(described, intent="register")
        found = storing.Neighbours(tx.session, [described.values]).find(card_of(described.values))
        known = [_known(found[0])] if found else []
        if described.dropped or known:
            raise Refused([*described.dropped, *known], intent="register")
        structure = storing.create(described.values, now)
        structure.is_consortium_member = is_consortium_member
        tx.session.add(structure)
        tx.session.flush()
        tx.record(("structure", structure.public_id), "structure.registered", {"name": structure.name})
    return structure


def _known(structure: Structure) -> Refusal:
    return Refusal("structure-known", {"name": structure.name, "public_id": structure.public_id})
