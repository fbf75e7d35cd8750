"""The list of schools from which teachers look for actions: taken from a CSV file, when there is one."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert

from labelflow.domain.permissions import may
from labelflow.domain.territory import plain_words
from labelflow.errors import Forbidden, Invalid
from labelflow.i18n import _
from labelflow.models.search import School
from labelflow.queries.search.places import is_uai
from labelflow.services.transaction import transaction
from labelflow.territory import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor

PERMISSION: Final = "people:manage"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "uai": ("uai", "identifiant de l etablissement", "numero uai", "code uai"),
    "name": ("name", "nom", "nom etablissement", "appellation officielle"),
    "code_insee": ("code insee", "insee", "code commune"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude"),
}
"""Names of the columns that are read: ours, and those of the open lists of schools."""
BATCH: Final = 1000
CHAIN: Final = ("structures", "schools")
NAME_LENGTH: Final = 200


@dataclass(slots=True)
class Schools:
    """What a file gave: schools kept, and lines that name none that can be used."""

    kept: int = 0
    refused: list[int] = field(default_factory=list)


def replace_schools(lines: Iterable[str], *, actor: Actor, now: datetime) -> Schools:
    """Keep the schools of a file in the place of those known until now. Raises Forbidden, or Invalid."""
    if not actor.is_system and not may(PERMISSION, actor, "", now):
        raise Forbidden(PERMISSION)
    text = list(lines)
    report = Schools()
    with transaction(actor=actor, now=now) as tx:
        tx.session.execute(delete(School))
        found = _schools(text, report)
        while batch := list(islice(found, BATCH)):
            tx.session.execute(insert(School), batch)
        if not report.kept:
            raise Invalid(_("Aucune école utilisable dans ce fichier : vérifiez les colonnes UAI, nom et code INSEE."))
        tx.record(CHAIN, "schools.imported", {"kept": report.kept, "refused": len(report.refused)})
    return report


def _schools(lines: list[str], report: Schools) -> Iterator[dict[str, object]]:
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = csv.reader(lines, delimiter=separator)
    places = _places(next(rows, []))
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        school = _school(cells)
        if school is None or str(school["uai"]) in seen:
            report.refused.append(number)
            continue
        seen.add(str(school["uai"]))
        report.kept += 1
        yield school


def _places(heading: list[str]) -> dict[str, int]:
    """Where each column is. Raises Invalid when one that is needed is not."""
    named = {" ".join(plain_words(cell.replace("_", " "))): place for place, cell in enumerate(heading)}
    found = {name: next((named[one] for one in names if one in named), -1) for name, names in COLUMNS.items()}
    lacking = [name for name in ("uai", "name", "code_insee") if found[name] < 0]
    if lacking:
        names = ", ".join(COLUMNS[name][0] for name in lacking)
        raise Invalid(_("Des colonnes manquent dans ce fichier : %(names)s.", names=names))
    return {name: place for name, place in found.items() if place >= 0}


def _school(cells: Mapping[str, str]) -> dict[str, object] | None:
    """A school of the region; None for a line that cannot be used or that is elsewhere."""
    commune = gazetteer().by_insee(cells["code_insee"])
    if commune is None or not cells["name"] or not is_uai(cells["uai"]):
        return None
    lat, lon = _degrees(cells.get("lat", "")), _degrees(cells.get("lon", ""))
    if lat is None or lon is None or not gazetteer().is_inside_region(lat, lon):
        lat, lon = commune.lat, commune.lon
    words = plain_words(f"{cells['name']} {commune.name}")
    return {
        "uai": cells["uai"].upper(),
        "name": cells["name"][:NAME_LENGTH],
        "name_key": " ".join(words)[:NAME_LENGTH],
        "code_insee": commune.insee,
        "lat": lat,
        "lon": lon,
    }


def _degrees(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
