"""What the instance publishes for machines that verify: its keys, its status lists, each label's credential.

Anybody may read them from any site; an answer is never older than a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response, request

from labelflow import clock
from labelflow.credentials.proofs import serialised
from labelflow.errors import NotFound
from labelflow.queries.credentials import current_certificate
from labelflow.services import credentials
from labelflow.web.access import public
from labelflow.web.public import public_pages

if TYPE_CHECKING:
    from flask import Response

    from labelflow.models.label import Certificate

LINKED_DATA: Final = "application/ld+json"
FRESH: Final = "public, max-age=60"


@public_pages.get("/.well-known/did.json")
@public_pages.get("/did.json", endpoint="did_below_a_path")
@public
def did() -> Response:
    return _published(serialised(credentials.published_document()), "application/did+json")


@public_pages.get("/etats/<string:purpose>/<int:list_number>")
@public
def status_list(purpose: str, list_number: int) -> Response:
    return _published(serialised(credentials.signed_list(purpose, list_number, clock.now())), LINKED_DATA)


@public_pages.get("/etats/confiance.json")
@public
def trust() -> Response:
    return _published(credentials.trust(clock.now()).dump().encode(), "application/json")


@public_pages.get("/v/<string:number>/credential.json")
@public
def credential(number: str) -> Response:
    return _published(serialised(credentials.signed(_certificate(number))), LINKED_DATA)


@public_pages.get("/v/<string:number>/credential.jwt")
@public
def credential_compact(number: str) -> Response:
    return _published(credentials.signed_compact(_certificate(number)).encode(), "application/vc+jwt")


@public_pages.get("/v/<string:number>/badge.svg")
@public
def badge_svg(number: str) -> Response:
    return _published(credentials.baked(_certificate(number), "svg"), "image/svg+xml")


@public_pages.get("/v/<string:number>/badge.png")
@public
def badge_png(number: str) -> Response:
    return _published(credentials.baked(_certificate(number), "png"), "image/png")


def _certificate(number: str) -> Certificate:
    found = current_certificate(number)
    if found is None:
        raise NotFound
    return found


def _published(data: bytes, media_type: str) -> Response:
    """Readable from any site, and asked for again only when it changed."""
    answer = make_response(data)
    answer.content_type = media_type
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = FRESH
    answer.add_etag()
    answer.make_conditional(request)
    return answer
