"""What the structure reads: its own application as filed, the reports, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow import clock
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound
from labelflow.i18n import _l
from labelflow.queries.applications import due_for_applicant, label_of, notified_decisions
from labelflow.queries.dossier import submitted
from labelflow.queries.exchanges import last_reply, report_numbered, report_of
from labelflow.queries.subjects import document_numbered
from labelflow.services.receiving import open_decision
from labelflow.services.steps import offers
from labelflow.web.access import signed_in
from labelflow.web.answers import answers_in_words
from labelflow.web.applicant.common import acting, applicant, mine, programme_for
from labelflow.web.page import page
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

OUTCOMES: Final = {
    "favorable": _l("favorable"),
    "favorable_with_reservations": _l("favorable avec réserves"),
    "unfavorable": _l("défavorable"),
    "deferral": _l("ajournement"),
}
"""What the figures propose, in words."""
READERS: Final = {"peer": _l("Pair"), "scientist": _l("Scientifique")}
RECOMMENDATIONS: Final = {
    "favorable": _l("Avis favorable"),
    "reserved": _l("Avis réservé"),
    "unfavorable": _l("Avis défavorable"),
}
ABSENT: Final = {"na": _l("Sans objet"), "insufficient": _l("Preuve insuffisante")}


@applicant.get("/candidatures/<string:application_id>/dossier")
@signed_in
def filed(application_id: str) -> ResponseReturnValue:
    application = mine(application_id)
    found = submitted(application, "coordinators")
    if found is None:
        raise NotFound
    programme = programme_for(application)
    return page(
        "applicant/filed.html",
        application=application,
        programme=programme,
        filed=found,
        parts=answers_in_words(programme.form, found.answers),
        slots=programme.form.slot_by_code,
    )


@applicant.get("/candidatures/<string:application_id>/rapports")
@applicant.get("/candidatures/<string:application_id>/rapports/<int:report>")
@signed_in
def reports(application_id: str, report: int | None = None) -> ResponseReturnValue:
    application = mine(application_id)
    last, programme = report_of(application), programme_for(application)
    shown = last if report is None else report_numbered(application, report)
    if last is None or shown is None or programme.grid is None:
        raise NotFound
    found = offers(application, **acting())
    return page(
        "applicant/reports.html",
        application=application,
        programme=programme,
        grid=programme.grid,
        report=shown,
        last=last,
        proposal=shown.content.get("proposal", {}),
        reasons=[_reason(entry) for entry in shown.content.get("proposal", {}).get("reasons", [])],
        reply=last_reply(application),
        due=due_for_applicant(application, clock.now()),
        steps=offer_buttons(application, [one for one in found if one.step.permission == "application:answer"]),
        outcomes=OUTCOMES,
        readers=READERS,
        recommendations=RECOMMENDATIONS,
        absent=ABSENT,
    )


def _reason(entry: Mapping[str, Any]) -> Refusal:
    details = {key: tuple(value) if isinstance(value, list) else value for key, value in entry["details"].items()}
    return Refusal(entry["code"], details)


@applicant.get("/candidatures/<string:application_id>/decision")
@signed_in
def decision(application_id: str) -> ResponseReturnValue:
    application = mine(application_id)
    found = notified_decisions(application)
    if not found:
        raise NotFound
    for one in found:
        if one.opened_at is None:
            open_decision(one.public_id, **acting())
    application = mine(application_id)
    programme = programme_for(application)
    return page(
        "applicant/decision.html",
        application=application,
        programme=programme,
        decisions=[(one, document_numbered(one.letter_id)) for one in notified_decisions(application)],
        machine=programme.machines["application"],
        label=label_of(application),
        articles={article.code: article for article in programme.eligibility.articles},
    )
