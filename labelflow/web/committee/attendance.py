"""Who is there: one sheet for the whole committee, and the quorum that comes of it, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.attendance import sheet_of, standings_of
from labelflow.queries.session_pages import session_called
from labelflow.services.sessions import record_attendance
from labelflow.web.access import allows
from labelflow.web.committee.blueprint import acting, committee
from labelflow.web.committee.sessions import common
from labelflow.web.committee_words import LOST
from labelflow.web.forms.committee_attendance import SEAT, attendance_form
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@committee.route("/seances/<string:session_id>/presences", methods=["GET", "POST"])
@allows("session:read")
def attendance(session_id: str) -> ResponseReturnValue:
    found = session_called(session_id, **acting())
    context = common(found)
    if not context["presides"] and not context["prepares"]:
        raise NotFound
    sheet = sheet_of(found, acting()["now"])
    form = attendance_form(sheet, seen=found.version, everybody="tous" in request.args)
    if form.validate_on_submit():
        with intending(_("enregistrer les présences")):
            record_attendance(session_id, form.presences, chair=form.chair.data, **acting(), seen=form.seen.data)
        return see_other("committee.attendance", session_id=session_id, done=_("Les présences sont enregistrées."))
    return page(
        "committee/attendance.html",
        form,
        **context,
        sheet=sheet,
        seat=SEAT,
        standings=standings_of(found, acting()["now"]),
        lost=LOST,
        is_open_to_change=context["state"].has("awaits_committee"),
    )
