"""A person without JavaScript: opens pages, follows links, fills forms. Every page that is met is checked.

    browser = Browser(client)
    browser.get("/candidatures/nouvelle")
    browser.submit("Créer le dossier", {"Nom de la structure": "L’Atelier", "scope": "school-workshops"})
    page = browser.follow()
    assert page.h1 == "Votre dossier"

A control is named by its name or by its label; a choice by its value or by its words. A `date` fills
three boxes, a `datetime` four. A file is `("statuts.pdf", b"…")`.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from itsdangerous import URLSafeTimedSerializer

from tests.page_checks import faults, read, said
from tests.page_forms import FilledForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bs4 import BeautifulSoup, Tag
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


class Text(str):
    """Words of a page. `in` does not care which kind of space stands between words."""

    __slots__ = ()

    def __contains__(self, words: object) -> bool:
        return isinstance(words, str) and _plain(words) in _plain(str(self))


def _plain(text: str) -> str:
    return " ".join(text.split())


class Page:
    """An answer of the site."""

    def __init__(self, response: TestResponse, url: str) -> None:
        self.response = response
        self.url = url
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location", "")

    @cached_property
    def soup(self) -> BeautifulSoup:
        return read(self.response.text)

    @cached_property
    def html(self) -> str:
        return self.response.text

    @cached_property
    def text(self) -> Text:
        """All the words of the main part, spaces made plain."""
        return Text(said(self.soup.main or self.soup.body or self.soup))

    @cached_property
    def h1(self) -> Text:
        return Text(said(self.soup.h1) if self.soup.h1 else "")

    @cached_property
    def errors(self) -> list[str]:
        """The lines of the summary of errors."""
        return [said(line) for line in self.soup.select("#erreurs li")]

    @cached_property
    def reasons(self) -> list[str]:
        """The reasons of a refusal shown on top of the page."""
        return [said(line) for line in self.soup.select(".notice[role=alert]:not(#erreurs) li, .notice ul li")]

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses by words."""
        return {said(link): str(link["href"]) for link in self.soup.select("a[href]")}

    @cached_property
    def buttons(self) -> list[str]:
        """The words of the buttons that can be pressed in the main part."""
        main = self.soup.main or self.soup
        return [said(button) for button in main.select("button:not([disabled])")]

    def rows(self, caption: str | None = None) -> list[list[str]]:
        """The cells of a table, by row."""
        tables = [
            table
            for table in self.soup.select("table")
            if caption is None or (table.caption and said(table.caption) == _plain(caption))
        ]
        assert len(tables) == 1, f"{self.url}: {len(tables)} tables {caption or ''}"
        return [[said(cell) for cell in row.select("th, td")] for row in tables[0].select("tbody tr")]

    def facts(self) -> dict[str, str]:
        """The pairs of all summary lists."""
        return {
            said(row.dt): said(row.dd)
            for row in self.soup.select("dl > div")
            if row.dt is not None and row.dd is not None
        }

    def form(self, button: str) -> FilledForm:
        """The form that a button belongs to, as it came."""
        found = [one for one in self.soup.select("form button") if said(one) == _plain(button)]
        assert len(found) == 1, f"{self.url}: {len(found)} buttons « {button} » among {self.buttons}"
        return FilledForm(found[0])


class Browser:
    """The strict client: one person, one session, one page at a time."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: Page | None = None

    def get(self, url: str, status: int = 200) -> Page:
        return self._met(self.client.get(url), url, status)

    def post(self, url: str, data: Mapping[str, Any] | None = None, status: int = 303) -> Page:
        """A bare post with a good token, as a forged or repeated one: pages are filled with `submit`."""
        sent = {"csrf_token": self.token(), **(data or {})}
        return self._met(self.client.post(url, data=sent), url, status)

    def follow(self, status: int = 200) -> Page:
        """Open the address that the last answer leads to."""
        assert self.page is not None
        assert self.page.location, f"{self.page.url} leads nowhere ({self.page.status})"
        return self.get(self.page.location, status)

    def click(self, words: str, status: int = 200) -> Page:
        """Open the link with these words on the present page."""
        page = self._present()
        assert words in page.links, f"{page.url}: no link « {words} » among {sorted(page.links)}"
        return self.get(urljoin(page.url, page.links[words]), status)

    def submit(self, button: str, values: Mapping[str, Any] | None = None, status: int = 303) -> Page:
        """Fill the form of a button of the present page and press it."""
        page = self._present()
        form = page.form(button)
        for name, value in (values or {}).items():
            form.fill(name, value)
        url = urljoin(page.url, form.action)
        if form.method == "get":
            return self._met(self.client.get(url, query_string=form.data), url, status if status != 303 else 200)
        return self._met(self.client.post(url, data=form.data), url, status)

    def token(self) -> str:
        """A good token for the session of this person."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(str(self.client.application.secret_key), salt="wtf-csrf-token").dumps(raw)

    def _present(self) -> Page:
        assert self.page is not None, "open a page first"
        return self.page

    def _met(self, response: TestResponse, url: str, status: int) -> Page:
        page = self.page = Page(response, url)
        told = page.text[:600] if response.mimetype == "text/html" else response.get_data()[:300]
        assert page.status == status, f"{url}: {page.status} instead of {status} {page.location}\n{told!r}"
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 307, 308}:
            found = faults(page.soup, response)
            assert found == [], f"{url}: {found}"
        return page


def element(page: Page, selector: str) -> Tag:
    """The one element that a selector finds."""
    found = page.soup.select(selector)
    assert len(found) == 1, f"{page.url}: {len(found)} elements for {selector}"
    return found[0]
