"""Somebody who opens the links that they are shown, many of each kind, and notes what is wrong."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from tests.page import Page
from tests.page_checks import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.demo.town import Town

EXAMINED: Final = 3
"""Of each kind of page, how many are examined word by word."""
MOST_PAGES: Final = 12
MOST_FILES: Final = 3
"""How many are opened of each kind of page; of each kind of file: it is made when it is first asked for."""
PUBLIC: Final = ("public.", "site.")
"""What anybody may open: opened once, by whoever is not signed in."""


class Crawler:
    """Begins at their own space, or at the home page."""

    def __init__(self, town: Town, link: str = "") -> None:
        self.client = town.app.test_client()
        self.urls = town.app.url_map.bind("localhost")
        self.kinds: Counter[str] = Counter()
        self.files: set[str] = set()
        """The kinds that gave something else than a page."""
        self.faults: list[str] = []
        self.anchors: dict[str, set[str]] = {}
        self.asked: dict[str, set[tuple[str, str]]] = {}
        """Path → the fragments that links lead to on it, each with the page of the link."""
        self.leaves = PUBLIC if link else ()
        if link:
            self._sign_in(urlsplit(link).path)

    def _sign_in(self, path: str) -> None:
        page = Page(self.client.get(path), path)
        form = page.form("Se connecter")
        assert self.client.post(path, data=form.data).status_code == 303

    def crawl(self, *starts: str) -> None:
        """Open everything that links lead to from these pages on."""
        waiting, known = deque((start, "") for start in starts), set(starts)
        while waiting:
            path, shown_on = waiting.popleft()
            for url in self._open(path, shown_on):
                if url not in known:
                    known.add(url)
                    waiting.append((url, path))
        for path, asked in self.asked.items():
            for fragment, shown_on in asked:
                if path in self.anchors and fragment not in self.anchors[path]:
                    self.faults.append(f"{shown_on}: {path} has no #{fragment}")

    def _open(self, path: str, shown_on: str) -> list[str]:
        kind = self._kind(path)
        self.kinds[kind] += 1
        most = MOST_FILES if kind in self.files else MOST_PAGES
        if self.kinds[kind] > most or kind.startswith(self.leaves):
            return []
        response = self.client.get(path)
        if response.status_code in {302, 303, 308}:
            return [self._inside(urljoin(path, response.location))]
        if response.status_code != 200:
            self.faults.append(f"{shown_on}: the link to {path} ({kind}) answers {response.status_code}")
        if response.mimetype != "text/html":
            self.files.add(kind)
        if response.mimetype != "text/html" or response.status_code != 200:
            return []
        page = Page(response, path)
        if self.kinds[kind] <= EXAMINED:
            self.faults += [f"{path}: {fault}" for fault in faults(page.soup, response)]
        self.anchors[path] = {str(tag["id"]) for tag in page.soup.select("[id]")}
        return list(self._links(page))

    def _links(self, page: Page) -> Iterator[str]:
        for tag in page.soup.select("a[href]"):
            url = urljoin(page.url, str(tag["href"]))
            parts = urlsplit(url)
            if parts.scheme in {"", "http"} and parts.netloc in {"", "127.0.0.1:8000"}:
                path = self._inside(url)
                if parts.fragment:
                    self.asked.setdefault(path, set()).add((parts.fragment, page.url))
                yield path

    def _inside(self, url: str) -> str:
        """The address within the site, without its fragment."""
        parts = urlsplit(url)
        return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"

    def _kind(self, path: str) -> str:
        try:
            return str(self.urls.match(urlsplit(path).path, method="GET")[0])
        except Exception as error:  # noqa: BLE001 - an address of nothing: its answer says it
            return type(error).__name__
