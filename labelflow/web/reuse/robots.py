"""What robots ask: where they may go, and which pages there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, render_template

from labelflow.db import settings
from labelflow.domain.calendar import local_day
from labelflow.errors import NotFound
from labelflow.queries import public_pages
from labelflow.queries.programmes import installed_codes
from labelflow.web.access import public
from labelflow.web.addresses import slug_of
from labelflow.web.filters import today
from labelflow.web.limits import limit_reads
from labelflow.web.open_data.answers import published
from labelflow.web.reuse import reuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

MOST: int = 50_000
"""Addresses that one file may hold (sitemaps.org)."""
PAGES: Final = (
    "/", "/annuaire", "/annuaire/structures", "/verifier", "/donnees-ouvertes/", "/donnees-ouvertes/api", "/integrer",
    "/aide",
)  # fmt: skip
NOT_FOR_ROBOTS: Final = (
    "/mon-espace", "/mon-compte", "/candidatures", "/evaluations", "/coordination", "/commission", "/journal",
    "/connexion", "/documents", "/pieces", "/annuaire?", "/integrer?", "/integrer/liste",
)  # fmt: skip
"""Private parts, and addresses of which there are as many as there are choices."""
XML: Final = "application/xml; charset=utf-8"
Entry = tuple[str, str]


@reuse.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    closed = "".join(f"Disallow: {path}\n" for path in NOT_FOR_ROBOTS)
    return Response(f"User-agent: *\n{closed}\nSitemap: {settings().base_url}/sitemap.xml\n", mimetype="text/plain")


@reuse.get("/sitemap.xml")
@public
@limit_reads
def sitemap() -> ResponseReturnValue:
    total = _total()
    if total <= MOST:
        return _file(_entries(0, MOST))
    parts = range(1, -(-total // MOST) + 1)
    return _xml("reuse/sitemap_index.xml", [(f"{settings().base_url}/sitemap/{one}.xml", "") for one in parts])


@reuse.get("/sitemap/<int:part>.xml")
@public
@limit_reads
def sitemap_part(part: int) -> ResponseReturnValue:
    start = (part - 1) * MOST
    if not 0 <= start < _total():
        raise NotFound
    return _file(_entries(start, MOST))


def _own() -> list[str]:
    of_labels = [f"/label/{code}{rest}" for code in installed_codes() for rest in ("", "/garanties", "/marque")]
    return [*PAGES, *of_labels]


def _total() -> int:
    return len(_own()) + sum(public_pages.counts(today()))


def _entries(start: int, most: int) -> list[Entry]:
    """Of all pages in a fixed order, some: those of the site, of holders, of actions."""
    base, day = settings().base_url, today()
    own = _own()
    found: list[Entry] = [(f"{base}{path}", "") for path in own[start : start + most]]
    before = len(own)
    holders, _actions = public_pages.counts(day)
    for count, read, path in ((holders, public_pages.holders, "annuaire"), (_actions, public_pages.actions, "actions")):
        room = most - len(found)
        if room > 0 and start < before + count:
            rows = read(day, max(0, start - before), room)
            found += [
                (f"{base}/{path}/{slug_of(name, public_id)}", local_day(at).isoformat()) for name, public_id, at in rows
            ]
        before += count
    return found


def _file(entries: Iterable[Entry]) -> Response:
    return _xml("reuse/sitemap.xml", list(dict.fromkeys(entries)))


def _xml(template: str, entries: list[Entry]) -> Response:
    return published(render_template(template, entries=entries).encode(), XML)
