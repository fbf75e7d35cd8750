"""Stepping aside from an item: oneself, or a member who says so in the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from labelflow.errors import Forbidden, NotFound
from labelflow.i18n import _
from labelflow.queries.attendance import sheet_of
from labelflow.queries.item_pages import hearing_of
from labelflow.queries.session_pages import item_called
from labelflow.services.sessions import recuse
from labelflow.web.access import allows
from labelflow.web.committee.blueprint import acting, committee, has
from labelflow.web.committee.items import about
from labelflow.web.committee.sessions import common
from labelflow.web.forms.committee import RecusalForm, people_choices
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.session import Item


@committee.route("/points/<string:item_id>/deport", methods=["GET", "POST"])
@allows("session:read")
def step_aside(item_id: str) -> ResponseReturnValue:
    found = item_called(item_id, **acting())
    form, own = RecusalForm(), acting()["actor"].public_id
    people = _who_may_step_aside(found, own)
    if not people:
        raise NotFound
    only_oneself = [public_id for public_id, _name in people] == [own]
    if request.form.get("member") and request.form["member"] not in dict(people):
        raise Forbidden("session:preside")
    form.member.choices = people
    if only_oneself or (request.method == "GET" and own in dict(people)):
        form.member.data = own
    if form.validate_on_submit():
        with intending(_("enregistrer un déport")):
            recuse(item_id, **acting(), note=form.note.data, member=form.member.data)
        return see_other("committee.session", session_id=found.session.public_id, done=_thanks(found, form, own))
    back = url_for("committee.session", session_id=found.session.public_id)
    return page(
        "committee/step_aside.html",
        form,
        **common(found.session),
        **about(found),
        back=back,
        only_oneself=only_oneself,
    )


def _who_may_step_aside(found: Item, own: str) -> list[tuple[str, str]]:
    """Oneself; for whoever presides or prepares, any member who has not stepped aside yet."""
    hearing = hearing_of(found, **acting())
    if hearing.facts.is_over:
        return []
    aside = {recusal.member_id for recusal in found.recusals if recusal.source != "computed"}
    seats = [seat.person for seat in sheet_of(found.session, acting()["now"]).seats if seat.person.id not in aside]
    if not has(found, "session:preside", "session:prepare"):
        seats = [person for person in seats if person.public_id == own]
    return people_choices(sorted(seats, key=lambda person: person.public_id != own))


def _thanks(found: Item, form: RecusalForm, own: str) -> str:
    name = found.application.structure.name
    if form.member.data == own:
        return _("Vous vous déportez sur le dossier de %(name)s : ses pages vous sont désormais fermées.", name=name)
    return _("Le déport sur le dossier de %(name)s est enregistré.", name=name)
