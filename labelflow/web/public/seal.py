"""What the instance publishes so that anyone can verify its seals and credentials without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify

from labelflow import clock
from labelflow.errors import NotFound
from labelflow.sealing.authority import list_as_der
from labelflow.services import sealing_keys
from labelflow.services.trust_bundle import published
from labelflow.web.access import public
from labelflow.web.public import public_pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

FRESH_SECONDS = 60


@public_pages.get("/sceau/confiance.json")
@public
def trust_bundle() -> ResponseReturnValue:
    answer = jsonify(published(clock.now()))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return _fresh(answer)


@public_pages.get(sealing_keys.LIST_PATH)
@public
def revocations() -> ResponseReturnValue:
    listed = sealing_keys.list_of_revocations(clock.now())
    if not listed:
        raise NotFound
    return _fresh(Response(list_as_der(listed), mimetype="application/pkix-crl"))


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return answer
