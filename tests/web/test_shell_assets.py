"""One style sheet, one icon, one small font: named by their content, kept by browsers, from this site only."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from labelflow.web import title_font
from tests.page import Browser

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

pytestmark = pytest.mark.one_database


def addresses(client: FlaskClient) -> dict[str, str]:
    soup = Browser(client).get("/aide").soup
    return {str(link["rel"][0]): str(link["href"]) for link in soup.select("link")}


def test_a_page_asks_for_one_style_sheet_and_one_icon(client: FlaskClient) -> None:
    assert list(addresses(client)) == ["stylesheet", "icon"]


def test_files_are_kept_for_a_year_under_the_name_of_their_content(client: FlaskClient) -> None:
    for address in addresses(client).values():
        answer = client.get(address)

        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_another_version_is_not_served_under_this_name(client: FlaskClient) -> None:
    for name in ("style.0123456789ab.css", "favicon.svg", "titles.0.woff2", "secret.txt"):
        assert client.get(f"/assets/{name}").status_code == 404


def test_the_style_sheet_is_light_and_complete(client: FlaskClient) -> None:
    answer = client.get(addresses(client)["stylesheet"], headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(answer.get_data()).decode()

    assert len(answer.get_data()) < 12_000
    assert text.count("{") == text.count("}")
    assert [name in text for name in ("--paper", ".header", ".criterion", "@page")] == [True] * 4
    assert "/*" not in text


def test_a_browser_that_reads_no_gzip_gets_plain_text(client: FlaskClient) -> None:
    answer = client.get(addresses(client)["stylesheet"])

    assert "Content-Encoding" not in answer.headers
    assert "@layer" in answer.text
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_font_of_the_titles_is_cut_once_and_kept_in_the_instance(app: Flask, client: FlaskClient) -> None:
    made = app.extensions["labelflow.assets"]
    if not made.font_key:
        pytest.skip("the package of the font is not installed")

    answer = client.get(f"/assets/titles.{made.font_key}.woff2")

    kept: Path = made.cache / f"titles-{made.font_key}.woff2"
    assert answer.get_data()[:4] == b"wOF2"
    assert len(answer.get_data()) < 25_000
    assert kept.read_bytes() == answer.get_data()


def test_the_font_has_the_letters_of_the_languages_of_the_region() -> None:
    assert set("Œuvre à Nîmes, l·l, Ŀ, ï, ç, ò, ñ « 1 234 € » – 2ᵉ".replace("ᵉ", "")) <= set(title_font.LETTERS)


def test_titles_keep_the_system_font_where_the_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(title_font, "FACE", "absent.ttf")

    assert title_font.title_font(None, "any") is None
