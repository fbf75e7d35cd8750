"""What teachers asked of the person's structures, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from labelflow.queries.class_requests import received
from labelflow.territory.vocabulary import LEVELS
from labelflow.web.access import signed_in
from labelflow.web.applicant.common import acting, applicant
from labelflow.web.page import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@applicant.get("/mon-espace/demandes")
@signed_in
def requests() -> ResponseReturnValue:
    number = request.args.get("page", default=1, type=int)
    return page(
        "applicant/requests.html",
        found=received(**acting(), page=number),
        levels=LEVELS,
        page_url=lambda to: url_for("applicant.requests", page=to),
    )
