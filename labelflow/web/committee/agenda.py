"""The agenda of a session: applications put on it, their order, their rapporteurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.agenda import listing_step, rapporteurs_for, ready_for, unlisting_step
from labelflow.queries.session_pages import item_called, readable_items, session_called
from labelflow.sentences import LINKS
from labelflow.services.sessions import arrange, name_rapporteur
from labelflow.services.steps import take
from labelflow.web.access import allows
from labelflow.web.answers import department_name
from labelflow.web.committee.blueprint import acting, committee, has
from labelflow.web.committee.sessions import common
from labelflow.web.forms.committee import RapporteurForm, people_choices
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.application import Application
    from labelflow.models.session import Session
    from labelflow.queries.agenda import Reporting


@committee.route("/seances/<string:session_id>/ordre-du-jour", methods=["GET", "POST"])
@allows("session:prepare")
def agenda(session_id: str) -> ResponseReturnValue:
    found = session_called(session_id, **acting())
    live = [item for item in found.items if item.live]
    if request.method == "POST":
        return _moved(found, [item.public_id for item in live])
    ready = ready_for(found, **acting())
    reporting = rapporteurs_for([*ready, *(item.application for item in live)], acting()["now"])
    return page(
        "committee/agenda.html",
        **common(found),
        items=live,
        reporting=reporting,
        readable=readable_items(items=live, **acting()),
        ready=[(one, _form_for(one, reporting[one.id])) for one in ready],
        department_name=department_name,
        unlist=unlisting_step(found),
    )


def _moved(found: Session, order: list[str]) -> ResponseReturnValue:
    """One item a place up or down."""
    direction, _colon, item_id = request.form.get("move", "").partition(":")
    if item_id not in order:
        raise NotFound
    place = order.index(item_id)
    other = place - 1 if direction == "up" else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        seen = request.form.get("seen", type=int)
        with intending(_("changer l’ordre du jour")):
            arrange(found.public_id, order, **acting(), seen=seen)
    return see_other("committee.agenda", session_id=found.public_id, _anchor=f"point-{item_id}")


@committee.route("/seances/<string:session_id>/inscrire/<string:application_id>", methods=["GET", "POST"])
@allows("session:prepare")
def schedule(session_id: str, application_id: str) -> ResponseReturnValue:
    found = session_called(session_id, **acting())
    step = listing_step(found)
    application = next((one for one in ready_for(found, **acting()) if one.public_id == application_id), None)
    if application is None or step is None:
        return _already_listed(found, application_id)
    reporting = rapporteurs_for([application], acting()["now"])[application.id]
    form = _form_for(application, reporting)
    if form.validate_on_submit():
        fields = {"session": session_id, "rapporteur": form.rapporteur.data}
        with intending(_("inscrire %(name)s à l’ordre du jour", name=application.structure.name)):
            take("application", application_id, step.code, **acting(), seen=form.seen.data, fields=fields)
        done = _("%(name)s est à l’ordre du jour.", name=application.structure.name)
        return see_other("committee.agenda", session_id=session_id, done=done)
    return page(
        "committee/rapporteur.html",
        form,
        **common(found),
        name=application.structure.name,
        kept=_kept(reporting),
        back=url_for("committee.agenda", session_id=session_id),
        submit=_("Inscrire à l’ordre du jour"),
    )


def _already_listed(found: Session, application_id: str) -> ResponseReturnValue:
    """A button pressed twice is one act: the application is on this agenda already."""
    if any(item.live and item.application.public_id == application_id for item in found.items):
        return see_other("committee.agenda", session_id=found.public_id)
    raise NotFound


def _form_for(application: Application, reporting: Reporting) -> RapporteurForm:
    form = RapporteurForm(prefix=application.public_id, seen=application.version)
    form.rapporteur.choices = people_choices(reporting.free)
    return form


def _kept(reporting: Reporting) -> list[tuple[str, str]]:
    """The members who may not report, with the links that keep them from it."""
    return [(one.name, _(" ; ").join(str(LINKS.get(code, code)) for code in codes)) for one, codes in reporting.kept]


@committee.route("/points/<string:item_id>/rapporteur", methods=["GET", "POST"])
@allows("session:prepare")
def rapporteur(item_id: str) -> ResponseReturnValue:
    item = item_called(item_id, **acting())
    if not has(item, "application:schedule"):
        raise NotFound
    reporting = rapporteurs_for([item.application], acting()["now"])[item.application_id]
    form = RapporteurForm(data={"rapporteur": item.rapporteur.public_id if item.rapporteur else ""})
    form.rapporteur.choices = people_choices(reporting.free)
    back: dict[str, Any] = {"session_id": item.session.public_id}
    if form.validate_on_submit():
        with intending(_("changer la personne rapporteure")):
            name_rapporteur(item_id, form.rapporteur.data, **acting())
        return see_other("committee.session", **back, done=_("La personne rapporteure est désignée."))
    return page(
        "committee/rapporteur.html",
        form,
        **common(item.session),
        name=item.application.structure.name,
        kept=_kept(reporting),
        back=url_for("committee.session", **back),
        submit=_("Désigner"),
    )
