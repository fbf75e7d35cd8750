"""The labels that were granted: where each one stands, its reservations, its certificate, what may be done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from labelflow.queries.followed_labels import WantedLabels, labels_page
from labelflow.queries.instruction import documents_of, followed, running_on, story_of
from labelflow.queries.labels import certificate_document, status_of
from labelflow.queries.programmes import programme_of
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.answers import department_name
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.coordination.reading import told
from labelflow.web.filters import words
from labelflow.web.forms.coordination import LabelsForm
from labelflow.web.page import page
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.label import Reservation


@coordinator.get("/labels")
@allows("coordination:work")
def labels() -> ResponseReturnValue:
    form = LabelsForm()
    wanted = WantedLabels(
        state=form.etat.data or "",
        words=form.q.data or "",
        reserved=bool(form.reserves.data),
        after=request.args.get("apres", ""),
    )
    found = labels_page(acting()["actor"], wanted, acting()["now"])
    form.etat.choices = [(state.code, words(state.labels.staff)) for state, _count in found.states]
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "apres"}
    return page(
        "coordinator/labels.html",
        form,
        labels=found,
        following=url_for("coordinator.labels", **kept, apres=found.following) if found.following else "",
        first=url_for("coordinator.labels", **kept) if wanted.after else "",
    )


@coordinator.get("/labels/<string:number>")
@allows("coordination:work")
def label(number: str) -> ResponseReturnValue:
    found = followed(number, **acting())
    programme = programme_of(found.programme_version_id)
    known = programme.scope_by_code
    return page(
        "coordinator/label.html",
        label=found,
        programme=programme,
        state=programme.machines["label"].by_code[found.state],
        answer=status_of(found, acting()["now"]),
        department=department_name(found.structure.department),
        scopes=[words(known[code].names) for code in found.scopes if code in known],
        deadlines=running_on("label", found.id),
        buttons=offer_buttons(found, offers(found, **acting())),
        acts=_acts(found.grounds),
        reservations=[_reservation(row) for row in found.reservations],
        certificate=certificate_document(found),
        documents=documents_of("label", found.public_id),
        story=[told(one, programme) for one in story_of("label", found.public_id)],
    )


def _acts(grounds: list[Any]) -> list[dict[str, Any]]:
    """What was decided or found on a label or a reservation, with its day."""
    return [
        {
            "on": datetime.fromisoformat(ground["at"]),
            "article": ground.get("article", ""),
            "facts": ground.get("facts", ""),
        }
        for ground in grounds
    ]


def _reservation(row: Reservation) -> dict[str, Any]:
    """A reservation with what may be done about it."""
    programme = programme_of(row.programme_version_id)
    grid = programme.grid
    return {
        "row": row,
        "state": programme.machines["reservation"].by_code[row.state],
        "criterion": words(grid.by_code[row.criterion].name) if grid and row.criterion in grid.by_code else "",
        "buttons": offer_buttons(row, offers(row, **acting())),
        "acts": _acts(row.grounds),
    }
