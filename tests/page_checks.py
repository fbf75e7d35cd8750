"""What must hold on every page, whatever it shows. Each check names what is wrong, never how to silence it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import html5lib
from bs4 import BeautifulSoup
from bs4.builder import HTML5TreeBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4 import Tag
    from werkzeug.test import TestResponse

UNFILLED = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<Lazy|\bNone\b|\bUndefined\b")
CODE = re.compile(r"(?<![\w@./-])[a-z]+(?:_[a-z]+)+(?![\w@.-])")
"""A code of ours that was shown instead of its word."""
QUOTED = "code, kbd, samp, pre, blockquote, textarea, .number, .files, a[download], [translate=no]"
CONTROLS = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea, progress, meter"


def faults(soup: BeautifulSoup, response: TestResponse) -> list[str]:
    """Everything that is wrong with a page."""
    found = list(headers(response))
    for check in CHECKS:
        found += check(soup)
    return found


class _Strict(HTML5TreeBuilder):
    """Parses as a browser does, and remembers what was wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []

    def feed(self, markup: Any) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        made: Any = parser.parse(markup)
        made.original_encoding = None
        self.errors = [html5lib.constants.E[code] % told for _place, code, told in parser.errors]


def read(html: str) -> BeautifulSoup:
    """A page, parsed once for all checks."""
    return BeautifulSoup(html, builder=_Strict())


def valid(soup: BeautifulSoup) -> Iterator[str]:
    builder = soup.builder
    assert isinstance(builder, _Strict), "a page is parsed by `read`"
    yield from (f"invalid HTML: {error}" for error in builder.errors)


def headers(response: TestResponse) -> Iterator[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"no strict content security policy: {policy!r}"
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        yield "no X-Content-Type-Options"


def title(soup: BeautifulSoup) -> Iterator[str]:
    headings = soup.find_all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
        return
    heading = said(headings[0])
    shown = said(soup.title) if soup.title else ""
    if not heading or not shown.startswith(heading):
        yield f"the title {shown!r} does not begin with the h1 {heading!r}"


def language(soup: BeautifulSoup) -> Iterator[str]:
    if soup.html is None or not soup.html.get("lang"):
        yield "no language"


def identifiers(soup: BeautifulSoup) -> Iterator[str]:
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    yield from (f"id {one!r} twice" for one in sorted({one for one in ids if ids.count(one) > 1}))
    for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in soup.find_all(attrs={name: True}):
            yield from (f"{name}={one!r} leads nowhere" for one in str(tag[name]).split() if one not in ids)
    for link in soup.select('a[href^="#"]'):
        if str(link["href"])[1:] not in ids:
            yield f"the link {link['href']} leads nowhere"


def headings(soup: BeautifulSoup) -> Iterator[str]:
    depth = 0
    for tag in soup.find_all(re.compile(r"^h[1-6]$")):
        level = int(tag.name[1])
        if depth and level > depth + 1:
            yield f"after h{depth}, {said(tag)!r} is an h{level}"
        depth = level


def labels(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {str(label["for"]) for label in soup.find_all("label", attrs={"for": True}) if said(label)}
    for control in soup.select(CONTROLS):
        named = control.get("aria-label") or control.get("aria-labelledby") or control.find_parent("label")
        if control.get("id") not in labelled and not named:
            yield f"the control {control.get('name')!r} has no label"
    for tag in soup.select("a[href], button, summary, legend, caption, th"):
        if not said(tag) and not tag.get("aria-label"):
            yield f"a {tag.name} without words: {tag}"


def pictures(soup: BeautifulSoup) -> Iterator[str]:
    yield from (f"no alt: {image}" for image in soup.find_all("img") if image.get("alt") is None)
    for drawing in soup.find_all("svg"):
        if (
            drawing.get("aria-hidden") != "true"
            and not drawing.get("aria-label")
            and not drawing.get("aria-labelledby")
        ):
            yield f"a drawing that is neither named nor hidden: {str(drawing)[:80]}"


def forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.find_all("form"):
        if not form.get("action") or form.get("method") not in {"get", "post"}:
            yield f"a form without action or method: {str(form)[:80]}"
        token = form.find("input", attrs={"name": re.compile("csrf_token$")})
        if form.get("method") == "post" and not (token and token.get("value")):
            yield f"the form to {form.get('action')} has no token"
        if not form.find("button"):
            yield f"the form to {form.get('action')} has no button"


def nothing_inline(soup: BeautifulSoup) -> Iterator[str]:
    yield from (f"a style of its own: {tag.name}" for tag in soup.find_all(style=True))
    yield from ("a style element" for _tag in soup.find_all("style"))
    yield from ("a script of its own" for tag in soup.find_all("script") if not tag.get("src"))
    for tag in soup.find_all(True):
        yield from (f"{name} on {tag.name}" for name in tag.attrs if name.startswith("on"))


def nothing_from_elsewhere(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.select("link[href], script[src], img[src], iframe[src], source[src], object[data]"):
        address = str(tag.get("href") or tag.get("src") or tag.get("data"))
        if re.match(r"(https?:)?//", address) and tag.get("rel") != ["canonical"]:
            yield f"asks another site: {address}"


def error_summary(soup: BeautifulSoup) -> Iterator[str]:
    if soup.select(".field__error, [aria-invalid=true]") and not soup.select_one("#erreurs"):
        yield "a field is wrong and no summary says so"


def words(soup: BeautifulSoup) -> Iterator[str]:
    text = visible(soup)
    yield from (f"not filled: {found!r}" for found in UNFILLED.findall(text))
    yield from (f"a code instead of a word: {found!r}" for found in CODE.findall(text))
    if re.search(r"\bcertifications?\b", text, re.IGNORECASE):
        yield "says « certification »"


def visible(soup: BeautifulSoup) -> str:
    """The words of the page that are ours: without quotations of what people typed."""
    quoted = {id(string) for tag in soup.select(QUOTED) for string in tag.find_all(string=True)}
    body = soup.body.find_all(string=True) if soup.body else []
    return " ".join(str(string) for string in body if id(string) not in quoted and string.parent.name != "script")


def said(tag: Tag) -> str:
    """The words of an element, on one line."""
    return " ".join(tag.get_text().split())


CHECKS: tuple[Callable[[BeautifulSoup], Iterator[str]], ...] = (
    valid,
    title,
    language,
    identifiers,
    headings,
    labels,
    pictures,
    forms,
    nothing_inline,
    nothing_from_elsewhere,
    error_summary,
    words,
)
