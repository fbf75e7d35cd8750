"""The holders of labels in force, and any structure that has or had one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.errors import NotFound
from labelflow.queries import directory, open_data
from labelflow.web.access import public
from labelflow.web.api import api
from labelflow.web.api.lists import IDENTIFIER, narrowed_by, narrowing, paged
from labelflow.web.api.parameters import AFTER, Parameter, limit_of, read
from labelflow.web.filters import today
from labelflow.web.limits import limit_reads
from labelflow.web.open_data.answers import as_json
from labelflow.web.open_data.records import structure_entry

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def parameters() -> tuple[Parameter, ...]:
    after = Parameter(
        name=AFTER,
        description="Identifiant après lequel la page commence, tel que « next » le donne.",
        example="k7qf2m9x4abc",
        pattern=IDENTIFIER,
    )
    return (*narrowing(), after)


@api.get("/structures")
@public
@limit_reads
def structures() -> ResponseReturnValue:
    said = read(parameters())
    wanted, now = narrowed_by(said), clock.now()
    found = open_data.holders(wanted, today(), after=said.get(AFTER, ""), limit=limit_of(said))
    ids = [one.id for one in found.rows]
    held = open_data.labels_by_structure(ids, today(), programme=wanted.programme)
    return paged([structure_entry(one, held[one.id], now) for one in found.rows], found.total, found.after)


@api.get("/structures/<string:name>")
@public
@limit_reads
def structure(name: str) -> ResponseReturnValue:
    """By its identifier, or by the last part of the address of its page, which ends with it."""
    read(())
    known = directory.labels_of(name.rpartition("-")[2])
    if not known:
        raise NotFound
    return as_json(structure_entry(known[0].structure, known, clock.now()))
