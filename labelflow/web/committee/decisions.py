"""Writing one decision and signing it: reasons, reservations, the letter as it would leave."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from flask import g, request, send_file

from labelflow.domain.refusal import Refusal
from labelflow.errors import Refused
from labelflow.i18n import _
from labelflow.issuing import ContentFault
from labelflow.queries.contents import letter_content
from labelflow.queries.decision_pages import decision_called, signing_due
from labelflow.queries.facts.decision_fact import needs_reasons
from labelflow.queries.programmes import programme_of
from labelflow.queries.reports import reasons_in
from labelflow.queries.reservations import opens_reservations
from labelflow.queries.subjects import document_numbered
from labelflow.services.decisions import offers_on, signing_refusals, signs_with
from labelflow.services.steps import take
from labelflow.web.access import allows
from labelflow.web.committee.blueprint import acting, committee, has
from labelflow.web.decision_words import decision_words
from labelflow.web.forms.committee_decision import ADD_GROUND, ADD_RESERVATION, GROUND, RESERVATION, draft_form
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending, offer_buttons

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from labelflow.models.decision import Decision
    from labelflow.services.steps import Offer

KEEPS: Final = "record_reasons"
"""The effect of the step that keeps the draft."""


@committee.route("/decisions/<string:decision_id>", methods=["GET", "POST"])
@allows("session:read")
def decision(decision_id: str) -> ResponseReturnValue:
    found = decision_called(decision_id, **acting())
    if not _is_written(found):
        if request.method == "POST":
            raise Refused([Refusal("step-not-from-here")], intent=_("enregistrer la rédaction"))
        return page("committee/decision.html", **_about(found))
    form, add = _form(found), ADD_GROUND in request.form or ADD_RESERVATION in request.form
    if not add and form.validate_on_submit():
        with intending(_("enregistrer la rédaction")):
            take("decision", decision_id, _keeping(found), **acting(), seen=form.seen.data, fields=form.values)
        return see_other("committee.decision", decision_id=decision_id, done=_("La rédaction est enregistrée."))
    return page(
        "committee/draft.html",
        form,
        **_about(found),
        grounds=form.rows(GROUND),
        reservations=form.rows(RESERVATION),
        add_ground=ADD_GROUND,
        add_reservation=ADD_RESERVATION,
        unsaved=add,
    )


def _is_written(found: Decision) -> bool:
    """Whether the person may write it, as it stands."""
    return found.signed_at is None and _keeping(found) != "" and has(found, "decision:draft")


def _keeping(found: Decision) -> str:
    machine = programme_of(found.programme_version_id).machines["decision"]
    steps = machine.steps_from[found.state]
    return next((step.code for step in steps if any(use.rule == KEEPS for use in step.effects)), "")


def _form(found: Decision) -> Any:  # noqa: ANN401 - a form made from data
    programme = programme_of(found.programme_version_id)
    machine = programme.machines["application"]
    return draft_form(
        found,
        programme,
        reserves=opens_reservations(machine, found.outcome),
        reasons=needs_reasons(found.outcome, machine),
        sent=g.get("kept_form") or request.form,
    )


def _about(found: Decision) -> dict[str, Any]:
    programme = programme_of(found.programme_version_id)
    steps = [one for one in offers_on(found, **acting()) if _is_shown(one)]
    told = decision_words(found)
    waits = found.signed_at is None and told["state"].has("pending")
    return {
        **told,
        "programme": programme,
        "structure": found.application.structure,
        "reasons": reasons_in(found.proposal),
        "reserves": opens_reservations(programme.machines["application"], found.outcome),
        "buttons": offer_buttons(found, steps),
        "missing": signing_refusals(found, **acting()) if waits else (),
        "due": signing_due(found),
        "letter": document_numbered(found.letter_id),
    }


def _is_shown(offer: Offer) -> bool:
    """Signing, always, with what is missing; setting aside only when nothing else is left."""
    keeps = any(use.rule == KEEPS for use in offer.step.effects)
    return not keeps and (signs_with(offer.step) or offer.is_open)


@committee.get("/decisions/<string:decision_id>/lettre")
@allows("session:read")
def letter(decision_id: str) -> ResponseReturnValue:
    found = decision_called(decision_id, **acting())
    document = document_numbered(found.letter_id)
    if document is not None:
        return see_other("downloads.document", document_id=document.public_id)
    try:
        content = letter_content(found)
    except ContentFault as fault:
        return page("committee/no_letter.html", **_about(found), fault=fault.code)
    draft = _("projet, non signé")
    content = replace(
        content,
        reference=f"{content.reference}, {draft}",
        signatory=replace(content.signatory, name=_("(%(draft)s)", draft=draft)),
    )
    return sent(rendered("render_letter", content), _("projet-de-lettre-%(id)s", id=decision_id))


def rendered(renderer: str, content: object) -> bytes:
    from labelflow.issuing import documents  # noqa: PLC0415 - only whoever renders loads it

    made: bytes = getattr(documents, renderer)(content)
    return made


def sent(data: bytes, name: str) -> Response:
    """A PDF to look at: nothing keeps it."""
    answer = send_file(BytesIO(data), mimetype="application/pdf", download_name=f"{name}.pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
