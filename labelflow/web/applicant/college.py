"""Who reads applications, as the structure is told; its objections, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from labelflow.errors import NotFound
from labelflow.queries.college import OBJECTING, college_told, objections_to, told_until
from labelflow.services.steps import offers
from labelflow.web.access import signed_in
from labelflow.web.applicant.common import acting, applicant, mine, programme_for
from labelflow.web.page import page
from labelflow.web.review_words import READERS
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.domain.workflow import Step
    from labelflow.models.review import Objection


@applicant.get("/candidatures/<string:application_id>/college")
@signed_in
def college(application_id: str) -> ResponseReturnValue:
    application = mine(application_id)
    until = told_until(application)
    if until is None:
        raise NotFound
    here = url_for("applicant.college", application_id=application_id)
    found = [one for one in offers(application, **acting()) if objects(one.step)]
    programme = programme_for(application)
    return page(
        "applicant/college.html",
        application=application,
        review=programme.review,
        college=college_told(application, acting()["now"]),
        readers=READERS,
        until=until,
        steps=offer_buttons(application, found, back=here),
        objections=[_row(one) for one in objections_to(application)],
        machine=programme.machines["objection"],
    )


def objects(step: Step) -> bool:
    """Whether the step is the one by which a structure objects to a reader."""
    return any(use.rule == OBJECTING for use in step.effects)


def _row(objection: Objection) -> dict[str, Any]:
    whom = objection.person or objection.structure
    return {"objection": objection, "whom": whom.name if whom else ""}
