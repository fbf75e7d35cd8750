"""The applications of one's structures, and one application: what to do, what happens now, what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.i18n import _, _l, day_in_words
from labelflow.queries.applications import (
    applications_of,
    due_for_applicant,
    label_of,
    notified_decisions,
    open_programmes,
    own_structures,
    receipts_of,
)
from labelflow.queries.checklist import checklist_of
from labelflow.queries.college import told_until
from labelflow.queries.deadlines import running_on
from labelflow.queries.exchanges import complements_of, open_complement, report_of
from labelflow.queries.stages import stages_of
from labelflow.services.steps import offers
from labelflow.web.access import current_actor, signed_in
from labelflow.web.applicant.college import objects
from labelflow.web.applicant.common import (
    acting,
    applicant,
    filing_step,
    mine,
    page_of,
    programme_for,
    state_of,
    title_of,
)
from labelflow.web.filters import words
from labelflow.web.page import page
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from labelflow.models.application import Application
    from labelflow.queries.checklist import Part
    from labelflow.queries.stages import Stage

HEADINGS: Final = (
    (("scopes", "section"), _l("Qui vous êtes et ce que vous faites")),
    (("family",), _l("Où vous vous situez, critère par critère")),
    (("pieces", "documents"), _l("Ce qui le prouve et ce qui vous engage")),
)
"""Kinds of parts, grouped as they are thought of."""


@applicant.get("/candidatures")
@signed_in
def applications() -> ResponseReturnValue:
    today = local_day(clock.now())
    return page(
        "applicant/applications.html",
        rows=applications_of(**acting()),
        structures=own_structures(current_actor(), today),
        open_programmes=open_programmes(today),
    )


@applicant.get("/candidatures/<string:application_id>")
@signed_in
def overview(application_id: str) -> ResponseReturnValue:
    application = mine(application_id)
    state = state_of(application)
    groups = grouped(application) if state.has("editable") else []
    return page(
        "applicant/overview.html",
        application=application,
        programme=programme_for(application),
        state=state,
        due=due_for_applicant(application, clock.now()),
        silent_since=_silent_since(application),
        deadlines=[] if state.has("awaits_applicant") else running_on("application", application.id),
        groups=groups,
        done=sum(1 for _heading, rows in groups for part, *_rest in rows if part.standing == "done"),
        total=sum(len(rows) for _heading, rows in groups),
        steps=buttons(application),
        stages=[stage_row(stage) for stage in stages_of(application)],
        question=open_complement(application),
        asked_before=[one for one in complements_of(application) if one.closed_at is not None],
        college_until=told_until(application),
        report=report_of(application),
        receipts=receipts_of(application),
        decisions=notified_decisions(application),
        label=label_of(application),
    )


def _silent_since(application: Application) -> date | None:
    """The day on which the administration's silence decided; None while it decided nothing."""
    implicit = application.silence.get("implicit")
    return local_day(datetime.fromisoformat(str(implicit["at"]))) if implicit else None


def buttons(application: Application) -> list[dict[str, Any]]:
    """What the person may do from here; filing and objecting to a reader have pages of their own."""
    own = filing_step(application)
    check = url_for("applicant.check", application_id=application.public_id)
    pages = {own.code: check} if own is not None else {}
    found = [one for one in offers(application, **acting()) if not objects(one.step)]
    return offer_buttons(application, found, pages=pages)


def grouped(application: Application) -> list[tuple[str, list[tuple[Part, str, str]]]]:
    """The parts under their headings: each with its title and address."""
    parts = checklist_of(application)
    groups = [(str(heading), _rows(application, parts, kinds)) for kinds, heading in HEADINGS]
    return [(heading, rows) for heading, rows in groups if rows]


def _rows(application: Application, parts: Sequence[Part], kinds: tuple[str, ...]) -> list[tuple[Part, str, str]]:
    return [(part, title_of(part), page_of(application, part)) for part in parts if part.kind in kinds]


def stage_row(stage: Stage) -> dict[str, Any]:
    """A stage as `components/timeline.html` draws it."""
    state = stage.state
    name = words(state.labels.applicant or state.labels.staff)
    since = stage.since
    return {
        "name": _("Décision") if stage.decides and stage.standing == "next" else name,
        "state": stage.standing,
        "when": _("depuis le %(day)s", day=day_in_words(since)) if since and stage.standing == "current" else since,
        "detail": words(state.help) if stage.standing == "current" else "",
    }
