"""What anybody reported about labels: the list, each report, who looks into it, how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from labelflow.domain.concerns import CLOSED, NEW
from labelflow.i18n import _
from labelflow.queries.concerns import concern_called, concerns_page
from labelflow.services import concern_words
from labelflow.services import concerns as services
from labelflow.web.access import allows
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.concerns import CloseForm, ConcernsForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@coordinator.get("/signalements")
@allows("coordination:work")
def concerns() -> ResponseReturnValue:
    form = ConcernsForm()
    state = form.etat.data or ""
    found = concerns_page(**acting(), state=state, page=request.args.get("page", default=1, type=int))
    return page(
        "coordinator/concerns.html",
        form,
        found=found,
        words=concern_words,
        page_url=lambda to: url_for("coordinator.concerns", etat=state or None, page=to),
    )


@coordinator.route("/signalements/<string:concern_id>", methods=["GET", "POST"])
@allows("coordination:work")
def concern(concern_id: str) -> ResponseReturnValue:
    """Read a report; its button takes it in hand."""
    found = concern_called(concern_id, **acting())
    form = BaseForm(seen=found.version)
    if form.validate_on_submit():
        with intending(_("prendre ce signalement en charge")):
            services.take_in_hand(concern_id, **acting(), seen=form.seen.data)
        return see_other("coordinator.concern", concern_id=concern_id, done=_("Ce signalement est pris en charge."))
    return page(
        "coordinator/concern.html",
        form,
        concern=found,
        words=concern_words,
        is_new=found.state == NEW,
        is_closed=found.state == CLOSED,
    )


@coordinator.route("/signalements/<string:concern_id>/clore", methods=["GET", "POST"])
@allows("coordination:work")
def close_concern(concern_id: str) -> ResponseReturnValue:
    found = concern_called(concern_id, **acting())
    if found.state == CLOSED:
        return see_other("coordinator.concern", concern_id=concern_id)
    form = CloseForm(seen=found.version)
    if form.validate_on_submit():
        with intending(_("clore ce signalement")):
            services.close(concern_id, form.outcome.data, form.reason.data, **acting(), seen=form.seen.data)
        return see_other("coordinator.concern", concern_id=concern_id, done=_("Ce signalement est clos."))
    return page("coordinator/close_concern.html", form, concern=found)
