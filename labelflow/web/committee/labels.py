"""The labels that the committee follows, and the sanctions that it may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.queries.programmes import programme_of
from labelflow.queries.sanctions import label_called, sanctionable
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.committee.blueprint import acting, committee
from labelflow.web.forms.committee import LabelSearch
from labelflow.web.label_facts import label_facts
from labelflow.web.page import page
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@committee.get("/labels")
@allows("committee:work")
def labels() -> ResponseReturnValue:
    form = LabelSearch()
    return page("committee/labels.html", form, found=sanctionable(words=form.q.data or "", **acting()))


@committee.get("/labels/<string:number>")
@allows("committee:work")
def label(number: str) -> ResponseReturnValue:
    found = label_called(number, **acting())
    machines = programme_of(found.programme_version_id).machines
    return page(
        "committee/label.html",
        **label_facts(found, acting()["now"]),
        reservations=[(one, machines["reservation"].by_code[one.state]) for one in found.reservations],
        buttons=offer_buttons(found, offers(found, **acting())),
    )
