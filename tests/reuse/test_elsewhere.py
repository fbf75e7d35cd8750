"""What other sites and robots take: structured data, the feed, the map of the site, the list in a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from labelflow.web.reuse import robots
from tests.page import Page
from tests.page_checks import faults
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.scenes.scene import Scene
    from tests.stage import Stage

PLACES = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def bare(told: Any) -> Any:
    """JSON-LD and microdata, in one form: types alone, values as text."""
    if isinstance(told, list):
        return [bare(one) for one in told]
    if isinstance(told, bool):
        return str(told).lower()
    if not isinstance(told, dict):
        return told
    kind = {"type": str(told.get("type") or told.get("@type")).rpartition("/")[2]}
    known = {"id": told.get("id") or told.get("@id")}
    inside = told.get("properties") or {name: one for name, one in told.items() if not name.startswith("@")}
    return {**kind, **({k: v for k, v in known.items() if v}), **{name: bare(one) for name, one in inside.items()}}


@pytest.mark.filterwarnings("ignore")
def test_what_robots_extract_is_the_record(reader: FlaskClient) -> None:
    import extruct  # noqa: PLC0415 - warns as it is loaded

    holder = reader.get("/api/v1/structures").get_json()["items"][0]
    action = reader.get("/api/v1/actions?q=robots").get_json()["items"][0]
    for entry, kind in ((holder, "annuaire"), (action, "actions")):
        path = f"/{kind}/{entry['url'].rpartition('/')[2]}"
        (found,) = extruct.extract(reader.get(path).text, base_url=entry["url"], syntaxes=["microdata"])["microdata"]
        told = reader.get(f"{path}/donnees.jsonld").get_json()

        assert bare(found) == bare(told)
        assert told["url"] == entry["url"]
        assert told["name"] == entry.get("name", entry.get("title"))
    credential = reader.get(f"/annuaire/{holder['id']}/donnees.jsonld").get_json()["hasCredential"]
    assert (credential["identifier"], credential["expires"]) == (
        holder["labels"][0]["number"],
        holder["labels"][0]["ends_on"],
    )


def test_a_suspended_label_is_no_credential(reader: FlaskClient, scenes: dict[str, Scene]) -> None:
    entry = reader.get(f"/api/v1/labels/{scenes['neighbour'].number}").get_json()

    told = reader.get(f"/annuaire/{entry['structure']}/donnees.jsonld").get_json()

    assert (entry["answer"], "hasCredential" in told) == ("suspended", False)


def test_the_feed_tells_each_change_and_no_reason(reader: FlaskClient, stage: Stage, scenes: dict[str, Scene]) -> None:
    crowd = stage.crowd
    crowd.take("label", scenes["library"].label, "issue_formal_notice", by="chair", article="5.1", facts=FACTS)
    crowd.take("label", scenes["applicant"].label, "annul", by="signatory", facts=FACTS + FACTS)
    answer = reader.get("/annuaire/flux.atom")
    found = feedparser.parse(answer.data)

    assert (found.bozo, found.version) == (False, "atom10")
    assert [one.tags[0].term for one in found.entries] == ["annulled", "suspended", "granted", "granted", "granted"]
    assert len({one.id for one in found.entries}) == 5
    assert found.entries[0].title.startswith("Label annulé")
    assert found.entries[0].link.endswith(f"/v/{scenes['applicant'].number}")
    assert found.feed.updated == found.entries[0].updated
    assert FACTS[:40] not in answer.text
    assert reader.get("/annuaire/flux.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def places(reader: FlaskClient, path: str) -> list[str]:
    return [str(one.text) for one in ET.fromstring(reader.get(path).text).iter(PLACES)]


def test_the_map_leads_to_every_public_page(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = places(reader, "/sitemap.xml")
    holders = [one["url"] for one in reader.get("/api/v1/structures").get_json()["items"]]
    actions = [one["url"] for one in reader.get("/api/v1/actions").get_json()["items"]]

    assert {*holders, *actions} < set(whole)
    assert {reader.get(one.partition(":8000")[2]).status_code for one in whole} == {200}
    monkeypatch.setattr(robots, "MOST", 4)
    parts = places(reader, "/sitemap.xml")
    assert [one for part in parts for one in places(reader, part.partition(":8000")[2])] == whole
    assert reader.get(f"/sitemap/{len(parts) + 1}.xml").status_code == 404
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in reader.get("/robots.txt").text


def test_a_town_shows_its_holders_in_a_frame(reader: FlaskClient, stage: Stage, scenes: dict[str, Scene]) -> None:
    browser = stage.crowd.browser()
    browser.get("/integrer")
    page = browser.submit("Préparer le code", {"departement": "31"})
    code = page.soup.select_one("#code-a-coller")
    assert code is not None
    assert "département" not in code.text
    assert 'src="http://127.0.0.1:8000/integrer/liste?departement=31"' in code.text

    answer = reader.get("/integrer/liste?departement=31")
    framed = Page(answer, "/integrer/liste")

    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in reader.get("/annuaire").headers["Content-Security-Policy"]
    assert faults(framed.soup, answer) == []
    assert framed.soup.find_all(["form", "script"]) == []
    assert "Haute-Garonne" in framed.h1
    assert "Set-Cookie" not in answer.headers


def test_a_frame_says_what_is_wrong_with_its_address(reader: FlaskClient, stage: Stage) -> None:
    answer = reader.get("/integrer/liste?departement=99")
    framed = Page(answer, "/integrer/liste")

    assert answer.status_code == 400
    assert "« departement » peut être : 09, 11" in framed.text
    assert faults(framed.soup, answer) == []
    browser = stage.crowd.browser()
    browser.get("/integrer")
    page = browser.submit("Préparer le code", {"commune": "Atlantide"}, status=400)
    assert page.errors == ["Cette commune n’a pas été trouvée. Écrivez son nom, ou son code postal."]
