"""The texts that a structure accepts: read in full, accepted by whoever may commit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.accounts import representatives_of
from labelflow.queries.applications import acceptances_of
from labelflow.queries.subjects import role_on
from labelflow.services.applications import accept_documents
from labelflow.web.access import current_actor, signed_in
from labelflow.web.applicant.common import acting, after, applicant, in_hand, programme_for
from labelflow.web.filters import words
from labelflow.web.forms.applicant import AcceptForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@applicant.get("/candidatures/<string:application_id>/textes")
@signed_in
def documents(application_id: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    return page(
        "applicant/texts.html",
        application=application,
        texts=programme_for(application).documents,
        accepted=acceptances_of(application),
        onward=after(application, "documents", "documents"),
    )


@applicant.route("/candidatures/<string:application_id>/textes/<string:code>", methods=["GET", "POST"])
@signed_in
def document(application_id: str, code: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    text = programme_for(application).document_by_code.get(code)
    if text is None:
        raise NotFound
    form = AcceptForm.made(application.structure, application.version)
    if form.validate_on_submit():
        with intending(_("accepter ce texte")):
            accept_documents(application_id, [code], **acting())
        done = _("%(title)s : accepté au nom de la structure.", title=words(text.title))
        return see_other("applicant.documents", application_id=application_id, done=done)
    commits = role_on(application, "application:submit", current_actor(), clock.now()) is not None
    return page(
        "applicant/text.html",
        form,
        application=application,
        text=text,
        acceptance=acceptances_of(application).get(text.sha256),
        commits=commits,
        representatives=representatives_of(application.structure, local_day(clock.now())),
    )
