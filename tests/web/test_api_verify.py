"""The interface for programs says what the page says, to any site, and no more than a minute late."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from labelflow.domain.calendar import local_day
from tests.counting import statements
from tests.web.public_town import LONG, town
from tests.web.verifying import ask, certificate, forget_tries

if TYPE_CHECKING:
    from tests.stage import Stage

MEMBERS = {
    "valid", "verdict", "answer", "day", "file", "document", "seal", "credential", "label", "reviewing", "on", "offline",
    "message", "checks",
}  # fmt: skip


def test_a_number_or_a_code_is_answered_with_the_public_record(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    client = stage.app.test_client()

    told = client.get(f"/api/v1/verify/{number.lower()}").get_json()
    by_code = client.get(f"/api/v1/verify/{told['label']['short_code']}").get_json()

    assert told.keys() == MEMBERS
    assert (told["valid"], told["verdict"], told["answer"]) == (True, "valid", "valid")
    assert (told["label"]["number"], told["label"]["holder"]) == (number, "L’Atelier des étoiles")
    assert told["label"]["ends_on"] == told["day"]
    assert by_code == told


@pytest.mark.parametrize(
    ("typed", "verdict"), [("SEO-2027-00099-D", "unknown"), ("SEO-2027-00099-X", "mistyped"), ("bonjour", "malformed")]
)
def test_what_nobody_holds_is_not_found_and_says_why(stage: Stage, typed: str, verdict: str) -> None:
    stage.at(town)
    forget_tries(stage)

    answer = stage.app.test_client().get(f"/api/v1/verify/{typed}")
    told = answer.get_json()

    assert (answer.status_code, told["verdict"], told["answer"], told["label"]) == (404, verdict, "unknown", None)


def test_any_site_may_ask_and_keeps_the_answer_for_a_minute(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    client = stage.app.test_client()

    asked = client.get(f"/api/v1/verify/{number}")
    again = client.get(f"/api/v1/verify/{number}", headers={"If-None-Match": asked.headers["ETag"]})
    beforehand = client.options("/api/v1/verify", headers={"Access-Control-Request-Method": "POST"})

    assert again.status_code == 304
    assert asked.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in asked.headers
    for answer in (asked, again, beforehand):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in beforehand.headers["Access-Control-Allow-Methods"]


def test_the_answer_changes_with_the_act_and_so_does_its_tag(stage: Stage) -> None:
    scene = stage.at(town)["library"]
    client = stage.app.test_client()
    tag = client.get(f"/api/v1/verify/{scene.number}").headers["ETag"]

    stage.crowd.take("label", scene.label, "annul", by="signatory", facts=LONG)
    after = client.get(f"/api/v1/verify/{scene.number}", headers={"If-None-Match": tag})

    assert (after.status_code, after.get_json()["verdict"]) == (200, "annulled")
    assert LONG[:60] not in after.text, "reasons are not public"


def test_a_day_is_asked_in_iso_form(stage: Stage) -> None:
    number, day = stage.at(town)["applicant"].number, local_day(stage.crowd.now).isoformat()
    client = stage.app.test_client()

    told = client.get(f"/api/v1/verify/{number}?on={day}").get_json()
    refused = client.get(f"/api/v1/verify/{number}?on=demain")

    assert (told["on"]["day"], told["on"]["guaranteed"], told["on"]["issue"]) == (day, True, 1)
    assert told["on"]["holder"] == "L’Atelier des étoiles"
    assert (refused.status_code, refused.get_json()["code"]) == (400, "invalid")
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_a_file_is_sent_alone_or_as_a_form_part(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    data = certificate(stage, scene)
    client = stage.app.test_client()

    alone = ask(stage, data)
    as_part = client.post("/api/v1/verify", data={"file": (BytesIO(data), "a.pdf")}).get_json()
    empty = client.post("/api/v1/verify", data={"other": "x"}, content_type="multipart/form-data")

    assert alone == as_part
    assert (alone["valid"], alone["file"], alone["seal"]["state"]) == (True, "issued", "intact")
    assert (alone["credential"]["record"], alone["label"]["number"]) == ("same", scene.number)
    assert empty.status_code == 400


def test_what_is_asked_of_the_database_is_little(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    data, client = certificate(stage, scene), stage.app.test_client()
    for path in (f"/v/{scene.number}", f"/api/v1/verify/{scene.number}"):
        client.get(path)

    with statements(stage.crowd) as page:
        client.get(f"/v/{scene.number}")
    with statements(stage.crowd) as number:
        client.get(f"/api/v1/verify/{scene.number}")
    with statements(stage.crowd) as file:
        ask(stage, data)

    assert len(page) <= 2, page
    assert len(number) <= 1, number
    assert len(file) <= 6, file


def test_a_formal_notice_stays_between_the_holder_and_the_committee(stage: Stage) -> None:
    scene = stage.at(town)["library"]
    client = stage.app.test_client()

    stage.crowd.take("label", scene.label, "issue_formal_notice", by="chair", article="5.1", facts=LONG)

    told = client.get(f"/api/v1/verify/{scene.number}")
    assert told.get_json()["verdict"] == "valid"
    assert "formal_notice" not in told.text
