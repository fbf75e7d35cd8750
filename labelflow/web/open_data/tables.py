"""Open data as files: CSV and JSON, line by line, and the Table Schema of both."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from labelflow.queries import open_data
from labelflow.web.open_data.columns import ACTIONS, LABELS, Row
from labelflow.web.open_data.records import action_entry, structure_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from labelflow.programmes.schema import Programme
    from labelflow.web.open_data.columns import Column

FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
PROFILE: Final = "https://specs.frictionlessdata.io/schemas/table-schema.json"


class Table(NamedTuple):
    """One file: its columns, and where its lines come from."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: str
    rows: Callable[[Programme, datetime, date], Iterator[Row]]

    def schema(self) -> dict[str, Any]:
        """The Table Schema."""
        told = {"$schema": PROFILE, "name": self.name, "title": self.title, "description": self.description}
        fields = [one.field() for one in self.columns]
        return {**told, "fields": fields, "primaryKey": [self.key], "missingValues": [""]}


def as_csv(table: Table, rows: Iterator[Row]) -> Iterator[str]:
    """The lines of a CSV: UTF-8, commas, a heading."""
    yield _line([one.name for one in table.columns])
    for row in rows:
        yield _line([_cell(one, row) for one in table.columns])


def as_json(table: Table, rows: Iterator[Row]) -> Iterator[str]:
    """The same as a list of objects."""
    before = "[\n"
    for row in rows:
        told = {one.name: _value(one, row) for one in table.columns}
        yield before + json.dumps(told, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def _value(column: Column, row: Row) -> Any:  # noqa: ANN401 - of the column's kind
    found = column.read(row)
    return None if found == "" else found


def _cell(column: Column, row: Row) -> Any:  # noqa: ANN401 - same
    """A text that a spreadsheet would run is shown with an apostrophe before it. Numbers are of our own making."""
    found = column.read(row)
    if isinstance(found, bool):
        return "true" if found else "false"
    if not isinstance(found, str):
        return found
    return harmless(found)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    plain = text.strip()
    return f"'{plain}" if plain.startswith(FORMULA) else plain


def _line(cells: list[Any]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _producer(programme: Programme) -> dict[str, str]:
    return {"name": programme.owner.name, "siret": programme.owner.siret}


def _labels(programme: Programme, now: datetime, today: date) -> Iterator[Row]:
    producer = _producer(programme)
    for batch in open_data.all_labels(programme.code, today):
        actions = open_data.actions_by_structure({one.structure_id for one in batch}, today, programme.code)
        for label in batch:
            structure = structure_entry(label.structure, [label], now)
            own = [one for one in actions.get(label.structure_id, ()) if one.scope in label.scopes]
            offered = [action_entry(one, label) for one in own]
            yield Row(structure["labels"][0], structure, offered, producer)


def _actions(programme: Programme, now: datetime, today: date) -> Iterator[Row]:
    producer = _producer(programme)
    for batch in open_data.all_actions(programme.code, today):
        ids = {one.structure_id for one in batch}
        labels = open_data.labels_by_structure(ids, today, programme=programme.code)
        places = {one.structure_id: one.structure for one in batch}
        holders = {key: structure_entry(place, labels[key], now) for key, place in places.items()}
        for one in batch:
            label = open_data.covering(one, labels[one.structure_id])
            yield Row(action_entry(one, label), holders[one.structure_id], (), producer)


TABLES: Final[Mapping[str, Table]] = {
    "labels": Table(
        "labels",
        "Structures titulaires d’un label en vigueur",
        "Une ligne par label en vigueur. Un label suspendu, retiré ou arrivé à son terme quitte le fichier aussitôt ; il se "
        "vérifie toujours par son numéro.",
        LABELS,
        "LABEL_ID",
        _labels,
    ),
    "actions": Table(
        "actions",
        "Actions proposées aux classes",
        "Une ligne par action publiée par une structure dont le label est en vigueur et couvre l’action.",
        ACTIONS,
        "ACTION_ID",
        _actions,
    ),
}
"""The files of an instance, by name."""
