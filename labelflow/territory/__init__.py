"""The communes of the region, as a table of facts that ships with the package (sources: README.md)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from labelflow.domain.territory import Commune, FormerCommune, Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator


def _rows(name: str) -> Iterator[list[str]]:
    _heading, *lines = (files(__name__) / name).read_text(encoding="utf-8").splitlines()
    return csv.reader(lines)


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
