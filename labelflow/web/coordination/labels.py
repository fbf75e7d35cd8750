"""The labels that were granted: where each one stands, its reservations, its certificate, what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from labelflow.queries.class_requests import answers_to
from labelflow.queries.deadlines import running_on
from labelflow.queries.followed_labels import WantedLabels, labels_page
from labelflow.queries.instruction import documents_of, followed, story_of
from labelflow.queries.labels import editions_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reach import coordinated
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.coordination.reading import told
from labelflow.web.filters import words
from labelflow.web.forms.coordination import LabelsForm
from labelflow.web.label_facts import acts, label_facts
from labelflow.web.page import page
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.label import Reservation


@coordinator.get("/labels")
@allows("coordination:work")
def labels() -> ResponseReturnValue:
    form = LabelsForm()
    programmes = {programme.code: programme.short_name for programme in coordinated(**acting()).values()}
    wanted = WantedLabels(
        programme=form.programme.data or "",
        state=form.etat.data or "",
        words=form.q.data or "",
        reserved=bool(form.reserves.data),
        after=request.args.get("apres", ""),
    )
    found = labels_page(acting()["actor"], wanted, acting()["now"])
    form.offer(programmes, found.states)
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
    facts = label_facts(found, acting()["now"])
    return page(
        "coordinator/label.html",
        **facts,
        deadlines=running_on("label", found.id),
        buttons=offer_buttons(found, offers(found, **acting())),
        reservations=[_reservation(row) for row in found.reservations],
        editions=editions_of(found),
        asked=answers_to(found.structure_id),
        documents=documents_of("label", found.public_id),
        story=[told(one, facts["programme"]) for one in story_of("label", found.public_id)],
    )


def _reservation(row: Reservation) -> dict[str, Any]:
    """A reservation with what may be done about it."""
    programme = programme_of(row.programme_version_id)
    grid = programme.grid
    return {
        "row": row,
        "state": programme.machines["reservation"].by_code[row.state],
        "criterion": words(grid.by_code[row.criterion].name) if grid and row.criterion in grid.by_code else "",
        "buttons": offer_buttons(row, offers(row, **acting())),
        "acts": acts(row.grounds, programme.machines["reservation"]),
    }
