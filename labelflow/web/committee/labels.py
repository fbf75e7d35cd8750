"""The labels that the committee follows, and the sanctions that it may take."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from labelflow.queries.labels import status_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.sanctions import label_called, sanctionable
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.answers import department_name
from labelflow.web.committee.blueprint import acting, committee
from labelflow.web.filters import words
from labelflow.web.forms.committee import LabelSearch
from labelflow.web.page import page
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.label import Label


@committee.get("/labels")
@allows("committee:work")
def labels() -> ResponseReturnValue:
    form = LabelSearch()
    return page("committee/labels.html", form, found=sanctionable(words=form.q.data or "", **acting()))


@committee.get("/labels/<string:number>")
@allows("committee:work")
def label(number: str) -> ResponseReturnValue:
    found = label_called(number, **acting())
    programme = programme_of(found.programme_version_id)
    known = programme.scope_by_code
    return page(
        "committee/label.html",
        label=found,
        programme=programme,
        state=programme.machines["label"].by_code[found.state],
        answer=status_of(found, acting()["now"]),
        department=department_name(found.structure.department),
        scopes=[words(known[code].names) for code in found.scopes if code in known],
        reservations=[(one, programme.machines["reservation"].by_code[one.state]) for one in found.reservations],
        acts=_acts(found),
        buttons=offer_buttons(found, offers(found, **acting())),
    )


def _acts(found: Label) -> list[dict[str, Any]]:
    """What was decided about the label since it was granted, with its reasons."""
    return [
        {"at": datetime.fromisoformat(str(entry["at"])), "text": str(entry.get("facts", ""))} for entry in found.grounds
    ]
