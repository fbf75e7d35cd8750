"""The region: its departments, and how its communes are found from what people write."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labelflow.domain.territory import Gazetteer, commune_key, distance_km
from labelflow.territory import DEPARTMENTS, gazetteer, groupings

REFERENCE = Path(__file__).parents[3] / "shared" / "data"


def test_the_region_has_thirteen_departments_in_two_academies_and_four_courts() -> None:
    by_academy = {name: sorted(d.code for d in DEPARTMENTS.values() if d.academy == name) for name in _all("academy")}
    by_court = {name: sorted(d.code for d in DEPARTMENTS.values() if d.court == name) for name in _all("court")}

    assert by_academy == {
        "Montpellier": ["11", "30", "34", "48", "66"],
        "Toulouse": ["09", "12", "31", "32", "46", "65", "81", "82"],
    }
    assert by_court == {
        "Montpellier": ["11", "34", "66"],
        "Nîmes": ["30", "48"],
        "Pau": ["32", "65"],
        "Toulouse": ["09", "12", "31", "46", "81", "82"],
    }


def _all(attribute: str) -> set[str]:
    return {getattr(department, attribute) for department in DEPARTMENTS.values()}


def test_a_department_has_its_names_in_three_languages() -> None:
    assert dict(DEPARTMENTS["46"].names) == {"fr": "Lot", "oc": "Òlt", "ca": "Òlt"}
    assert DEPARTMENTS["31"].name == "Haute-Garonne"


@pytest.mark.parametrize("code", sorted(DEPARTMENTS))
def test_a_prefecture_lies_where_the_table_has_its_commune(code: str) -> None:
    department = DEPARTMENTS[code]
    (commune,) = gazetteer().by_name(department.prefecture, code)

    assert distance_km((department.lat, department.lon), (commune.lat, commune.lon)) < 4


def test_the_table_holds_every_commune_with_its_people_and_codes() -> None:
    communes = gazetteer().communes.values()

    assert len(communes) == 4446
    assert sum(commune.population for commune in communes) == 6_124_653
    assert {commune.department for commune in communes} == set(DEPARTMENTS)
    assert [commune.name for commune in communes if not commune.postal_codes or commune.epci not in groupings()] == []


def test_a_commune_is_found_by_its_insee_code() -> None:
    commune = gazetteer().by_insee("09122")

    assert commune is not None
    assert (commune.name, commune.department) == ("Foix", "09")


def test_the_code_of_a_merged_commune_leads_to_the_present_one() -> None:
    commune = gazetteer().by_insee("09028")

    assert commune is not None
    assert (commune.insee, commune.name) == ("09296", "Aulos-Sinsat")


@pytest.mark.parametrize("code", ["", "99999", "75056", "31", "0912"])
def test_an_unknown_code_leads_nowhere(code: str) -> None:
    assert gazetteer().by_insee(code) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TOULOUSE CEDEX 9", "Toulouse"),
        ("ST CHELY D APCHER", "Saint-Chély-d'Apcher"),
        ("Ste-Croix-Volvestre", "Sainte-Croix-Volvestre"),
        ("Villeneuve-lez-Avignon", "Villeneuve-lès-Avignon"),
        ("l'union", "L'Union"),
        ("Union (L’)", "L'Union"),
        ("Saint-Matré", "Porte-du-Quercy"),
        ("Montpellier 34000", "Montpellier"),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str, name: str) -> None:
    assert [commune.name for commune in gazetteer().by_name(written)] == [name]


def test_a_name_borne_twice_is_told_apart_by_the_department() -> None:
    assert {commune.department for commune in gazetteer().by_name("Aigues-Vives")} == {"09", "11", "30", "34"}
    assert [commune.insee for commune in gazetteer().by_name("Aigues-Vives", "30")] == ["30004"]


def test_every_commune_is_found_by_its_own_name_in_its_department() -> None:
    places = gazetteer()
    lost = [
        commune.name
        for commune in places.communes.values()
        for spelling in (commune.name, commune.name.upper().replace("SAINT", "ST"))
        if commune not in places.by_name(spelling, commune.department)
    ]

    assert lost == []


def test_a_postal_code_gives_its_communes_the_largest_first() -> None:
    names = ["Rodez", "Onet-le-Château", "Druelle Balsac", "Le Monastère"]
    assert [commune.name for commune in gazetteer().by_postal_code("12000")] == names
    assert gazetteer().by_postal_code("75001") == []


def test_the_nearest_commune_is_the_one_of_the_point() -> None:
    commune, distance = gazetteer().nearest(43.6045, 1.4440)

    assert (commune.name, distance < 2) == ("Toulouse", True)


def test_the_grid_of_the_nearest_search_agrees_with_a_full_search() -> None:
    places = gazetteer()
    points = [(42.4 + 0.37 * i, -0.3 + 0.61 * j) for i in range(8) for j in range(9)]
    full = [min(distance_km(p, (c.lat, c.lon)) for c in places.communes.values()) for p in points]

    assert [places.nearest(*point)[1] for point in points] == full


@pytest.mark.parametrize(
    ("place", "point", "inside"),
    [
        ("Toulouse", (43.6045, 1.4440), True),
        ("Gavarnie, at the border", (42.7350, -0.0120), True),
        ("Paris", (48.8566, 2.3522), False),
        ("Bordeaux", (44.8378, -0.5792), False),
        ("Barcelona", (41.3874, 2.1686), False),
        ("Andorra la Vella", (42.5063, 1.5218), False),
        ("nowhere", (0.0, 0.0), False),
    ],
)
def test_the_region_ends_near_its_border(place: str, point: tuple[float, float], inside: bool) -> None:
    assert gazetteer().is_inside_region(*point) is inside


def test_an_empty_table_knows_no_place() -> None:
    empty = Gazetteer([])

    assert empty.by_insee("09122") is None
    assert empty.is_inside_region(43.6, 1.4) is False


def test_a_commune_key_ignores_accents_case_ligatures_and_cedex() -> None:
    assert commune_key("Œuilly-Sur-Ciel CEDEX 03") == commune_key("oeuilly sur ciel")


def test_the_table_loads_in_less_than_a_blink() -> None:
    gazetteer.cache_clear()
    began = time.process_time()
    gazetteer()

    assert time.process_time() - began < 0.15


def test_the_points_of_the_table_are_as_good_as_its_readme_says() -> None:
    if not REFERENCE.is_dir():
        pytest.skip("the exact centroids are not on this machine")
    errors: dict[str, list[float]] = {}
    with (REFERENCE / "communes_occitanie.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            commune = gazetteer().communes[row["code_insee"]]
            exact = (float(row["lat"]), float(row["lon"]))
            errors.setdefault(commune.precision, []).append(distance_km((commune.lat, commune.lon), exact))

    middle = {precision: sorted(found)[len(found) // 2] for precision, found in errors.items()}
    assert {precision: len(found) for precision, found in errors.items()} == {
        "town": 1407,
        "postal": 2790,
        "epci": 247,
        "department": 2,
    }
    assert middle["town"] < 1 < middle["postal"] < 7 < middle["epci"] < 15


def test_every_old_code_of_the_reference_leads_to_its_present_commune() -> None:
    if not REFERENCE.is_dir():
        pytest.skip("the list of merged communes is not on this machine")
    with (REFERENCE / "communes_occitanie_anciennes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code_insee_ancien"] not in gazetteer().communes]

    found = {row["code_insee_ancien"]: gazetteer().by_insee(row["code_insee_ancien"]) for row in rows}
    assert {old: commune.insee for old, commune in found.items() if commune} == {
        row["code_insee_ancien"]: row["chef_lieu_actuel"] for row in rows
    }


def test_another_region_brings_its_tables_and_no_code(tmp_path: Path) -> None:
    (tmp_path / "departments.csv").write_text(
        "code,fr,oc,ca,prefecture,lat,lon,academy,court\n29,Finistère,,,Quimper,47.996,-4.102,Rennes,Rennes\n", "utf-8"
    )
    (tmp_path / "communes.csv").write_text(
        "insee,name,postal_codes,epci,population,lat,lon,precision\n29019,Brest,29200,242900314,139926,48.39,-4.49,town\n",
        "utf-8",
    )
    (tmp_path / "merged.csv").write_text("insee,name,kind,present\n", "utf-8")
    (tmp_path / "epci.csv").write_text("siren,name\n242900314,Brest Métropole\n", "utf-8")
    said = "from labelflow import territory as t; print(list(t.DEPARTMENTS), t.gazetteer().by_name('BREST')[0].insee)"

    done = subprocess.run(
        [sys.executable, "-c", said],
        env={**os.environ, "LABELFLOW_TERRITORY": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "['29'] 29019"
