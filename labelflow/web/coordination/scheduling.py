"""Putting an application on an agenda: which sessions are open, who may report, who may not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from labelflow.domain.calendar import local_day
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.committee import committee_members
from labelflow.queries.conflicts import EVALUATED, blocking_codes
from labelflow.queries.facts import facts_of
from labelflow.queries.instruction import instructed, people
from labelflow.queries.programmes import programme_of
from labelflow.queries.step_choices import choices_of
from labelflow.services.steps import offers, take
from labelflow.web.access import allows
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.coordination.dossier import SCHEDULE, common
from labelflow.web.filters import words
from labelflow.web.forms.steps import step_form
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.application import Application


@coordinator.route("/dossiers/<string:application_id>/commission", methods=["GET", "POST"])
@allows("coordination:work")
def schedule(application_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    offer = next((one for one in offers(found, **acting()) if one.step.code == SCHEDULE), None)
    back = url_for("coordinator.application", application_id=application_id)
    if offer is None:
        raise NotFound
    form = step_form(offer.step, choices=choices_of(found, offer.step, acting()["now"]), seen=found.version)
    form.retour.data = back
    if form.validate_on_submit():
        with intending(words(offer.step.label)):
            take("application", application_id, SCHEDULE, **acting(), seen=form.seen.data, fields=form.values)
        done = _("Le dossier est à l’ordre du jour.")
        return see_other("coordinator.application", application_id=application_id, done=done)
    return page(
        "coordinator/schedule.html",
        form,
        **common(found),
        step=offer.step,
        refusals=offer.refusals,
        back=back,
        kept=_kept_from_reporting(found),
    )


def _kept_from_reporting(found: Application) -> list[tuple[str, list[Refusal]]]:
    """The members who cannot report on this application, with every reason."""
    now = acting()["now"]
    programme = programme_of(found.programme_version_id)
    members = committee_members(programme.code, local_day(now))
    evaluators = facts_of(found, now).evaluators & members
    links = blocking_codes(members, found, "report", now)
    reasons: dict[int, list[Refusal]] = {person: [Refusal("rapporteur-evaluated")] for person in evaluators}
    for person, codes in links.items():
        others = tuple(code for code in codes if code != EVALUATED or person not in evaluators)
        if others:
            reasons.setdefault(person, []).append(Refusal("rapporteur-in-conflict", {"links": others}))
    return [(person.name, reasons[person.id]) for person in people(reasons)]
