"""`/api/v1`: what the pages show, for programs; nothing more, and no later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from labelflow.models.action import Action
from labelflow.models.label import Label
from labelflow.queries.open_data import covering
from tests.counting import statements
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.scenes.scene import Scene
    from tests.stage import Stage


def got(reader: FlaskClient, path: str, status: int = 200) -> Any:
    answer = reader.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.get_json()


def titles(reader: FlaskClient, query: str) -> list[str]:
    return sorted(one["title"] for one in got(reader, f"/api/v1/actions?{query}")["items"])


def test_labels_in_force_are_listed_with_their_holders(reader: FlaskClient, scenes: dict[str, Scene]) -> None:
    listed = got(reader, "/api/v1/labels")
    numbers = sorted(scenes[key].number for key in ("applicant", "library"))

    assert [one["number"] for one in listed["items"]] == numbers
    assert (listed["total"], listed["next"]) == (2, None)
    assert listed["items"][0] == got(reader, f"/api/v1/labels/{numbers[0]}")
    holder = got(reader, f"/api/v1/structures/{listed['items'][0]['structure']}")
    assert holder["labels"] == [listed["items"][0]]
    assert got(reader, f"/api/v1/structures/{holder['url'].rpartition('/')[2]}") == holder


def test_pages_follow_each_other_by_key(reader: FlaskClient) -> None:
    for kind in ("labels", "structures", "actions"):
        whole = [one.get("number") or one["id"] for one in got(reader, f"/api/v1/{kind}")["items"]]
        met, path = [], f"/api/v1/{kind}?limite=1"
        while path:
            answer = reader.get(path)
            met += [one.get("number") or one["id"] for one in answer.get_json()["items"]]
            path = answer.get_json()["next"] or ""
            assert answer.headers.get("Link", "") == (f'<{path}>; rel="next"' if path else "")
            path = path.partition("127.0.0.1:8000")[2]
        assert met == whole


def test_filters_are_those_of_the_directory(reader: FlaskClient) -> None:
    assert titles(reader, "sujet=computing") == ["Robots"]
    assert titles(reader, "ou=Mende&trajet=20") == ["Au musée"]
    assert titles(reader, "q=etoile&gratuit=1&departement=48") == titles(reader, "departement=48&gratuit=1")
    (near,) = got(reader, "/api/v1/actions?ou=Mende&trajet=20")["items"]
    assert near["km"] < 20
    assert near["venue"]["insee"] == "48095"


def test_the_register_is_narrowed_by_place_and_family(reader: FlaskClient) -> None:
    whole = got(reader, "/api/v1/structures")
    first = whole["items"][0]
    place = f"departement={first['department']}&academie={first['academy']}"

    assert first["id"] in [one["id"] for one in got(reader, f"/api/v1/structures?{place}")["items"]]
    assert got(reader, "/api/v1/structures?departement=66&academie=Toulouse")["total"] == 0
    assert got(reader, "/api/v1/labels?perimetre=media")["total"] == 0
    assert got(reader, "/api/v1/labels?q=atelier")["total"] == 1


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("labels?apres=hier", 400, "reprend la valeur que donne « next »"),
        ("actions?apres=0", 400, "reprend la valeur que donne « next »"),
        ("actions?niveau=cm9", 400, "« niveau » peut être : cycle-1"),
        ("actions?niveaux=cm1", 400, "« niveaux » n’est pas un filtre d’ici"),
        ("structures?limite=1000", 400, "« limite » est un nombre de 1 à 100"),
        ("labels?departement=31&departement=32", 400, "est dit plusieurs fois"),
        ("labels?commune=Foix", 400, "« commune » s’écrit ainsi : 31555"),
        ("actions?ou=Atlantide", 404, "ne désigne aucun lieu connu"),
        ("labels/SEO-2027-00099-D", 404, "Vérifiez le numéro"),
        ("nulle-part", 404, "Les adresses sont dans /api/v1/openapi.json"),
    ],
)
def test_what_is_not_understood_is_said(reader: FlaskClient, path: str, status: int, told: str) -> None:
    answer = reader.get(f"/api/v1/{path}")
    body = answer.get_json()

    assert (answer.status_code, answer.mimetype, body["status"]) == (status, "application/problem+json", status)
    assert told in body["detail"].replace("\u00a0", " ")


def test_whoever_has_an_answer_is_told_that_it_still_holds(reader: FlaskClient) -> None:
    asked = reader.get("/api/v1/labels")
    again = reader.get("/api/v1/labels", headers={"If-None-Match": asked.headers["ETag"]})

    assert not asked.headers["ETag"].startswith("W/")
    assert (again.status_code, again.data) == (304, b"")
    assert asked.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in asked.headers


def test_a_suspension_is_read_in_the_same_commit(reader: FlaskClient, stage: Stage, scenes: dict[str, Scene]) -> None:
    number = scenes["library"].number
    tag = reader.get("/api/v1/labels").headers["ETag"]

    stage.crowd.take("label", scenes["library"].label, "suspend_at_once", by="chair", facts=FACTS + FACTS)

    after = reader.get("/api/v1/labels", headers={"If-None-Match": tag})
    assert [one["number"] for one in after.get_json()["items"]] == [scenes["applicant"].number]
    assert "Robots" not in titles(reader, "")
    told = got(reader, f"/api/v1/labels/{number}")
    assert (told["answer"], told["valid"]) == ("suspended", False)


def test_no_person_is_named(reader: FlaskClient) -> None:
    told = "".join(reader.get(f"/api/v1/{kind}").text for kind in ("labels", "structures", "actions"))

    assert "Robots" in told
    assert "@" not in told
    assert "Jeanne" not in told


def test_a_list_asks_little_of_the_database(reader: FlaskClient, stage: Stage) -> None:
    for kind, most in (("labels", 4), ("structures", 5), ("actions?ou=Mende", 6)):
        reader.get(f"/api/v1/{kind}")
        with statements(stage.crowd) as asked:
            reader.get(f"/api/v1/{kind}")
        assert len(asked) <= most, asked


def test_too_many_readings_wait(reader: FlaskClient) -> None:
    answers = [reader.get("/api/v1/labels/SEO-2027-00099-D") for _ in range(61)]

    assert (answers[59].status_code, answers[60].status_code) == (404, 429)
    assert int(answers[60].headers["Retry-After"]) > 0 if answers[60].headers["Retry-After"].isdigit() else True
    assert answers[60].mimetype == "application/problem+json"


def test_an_action_is_told_under_the_label_that_covers_it() -> None:
    held = [Label(programme_code="science", scopes=[scope]) for scope in ("talks", "exhibitions")]

    assert covering(Action(programme_code="science", scope="exhibitions"), held) is held[1]
