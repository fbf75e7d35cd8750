"""The reviewer's part of the grid, one family per page; the conclusion; the whole before it is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from markupsafe import Markup

from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.review_pages import Reading, reading_called
from labelflow.services import reviews
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.forms.reviewing import STAY, ConclusionForm, explained, marks_form
from labelflow.web.page import page, see_other
from labelflow.web.reviewing.blueprint import acting, reviewer
from labelflow.web.reviewing.reading import GIVING, beside, opened
from labelflow.web.step_pages import intending, offer_buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from labelflow.domain.grid import Criterion, Family
    from labelflow.web.forms.reviewing import MarksForm


@reviewer.route("/<string:assignment_id>/grille/<string:family>", methods=["GET", "POST"])
@allows("review:work")
def family(assignment_id: str, family: str) -> ResponseReturnValue:
    reading = reading_called(assignment_id, **acting())
    place, declared, criteria = _family(reading, family)
    context = opened(reading)
    if not reading.is_editable:
        return see_other("reviewer.submission", assignment_id=assignment_id)
    form = _marks_form(reading, criteria, context)
    if form.validate_on_submit():
        _save(reading, form.given, seen=form.seen.data)
        return _next(reading, place)
    return page("reviewer/family.html", form, family=declared, place=place, explained=_explained(reading), **context)


def _family(reading: Reading, code: str) -> tuple[int, Family, tuple[Criterion, ...]]:
    for place, (declared, criteria) in enumerate(reading.families):
        if declared.code == code:
            return place, declared, criteria
    raise NotFound


def _marks_form(reading: Reading, criteria: Sequence[Criterion], context: dict[str, Any]) -> MarksForm:
    grid = reading.programme.grid
    assert grid is not None  # a family comes from it
    asides = {
        criterion.code: Markup(  # noqa: S704 - rendered by a template, which escapes
            render_template(
                "reviewer/beside.html",
                **beside(reading, context["submitted"], criterion.code),
                criterion=criterion,
                grid=grid,
                lacks_comment=reading.lacks_comment(criterion.code),
            )
        )
        for criterion in criteria
    }
    return marks_form(grid, criteria, reading.marks, asides, reading.version)


def _explained(reading: Reading) -> list[str]:
    return explained(reading.programme.grid) if reading.programme.grid else []


def _save(reading: Reading, marks: dict[str, dict[str, Any]], *, seen: int | None, **texts: str) -> None:
    with intending(_("enregistrer votre évaluation")):
        reviews.save(reading.assignment.public_id, marks, **acting(), **texts, seen=seen)  # type: ignore[arg-type]  # texts only


def _next(reading: Reading, place: int) -> ResponseReturnValue:
    """The next family, the conclusion after the last one; or the same page when only saving."""
    done, assignment_id = _("Enregistré."), reading.assignment.public_id
    codes = [family.code for family, _criteria in reading.families]
    if STAY in request.form:
        return see_other("reviewer.family", done=done, assignment_id=assignment_id, family=codes[place])
    if place + 1 < len(codes):
        return see_other("reviewer.family", done=done, assignment_id=assignment_id, family=codes[place + 1])
    return see_other("reviewer.conclusion", done=done, assignment_id=assignment_id)


@reviewer.route("/<string:assignment_id>/avis", methods=["GET", "POST"])
@allows("review:work")
def conclusion(assignment_id: str) -> ResponseReturnValue:
    reading = reading_called(assignment_id, **acting())
    if not reading.is_editable:
        return see_other("reviewer.submission", assignment_id=assignment_id)
    form = ConclusionForm(obj=reading.review, seen=reading.version)
    if form.validate_on_submit():
        texts = {field.name: field.data or "" for field in form.asked}
        _save(reading, {}, seen=form.seen.data, **texts)
        where = "reviewer.conclusion" if STAY in request.form else "reviewer.submission"
        return see_other(where, done=_("Enregistré."), assignment_id=assignment_id)
    return page("reviewer/conclusion.html", form, **opened(reading))


@reviewer.get("/<string:assignment_id>/remise")
@allows("review:work")
def submission(assignment_id: str) -> ResponseReturnValue:
    reading = reading_called(assignment_id, **acting())
    found = [offer for offer in offers(reading.assignment, **acting()) if offer.step.code in GIVING]
    back = url_for("reviewer.show", assignment_id=assignment_id)
    buttons = offer_buttons(reading.assignment, found, back=back)
    return page("reviewer/submission.html", **opened(reading), buttons=buttons)
