"""The departments and communes of the region, as tables of facts.

Those of Occitanie ship with the package (README.md: columns, sources); another region names a folder with its own
tables in `LABELFLOW_TERRITORY`.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from labelflow.config import territory_folder
from labelflow.domain.territory import Commune, Department, FormerCommune, Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER: Final = territory_folder() or Path(__file__).parent


def _rows(name: str) -> Iterator[list[str]]:
    _heading, *lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return csv.reader(lines)


DEPARTMENTS: Final[Mapping[str, Department]] = {
    code: Department(
        code=code,
        names={"fr": french, "oc": occitan, "ca": catalan},
        prefecture=prefecture,
        lat=float(lat),
        lon=float(lon),
        academy=academy,
        court=court,
    )
    for code, french, occitan, catalan, prefecture, lat, lon, academy, court in _rows("departments.csv")
}
"""The departments of the region, by code."""


@cache
def gazetteer() -> Gazetteer:
    """The communes of the region, read once, on first use."""
    return Gazetteer(
        (
            Commune(insee, name, tuple(postal.split()), epci, int(population), float(lat), float(lon), precision)
            for insee, name, postal, epci, population, lat, lon, precision in _rows("communes.csv")
        ),
        (FormerCommune(*row) for row in _rows("merged.csv")),
    )


@cache
def groupings() -> dict[str, str]:
    """Names of the groupings of communes (EPCI), by SIREN."""
    return {siren: name for siren, name in _rows("epci.csv")}  # noqa: C416 - says what each column is
