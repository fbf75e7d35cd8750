"""Checking and filing: everything that is missing at once, one button, and the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import redirect, url_for

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Outdated, Refused
from labelflow.i18n import _
from labelflow.issuing.wording import scope_names
from labelflow.queries.accounts import representatives_of
from labelflow.queries.applications import receipts_of
from labelflow.queries.checklist import checklist_of
from labelflow.queries.silence import silence_on
from labelflow.queries.subjects import was_taken
from labelflow.services.steps import offers, take
from labelflow.web.access import current_actor, signed_in
from labelflow.web.applicant.common import (
    acting,
    applicant,
    filing_step,
    in_hand,
    mine,
    page_of,
    programme_for,
    state_of,
    title_of,
)
from labelflow.web.filters import words
from labelflow.web.forms.base import BaseForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.domain.workflow import Step
    from labelflow.models.application import Application

TOLD_BY_PARTS: Final = frozenset(
    {
        "scope-missing",
        "answers-missing",
        "positions-missing",
        "gates-claimed-unmet",
        "evidence-missing",
        "documents-not-accepted",
    }
)
"""Refusals that the list of parts tells better: what is missing, and where to mend it."""


class FileForm(BaseForm):
    """The button that files."""


@applicant.route("/candidatures/<string:application_id>/verifier", methods=["GET", "POST"])
@signed_in
def check(application_id: str) -> ResponseReturnValue:
    application = mine(application_id)
    form = FileForm(seen=application.version)
    step = filing_step(application) if state_of(application).has("editable") else None
    if form.validate_on_submit():
        return _file(application, step, form.seen.data)
    if step is None:
        raise Refused([Refusal("not-editable")], intent=_("déposer le dossier"))
    offer = next((one for one in offers(application, **acting()) if one.step.code == step.code), None)
    parts = [(part, title_of(part), page_of(application, part)) for part in checklist_of(application)]
    refusals = offer.refusals if offer else ()
    return page(
        "applicant/check.html",
        form,
        application=application,
        programme=programme_for(application),
        step=step,
        may_file=offer is not None,
        unfinished=[row for row in parts if row[0].standing != "done"],
        others=[refusal for refusal in refusals if refusal.code not in TOLD_BY_PARTS],
        refusals=refusals,
        representatives=representatives_of(application.structure, local_day(clock.now())),
    )


def _file(application: Application, step: Step | None, seen: int | None) -> ResponseReturnValue:
    """File it, or send it back completed. Pressed twice, it is filed once."""
    public_id = application.public_id
    done = _("Le dossier complété est renvoyé à la coordination.") if application.submitted_at else None
    if step is None or step.asks:
        if _already_filed(application, seen):
            return see_other("applicant.receipt", application_id=public_id)
        raise Refused([Refusal("not-editable")], intent=_("déposer le dossier"))
    try:
        with intending(words(step.label)):
            take("application", public_id, step.code, **acting(), seen=seen)
    except (Outdated, Refused):
        if not _already_filed(mine(public_id), seen):
            raise
    return see_other("applicant.receipt", done=done, application_id=public_id)


def _already_filed(application: Application, seen: int | None) -> bool:
    machine = programme_for(application).machines["application"]
    freezing = [step.code for step in machine.steps if any(use.rule == "freeze_snapshot" for use in step.effects)]
    return any(was_taken(application, code, current_actor(), seen) for code in freezing)


@applicant.get("/candidatures/<string:application_id>/accuse")
@signed_in
def receipt(application_id: str) -> ResponseReturnValue:
    application = mine(application_id)
    if application.submitted_at is None:
        raise NotFound
    return page(
        "applicant/receipt.html",
        application=application,
        programme=programme_for(application),
        state=state_of(application),
        receipts=receipts_of(application),
        scope_names=scope_names(programme_for(application), application.scopes),
        silence_day=silence_on(application),
    )


@applicant.get("/candidatures/<string:application_id>/modifier")
@signed_in
def edit(application_id: str) -> ResponseReturnValue:
    """The first part that is not finished: where to go on."""
    application = in_hand(application_id)
    parts = checklist_of(application)
    onward = next((part for part in parts if part.standing != "done"), None)
    here = url_for("applicant.check", application_id=application_id)
    return redirect(page_of(application, onward) if onward else here, 303)
