"""The labels in force, and any label by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.errors import NotFound
from labelflow.queries import open_data
from labelflow.queries.labels import find
from labelflow.web.access import public
from labelflow.web.api import api
from labelflow.web.api.lists import NUMBER, narrowed_by, narrowing, paged
from labelflow.web.api.parameters import AFTER, Parameter, limit_of, read
from labelflow.web.filters import today
from labelflow.web.limits import limit_guesses, limit_reads
from labelflow.web.open_data.answers import as_json
from labelflow.web.open_data.records import label_entry

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def parameters() -> tuple[Parameter, ...]:
    after = Parameter(
        name=AFTER,
        description="Numéro après lequel la page commence, tel que « next » le donne.",
        example="SEO-2027-00001-D",
        pattern=NUMBER,
    )
    return (*narrowing(), after)


@api.get("/labels")
@public
@limit_reads
def labels() -> ResponseReturnValue:
    said = read(parameters())
    found = open_data.labels(narrowed_by(said), today(), after=said.get(AFTER, ""), limit=limit_of(said))
    return paged([label_entry(one, clock.now()) for one in found.rows], found.total, found.after)


@api.get("/labels/<string:number>")
@public
@limit_reads
@limit_guesses
def label(number: str) -> ResponseReturnValue:
    """Whatever became of it: a label that ended is verified for ever."""
    read(())
    found = find(number)
    if found is None:
        raise NotFound
    return as_json(label_entry(found, clock.now()))
