"""`/donnees-ouvertes/`: whole files that a program which is not ours finds sound, and that no spreadsheet runs."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.web.open_data.tables import TABLES, harmless
from tests.reuse.conftest import ODD
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.scenes.scene import Scene
    from tests.stage import Stage


def lines(reader: FlaskClient, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(reader.get(f"/donnees-ouvertes/{table}.csv").text)))


@pytest.mark.parametrize("table", list(TABLES))
@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_each_file_sound(reader: FlaskClient, tmp_path: Path, table: str) -> None:
    from frictionless import Resource, Schema  # noqa: PLC0415 - warns as it is loaded

    schema = reader.get(f"/donnees-ouvertes/{table}.schema.json").get_json()
    for suffix in ("csv", "json"):
        (tmp_path / f"{table}.{suffix}").write_bytes(reader.get(f"/donnees-ouvertes/{table}.{suffix}").data)
        told = Resource(
            path=f"{table}.{suffix}", basepath=str(tmp_path), schema=Schema.from_descriptor(schema)
        ).validate()
        assert told.valid, told.flatten(["fieldName", "type", "message"])

    assert all(
        one["title"] and one["description"] and one["constraints"] and "example" in one for one in schema["fields"]
    )


def test_a_line_is_what_the_interface_says(reader: FlaskClient, scenes: dict[str, Scene]) -> None:
    found = {one["LABEL_ID"]: one for one in lines(reader, "labels")}
    number = scenes["library"].number
    told = reader.get(f"/api/v1/labels/{number}").get_json()

    assert found.keys() == {scenes["applicant"].number, number}
    assert found[number]["STRUCTURE_NOM"] == told["holder"]
    assert found[number]["PERIMETRE"].split("|") == told["scopes"]
    assert (found[number]["DATE_FIN"], found[number]["GRATUITE"]) == (told["ends_on"], "true")
    assert found[number]["LICENCE"] == "Licence Ouverte 2.0"


def test_both_forms_hold_the_same(reader: FlaskClient) -> None:
    for table in TABLES:
        told: list[dict[str, Any]] = json.loads(reader.get(f"/donnees-ouvertes/{table}.json").text)
        written = lines(reader, table)
        assert [list(one) for one in told] == [list(one) for one in written]
        assert [one[TABLES[table].key] for one in told] == [one[TABLES[table].key] for one in written]


def test_no_spreadsheet_runs_what_somebody_wrote(reader: FlaskClient) -> None:
    titles = {one["TITRE"] for one in lines(reader, "actions")}

    assert f"'{ODD}" in titles
    assert ODD in {one["TITRE"] for one in reader.get("/donnees-ouvertes/actions.json").get_json()}
    for text in ("+33 5", "-2", "@nous", "\t=1", "＝1"):
        assert harmless(text).startswith("'")
    assert harmless("L’eau = la vie") == "L’eau = la vie"


def test_a_file_is_made_again_only_when_something_changed(
    reader: FlaskClient, stage: Stage, scenes: dict[str, Scene]
) -> None:
    path = "/donnees-ouvertes/labels.csv"
    tag = reader.get(path).headers["ETag"]
    again = reader.get(path, headers={"If-None-Match": tag})

    stage.crowd.take("label", scenes["library"].label, "suspend_at_once", by="chair", facts=FACTS + FACTS)
    after = reader.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert after.status_code == 200
    assert scenes["library"].number not in after.text


def test_the_page_names_each_file_and_its_licence(stage: Stage, reader: FlaskClient) -> None:
    browser = stage.crowd.browser()
    page = browser.get("/donnees-ouvertes/")

    assert "Licence Ouverte 2.0" in page.text
    for table in TABLES:
        assert f"{table}.csv" in page.links
    package = reader.get("/donnees-ouvertes/datapackage.json").get_json()
    assert [one["name"] for one in package["resources"]] == list(TABLES)
    assert "niveau" in browser.click("L’API, pour les programmes").text
    assert "ends_on" in browser.click("LabelEntry").text
    assert browser.get("/donnees-ouvertes/inconnu.csv", 404).h1 == "Page introuvable"
