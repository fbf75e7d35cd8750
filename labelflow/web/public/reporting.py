"""Anybody reports a concern or a misuse, and by the link sent to an address left, learns what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from sqlalchemy import select

from labelflow import clock
from labelflow.db import db, settings
from labelflow.domain.concerns import CONCERN, MISUSE
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.models.label import Label
from labelflow.services import concerns as services
from labelflow.services.concern_words import OUTCOMES, STATES
from labelflow.services.concerns import Told
from labelflow.web.access import public
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.concerns import ReportForm
from labelflow.web.forms.from_people import TRAP
from labelflow.web.limits import limit_reports, limit_tokens
from labelflow.web.page import page, see_other
from labelflow.web.programme import site_programme
from labelflow.web.public import public_pages
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

GONE = 410
LONGEST_SHOWN = 60


@public_pages.route("/signaler", methods=["GET", "POST"])
@public
@limit_reports
def report() -> ResponseReturnValue:
    """About a label by its number, else about what somebody shows as one."""
    number = request.args.get("numero", "")
    label = db.session.scalars(select(Label).where(Label.number == number)).one_or_none() if number else None
    if number and label is None:
        raise NotFound
    about_holder = request.args.get("objet") == "titulaire"
    form = ReportForm(kind=CONCERN if about_holder else MISUSE)
    shown = " ".join(request.args.get("vu", "").split())[:LONGEST_SHOWN]
    if form.validate_on_submit():
        told = Told(
            kind=form.kind.data, shown=shown, place=form.place.data, message=form.message.data, email=form.email.data
        )
        with intending(_("envoyer votre signalement")):
            services.report(told, number=number, programme=site_programme().code, key=form.key, now=clock.now())
        return see_other("public.reported", suite="1" if form.email.data else None)
    return page("public/report.html", form, label=label, shown=shown, trap=TRAP, days=settings().concerns_kept_days)


@public_pages.get("/signaler/merci")
@public
def reported() -> ResponseReturnValue:
    return page("public/reported.html", by_mail=bool(request.args.get("suite")))


@public_pages.route("/signalements/<string:token>", methods=["GET", "POST"])
@public
@limit_tokens
def own_report(token: str) -> ResponseReturnValue:
    made = services.read_link(token, now=clock.now())
    if made is None:
        return page("public/report_over.html")[0], GONE
    form = BaseForm()
    if form.validate_on_submit():
        if "oublier" in request.form:
            services.forget_address(token, now=clock.now())
            return see_other("public.ask", done=_("Votre adresse est effacée. Le signalement reste, sans nom."))
        services.confirm(token, now=clock.now())
        return see_other("public.own_report", token=token, done=_("Votre adresse est confirmée."))
    return page("public/own_report.html", form, made=made, states=STATES, outcomes=OUTCOMES)
