"""`/donnees-ouvertes/`: whole files, their schemas, and what may be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow import __version__, clock
from labelflow.db import settings
from labelflow.errors import NotFound
from labelflow.queries.open_data import stamp
from labelflow.web.access import public
from labelflow.web.filters import today
from labelflow.web.limits import limit_dumps
from labelflow.web.open_data import LICENCE, LICENCE_URL, answers, tables
from labelflow.web.open_data.tables import TABLES, Table
from labelflow.web.page import page
from labelflow.web.programme import site_programme
from labelflow.web.reuse import reuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from labelflow.web.open_data.columns import Row


@reuse.get("/donnees-ouvertes/")
@public
def open_data() -> ResponseReturnValue:
    return page(
        "reuse/open_data.html",
        tables=TABLES.values(),
        owner=site_programme().owner,
        licence=LICENCE,
        licence_url=LICENCE_URL,
    )


@reuse.get("/donnees-ouvertes/<string:table>.csv")
@public
@limit_dumps
def csv_file(table: str) -> ResponseReturnValue:
    found = _table(table)
    return answers.streamed(
        lambda: tables.as_csv(found, _rows(found)),
        "text/csv; charset=utf-8; header=present",
        tag=_tag(f"{table}.csv"),
        name=f"{table}.csv",
    )


@reuse.get("/donnees-ouvertes/<string:table>.json")
@public
@limit_dumps
def json_file(table: str) -> ResponseReturnValue:
    found = _table(table)
    return answers.streamed(
        lambda: tables.as_json(found, _rows(found)), answers.JSON, tag=_tag(f"{table}.json"), name=f"{table}.json"
    )


@reuse.get("/donnees-ouvertes/<string:table>.schema.json")
@public
def table_schema(table: str) -> ResponseReturnValue:
    return answers.as_json(_table(table).schema())


@reuse.get("/donnees-ouvertes/datapackage.json")
@public
def data_package() -> ResponseReturnValue:
    programme = site_programme()
    licence = {"name": "etalab-2.0", "title": LICENCE, "path": LICENCE_URL}
    told = {"name": programme.code, "title": programme.short_name, "licenses": [licence]}
    return answers.as_json({**told, "resources": [_resource(one) for one in TABLES.values()]})


def _resource(table: Table) -> dict[str, Any]:
    told = {"name": table.name, "title": table.title, "description": table.description, "schema": table.schema()}
    path = f"{settings().base_url}/donnees-ouvertes/{table.name}.csv"
    return {
        **told,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
    }


def _table(name: str) -> Table:
    if name not in TABLES:
        raise NotFound
    return TABLES[name]


def _rows(table: Table) -> Iterator[Row]:
    return table.rows(site_programme(), clock.now(), today())


def _tag(name: str) -> str:
    """What a file is made of: the rows, the day, and the code that writes it."""
    return stamp(name, today(), site_programme().digest, __version__, settings().base_url)
