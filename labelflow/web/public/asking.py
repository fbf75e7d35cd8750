"""A teacher writes to a holder; then, by the link sent to the address, confirms, says what came of it, or erases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.db import db, settings
from labelflow.i18n import _
from labelflow.queries.class_requests import contacts_of
from labelflow.services import class_requests as services
from labelflow.services.class_requests import Asked
from labelflow.territory.vocabulary import LEVELS
from labelflow.web.access import public
from labelflow.web.forms.class_requests import AnswerForm, AskHolderForm, ConfirmForm
from labelflow.web.forms.from_people import TRAP
from labelflow.web.limits import limit_requests, limit_tokens
from labelflow.web.page import page, see_other
from labelflow.web.public import public_pages
from labelflow.web.public.actions import shown_action
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

GONE = 410


@public_pages.route("/actions/<string:name>/demande", methods=["GET", "POST"])
@public
@limit_requests
def ask_holder(name: str) -> ResponseReturnValue:
    found = shown_action(name)
    if name != found.name:
        return see_other("public.ask_holder", name=found.name)
    form = AskHolderForm()
    form.level.choices = [(code, LEVELS[code].name) for code in LEVELS if code in found.action.levels]
    if form.validate_on_submit():
        asked = Asked(
            name=form.name.data, email=form.email.data, school=form.school.data, level=form.level.data or "",
            pupils=form.pupils.data, wanted=form.wanted.data, message=form.message.data,
        )  # fmt: skip
        with intending(_("écrire à la structure")):
            services.ask(found.action.public_id, asked, key=form.key, now=clock.now())
        return see_other("public.request_written")
    can = bool(contacts_of(found.action, clock.now(), session=db.session))
    return page("public/ask_holder.html", form, found=found, can=can, trap=TRAP, days=settings().requests_kept_days)


@public_pages.get("/demandes/message")
@public
def request_written() -> ResponseReturnValue:
    return page("public/request_written.html")


@public_pages.route("/demandes/<string:token>", methods=["GET", "POST"])
@public
@limit_tokens
def own_request(token: str) -> ResponseReturnValue:
    made = services.read_link(token, now=clock.now())
    if made is None:
        return page("public/request_over.html")[0], GONE
    if made.confirmed_at is None:
        form = ConfirmForm()
        if form.validate_on_submit():
            with intending(_("envoyer votre demande")):
                services.confirm(token, now=clock.now())
            return see_other(
                "public.own_request",
                token=token,
                done=_("Votre demande est partie. Une copie vous attend dans votre messagerie."),
            )
        return page("public/own_request.html", form, made=made, token=token, levels=LEVELS)
    asking = AnswerForm(answer=made.answer)
    if asking.validate_on_submit():
        services.answer(token, asking.answer.data, now=clock.now())
        return see_other("public.own_request", token=token, done=_("Merci : votre réponse est notée."))
    return page("public/own_request.html", asking, made=made, token=token, levels=LEVELS)


@public_pages.route("/demandes/<string:token>/effacer", methods=["GET", "POST"])
@public
@limit_tokens
def erase_request(token: str) -> ResponseReturnValue:
    made = services.read_link(token, now=clock.now())
    if made is None:
        return page("public/request_over.html")[0], GONE
    form = ConfirmForm()
    if form.validate_on_submit():
        services.erase(token, now=clock.now())
        return see_other("public.search", done=_("Votre demande est effacée de ce site."))
    return page("public/erase_request.html", form, made=made, token=token)
