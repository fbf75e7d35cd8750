"""A label, for those who hold it: its card, its certificate, its reservations, its renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.i18n import _
from labelflow.queries.applications import may_renew, own_label, renewal_days
from labelflow.queries.contents.office import scope_names
from labelflow.queries.labels import certificate_document
from labelflow.queries.programmes import programme_of
from labelflow.services.applications import start
from labelflow.services.steps import offers
from labelflow.web.access import signed_in
from labelflow.web.applicant.common import acting, applicant
from labelflow.web.forms.base import BaseForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending, offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


class RenewForm(BaseForm):
    """The button that starts a renewal."""


@applicant.get("/mon-espace/labels/<string:number>")
@signed_in
def label(number: str) -> ResponseReturnValue:
    found = own_label(number, **acting())
    return page(
        "applicant/label.html",
        label=found,
        programme=programme_of(found.programme_version_id),
        scope_names=scope_names(programme_of(found.programme_version_id), found.scopes),
        certificate=certificate_document(found),
        reservations=[
            (one, offer_buttons(one, offers(one, **acting())), programme_of(one.programme_version_id))
            for one in found.reservations
        ],
        steps=offer_buttons(found, offers(found, **acting())),
        renewal=renewal_days(found) if found.held else None,
        may_renew=may_renew(found, clock.now()),
    )


@applicant.route("/mon-espace/labels/<string:number>/renouveler", methods=["GET", "POST"])
@signed_in
def renew(number: str) -> ResponseReturnValue:
    found = own_label(number, **acting())
    form = RenewForm()
    if form.validate_on_submit():
        with intending(_("renouveler le label")):
            public_id = start(
                found.programme_code, found.structure.public_id, **acting(), scopes=found.scopes, renews=number
            ).public_id
        done = _("Votre dossier de renouvellement est ouvert, avec les réponses du précédent.")
        return see_other("applicant.overview", application_id=public_id, done=done)
    return page(
        "applicant/renew.html", form, label=found, renewal=renewal_days(found), open=may_renew(found, clock.now())
    )
