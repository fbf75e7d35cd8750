"""What must hold on every page, whatever it shows. Each check names what is wrong, never how to silence it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import html5lib
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.builder import HTML5TreeBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from werkzeug.test import TestResponse

UNFILLED = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<Lazy|\bNone\b|\bUndefined\b")
CODE = re.compile(r"(?<![\w@./-])[a-z]+(?:_[a-z]+)+(?![\w@.-])")
"""A code of ours that was shown instead of its word."""
QUOTES = frozenset({"code", "kbd", "samp", "pre", "blockquote", "textarea", "script"})
CONTROLS = frozenset({"input", "select", "textarea", "progress", "meter"})
WORDLESS_INPUTS = frozenset({"hidden", "submit", "button"})
SPOKEN = frozenset({"button", "summary", "legend", "caption", "th"})
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}


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
        self.tags: list[Tag] = []
        """Every element in order: looked for once, since each search of a page costs as much as its making."""

    def feed(self, markup: Any) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        made: Any = parser.parse(markup)
        made.original_encoding = None
        self.errors = [html5lib.constants.E[code] % told for _place, code, told in parser.errors]


def read(html: str) -> BeautifulSoup:
    """A page, parsed once for all checks."""
    builder = _Strict()
    soup = BeautifulSoup(html, builder=builder)
    builder.tags = list(soup.find_all(True))
    return soup


def _known(soup: BeautifulSoup) -> _Strict:
    assert isinstance(soup.builder, _Strict), "a page is parsed by `read`"
    return soup.builder


def elements(soup: BeautifulSoup) -> list[Tag]:
    """Every element of a page, in order."""
    return _known(soup).tags


def valid(soup: BeautifulSoup) -> Iterator[str]:
    yield from (f"invalid HTML: {error}" for error in _known(soup).errors)


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
    counted = Counter(str(tag["id"]) for tag in elements(soup) if "id" in tag.attrs)
    yield from (f"id {one!r} twice" for one, count in sorted(counted.items()) if count > 1)
    for tag in elements(soup):
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            if name in tag.attrs:
                yield from (f"{name}={one!r} leads nowhere" for one in str(tag[name]).split() if one not in counted)
        address = str(tag.get("href", ""))
        if tag.name == "a" and address.startswith("#") and address[1:] not in counted:
            yield f"the link {address} leads nowhere"


def headings(soup: BeautifulSoup) -> Iterator[str]:
    depth = 0
    for tag in elements(soup):
        if not re.fullmatch("h[1-6]", tag.name):
            continue
        level = int(tag.name[1])
        if depth and level > depth + 1:
            yield f"after h{depth}, {said(tag)!r} is an h{level}"
        depth = level


def labels(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {str(tag["for"]) for tag in elements(soup) if tag.name == "label" and "for" in tag.attrs and said(tag)}
    for tag in elements(soup):
        if tag.name in CONTROLS and not (tag.name == "input" and tag.get("type") in WORDLESS_INPUTS):
            named = tag.get("aria-label") or tag.get("aria-labelledby")
            if tag.get("id") not in labelled and not named and not tag.find_parent("label"):
                yield f"the control {tag.get('name')!r} has no label"
        is_spoken = tag.name in SPOKEN or (tag.name == "a" and "href" in tag.attrs)
        if is_spoken and not said(tag) and not tag.get("aria-label"):
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
        shared = str(form.get("action")).startswith("/selection/")  # held by what the browser says of the origin
        if form.get("method") == "post" and not shared and not (token and token.get("value")):
            yield f"the form to {form.get('action')} has no token"
        if not form.find("button"):
            yield f"the form to {form.get('action')} has no button"


def nothing_inline(soup: BeautifulSoup) -> Iterator[str]:
    for tag in elements(soup):
        if "style" in tag.attrs:
            yield f"a style of its own: {tag.name}"
        if tag.name == "style":
            yield "a style element"
        if tag.name == "script" and not tag.get("src"):
            yield "a script of its own"
        yield from (f"{name} on {tag.name}" for name in tag.attrs if name.startswith("on"))


def nothing_from_elsewhere(soup: BeautifulSoup) -> Iterator[str]:
    for tag in elements(soup):
        address = str(tag.get(LOADED.get(tag.name, ""), ""))
        if re.match(r"(https?:)?//", address) and tag.get("rel") != ["canonical"] and "itemprop" not in tag.attrs:
            yield f"asks another site: {address}"


def error_summary(soup: BeautifulSoup) -> Iterator[str]:
    is_wrong = any(
        "field__error" in tag.get_attribute_list("class") or tag.get("aria-invalid") == "true" for tag in elements(soup)
    )
    if is_wrong and not any(tag.get("id") == "erreurs" for tag in elements(soup)):
        yield "a field is wrong and no summary says so"


def words(soup: BeautifulSoup) -> Iterator[str]:
    text = visible(soup)
    yield from (f"not filled: {found!r}" for found in UNFILLED.findall(text))
    yield from (f"a code instead of a word: {found!r}" for found in CODE.findall(text))
    if re.search(r"\bcertifications?\b", text, re.IGNORECASE):
        yield "says « certification »"


def visible(soup: BeautifulSoup) -> str:
    """The words of the page that are ours: without quotations of what people typed."""
    return " ".join(_own_words(soup.body)) if soup.body else ""


def _own_words(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, NavigableString):
            yield str(child)
        elif isinstance(child, Tag) and not _is_quoted(child):
            yield from _own_words(child)


def _is_quoted(tag: Tag) -> bool:
    return (
        tag.name in QUOTES
        or not {"number", "files"}.isdisjoint(tag.get_attribute_list("class"))
        or (tag.name == "a" and "download" in tag.attrs)
        or tag.get("translate") == "no"
    )


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
