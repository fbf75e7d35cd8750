"""What people saw on their way, examined afterwards: by axe, at 320 pixels, at twice the size, word by word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.page_checks import CHECKS, read

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from playwright.sync_api import Browser, Page, Route

TOLD_BY = ("role", "type", "data-state", "data-kind")
WIDTHS = (320, 640)
"""A small telephone; what 200 % of zoom leaves of a desk of 1280."""


HIDDEN = """
() => {
  const clips = one => getComputedStyle(one).overflowX !== "visible", wide = one => one.getBoundingClientRect()
  const scrolls = one => ["auto", "scroll"].includes(getComputedStyle(one).overflowX)
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, text => text.data.trim() ? 1 : 3)
  const found = []
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement, around = []
    if (!parent.checkVisibility() || parent.closest(".skip, option, select")) continue
    for (let one = parent; one !== document.documentElement; one = one.parentElement) around.push(one)
    if (around.some(one => clips(one) && wide(one).width <= 1)) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    const box = range.getBoundingClientRect(), end = around.findIndex(scrolls)
    const inside = end < 0 ? around : around.slice(0, end)
    const cut = inside.some(one => clips(one) && box.right > wide(one).right + 1)
    if (cut || end < 0 && (box.right > innerWidth + 1 || box.left < -1)) found.push(text.data.trim().slice(0, 60))
  }
  return found
}
"""
"""Words that are cut off, or beyond the edge of the screen, and that nothing scrolls to. What is one pixel wide is for
those who listen: the heads of a table that is shown row by row."""


@dataclass(slots=True)
class Sight:
    """One page as it was shown."""

    url: str
    html: str


@dataclass(slots=True)
class Sights:
    """Pages that bring a part not seen yet: those made of known parts are examined by their words only."""

    kept: list[Sight] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, url: str, html: str) -> None:
        """Remember a page."""
        soup = read(html)
        parts = parts_of(soup)
        found = [fault for check in CHECKS for fault in check(soup)]
        if not parts <= self.known:
            self.known |= parts
            self.kept.append(Sight(url, html))
        if found:
            self.faults.setdefault(url, []).extend(found)

    def examine(self, chromium: Browser) -> dict[str, list[str]]:
        """Everything that is wrong, by address. Scripts run here, and only ours: pages have none."""
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        page = context.new_page()
        for sight in self.kept:
            found = _shown_again(page, sight)
            if found:
                self.faults.setdefault(sight.url, []).extend(found)
        context.close()
        return self.faults


def parts_of(soup: BeautifulSoup) -> set[str]:
    """What a page is made of, whatever it says: each element in the one that holds it, with classes, roles and states."""
    return {f"{_part(tag.parent)} > {_part(tag)}" for tag in soup.find_all(True)}


def _part(tag: Tag | None) -> str:
    return f"{tag.name}.{'.'.join(tag.get('class') or ())} {[tag.get(name) for name in TOLD_BY]}" if tag else ""


def _shown_again(page: Page, sight: Sight) -> list[str]:
    def answer(route: Route) -> None:
        route.fulfill(body=sight.html, content_type="text/html; charset=utf-8")

    page.route(sight.url, answer)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(sight.url)
    found = violations(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth") - width
        if over > 0:
            found.append(f"{over} px wider than a screen of {width}")
        found += [f"on a screen of {width}, hidden: {words}" for words in page.evaluate(HIDDEN)]
    page.unroute(sight.url, answer)
    return found


def violations(page: Page) -> list[str]:
    """What axe finds."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only where there is a browser

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
