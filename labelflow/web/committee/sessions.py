"""The committee's sessions: the list, planning one, its page, its printable convocation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from labelflow.domain.calendar import local_day
from labelflow.domain.permissions import may
from labelflow.i18n import _
from labelflow.queries.attendance import named
from labelflow.queries.programmes import current_programme, installed_codes, programme_of
from labelflow.queries.sanctions import ACTS
from labelflow.queries.session_duties import last_notice_day
from labelflow.queries.session_pages import agenda_of, line_of, session_called, sessions_of
from labelflow.services.sessions import change, plan
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.applicant.reading import OUTCOMES
from labelflow.web.committee.blueprint import acting, committee, has
from labelflow.web.committee_words import duty, outcome
from labelflow.web.filters import words
from labelflow.web.forms.committee import PlanForm, SessionForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending, offer_buttons

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from labelflow.models.session import Session
    from labelflow.queries.session_pages import Row


@committee.get("")
@allows("session:read")
def sessions() -> ResponseReturnValue:
    lines, today = sessions_of(**acting()), local_day(acting()["now"])
    return page(
        "committee/sessions.html",
        held_today=[line for line in lines if local_day(line.session.held_at) == today],
        coming=[line for line in lines if local_day(line.session.held_at) > today],
        past=[line for line in reversed(lines) if local_day(line.session.held_at) < today],
        duty=duty,
        plans=bool(_prepared()),
        signs=any(one.code in {"sign", "draft"} for line in lines for one in line.duties),
        follows=any(may(act, programme=code, **acting()) for act in ACTS for code in installed_codes()),
    )


def _prepared() -> list[str]:
    """Codes of the programmes whose sessions the person prepares."""
    codes = [code for code in installed_codes() if may("session:prepare", programme=code, **acting())]
    return [code for code in codes if current_programme(code, local_day(acting()["now"])).committee is not None]


@committee.route("/seances/nouvelle", methods=["GET", "POST"])
@allows("session:prepare")
def plan_session() -> ResponseReturnValue:
    form, codes = PlanForm(), _prepared()
    names = {code: words(current_programme(code, local_day(acting()["now"])).names) for code in codes}
    form.programme.choices = list(names.items())
    if len(codes) == 1:
        form.programme.data = form.programme.data or codes[0]
    form.second_of.choices = _first_meetings(codes)
    if form.validate_on_submit():
        with intending(_("préparer une séance")):
            made = plan(
                form.programme.data,
                form.title.data,
                form.held_at.data,
                **acting(),
                place=form.place.data,
                remote_address=form.remote_address.data,
                second_meeting_of=form.second_of.data or None,
            )
        done = _("La séance est préparée. Inscrivez maintenant des dossiers à son ordre du jour.")
        return see_other("committee.agenda", session_id=made.public_id, done=done)
    return page("committee/plan.html", form, single=len(codes) == 1)


def _first_meetings(codes: Iterable[str]) -> list[tuple[str, str]]:
    """The sessions that a second meeting may take up again: convened, and not long ago."""
    found = [line.session for line in sessions_of(**acting()) if line.session.noticed_at is not None]
    recent = [session for session in reversed(found) if session.programme_code in codes][:6]
    return [(session.public_id, f"{session.title} ({local_day(session.held_at):%d/%m/%Y})") for session in recent]


@committee.get("/seances/<string:session_id>")
@allows("session:read")
def session(session_id: str) -> ResponseReturnValue:
    found = session_called(session_id, **acting())
    rows, line = agenda_of(found, **acting()), line_of(found, **acting())
    return page(
        "committee/session.html",
        **common(found),
        rows=rows,
        line=line,
        people=named({key for row in rows for key in row.recused}),
        outcomes=OUTCOMES,
        outcome_of=lambda code: outcome(programme_of(found.programme_version_id), code),
        duties=[(duty(one), _address_of(one.code, found, rows)) for one in line.duties],
        buttons=offer_buttons(found, offers(found, **acting())),
    )


def common(found: Session) -> dict[str, Any]:
    """What every page of a session needs."""
    programme = programme_of(found.programme_version_id)
    return {
        "session": found,
        "programme": programme,
        "state": programme.machines["session"].by_code[found.state],
        "is_planned": found.state == programme.machines["session"].initial,
        "is_over": programme.machines["session"].by_code[found.state].has("final"),
        "prepares": has(found, "session:prepare"),
        "presides": has(found, "session:preside"),
        "notice_by": last_notice_day(found),
        "notice_given": (local_day(found.held_at) - local_day(found.noticed_at)).days if found.noticed_at else None,
    }


def _address_of(code: str, found: Session, rows: Iterable[Row]) -> str:
    """The page on which a duty is done; "" when it is the session's own page."""
    voting = [row.item.public_id for row in rows if row.readable and row.state.has("pending")]
    if code == "vote" and voting:
        return url_for("committee.item", item_id=voting[0])
    pages = {
        "fill": "committee.agenda",
        "attendance": "committee.attendance",
        "approve": "committee.minutes",
        "draft": "committee.signatures",
        "sign": "committee.signatures",
    }
    return url_for(pages[code], session_id=found.public_id) if code in pages else ""


@committee.route("/seances/<string:session_id>/modifier", methods=["GET", "POST"])
@allows("session:prepare")
def change_session(session_id: str) -> ResponseReturnValue:
    found = session_called(session_id, **acting())
    form = SessionForm(obj=found, seen=found.version)
    if form.validate_on_submit():
        given = {field.name: field.data for field in form.asked}
        with intending(_("modifier la séance")):
            change(session_id, **acting(), seen=form.seen.data, **given)
        return see_other("committee.session", session_id=session_id, done=_("La séance est modifiée."))
    return page("committee/change.html", form, **common(found))


@committee.get("/seances/<string:session_id>/convocation")
@allows("session:read")
def convocation(session_id: str) -> ResponseReturnValue:
    found = session_called(session_id, **acting())
    return page("committee/convocation.html", **common(found), rows=agenda_of(found, **acting()))
