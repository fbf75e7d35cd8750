"""Filling the draft: scopes, sections of questions, criteria. Whatever is well typed is kept at each press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, request, url_for
from markupsafe import Markup

from labelflow.domain.form import is_blank
from labelflow.errors import NotFound
from labelflow.i18n import _, ngettext
from labelflow.queries.applications import pieces_of
from labelflow.services.applications import save_answers, save_positions
from labelflow.web.access import signed_in
from labelflow.web.applicant.common import acting, after, applicant, fingerprint, in_hand, programme_for, refuse_stale
from labelflow.web.filters import words
from labelflow.web.forms.applicant import NOT_APPLICABLE, PositionsForm, ScopesForm, SectionForm
from labelflow.web.forms.fields import Answer
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from labelflow.domain.form import Section
    from labelflow.domain.grid import Criterion
    from labelflow.models.application import Application, Evidence

STAY = "rester"
"""Name of the second button: save and go back to the overview."""


def saved(application: Application, onward: str) -> ResponseReturnValue:
    """Where the person goes once their page is saved."""
    flash(_("C’est enregistré."), "ok")
    here = url_for("applicant.overview", application_id=application.public_id)
    return redirect(here if STAY in request.form else onward, 303)


@applicant.route("/candidatures/<string:application_id>/perimetre", methods=["GET", "POST"])
@signed_in
def scopes(application_id: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    present = fingerprint({"scopes": application.scopes})
    form = ScopesForm.made(programme_for(application), seen=present, data={"scopes": application.scopes})
    if form.validate_on_submit():
        if form["scopes"].data != application.scopes:
            refuse_stale(form.seen.data, present)
            with intending(_("enregistrer le périmètre")):
                save_answers(application_id, {}, **acting(), seen=application.version, scopes=form["scopes"].data)
        return saved(application, after(application, "scopes", "scopes"))
    return page("applicant/part.html", form, application=application, title=_("Le périmètre demandé"))


@applicant.route("/candidatures/<string:application_id>/questions/<string:code>", methods=["GET", "POST"])
@signed_in
def section(application_id: str, code: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    asked = _section(application, code)
    form = _section_form(application, asked)
    if form.is_submitted():
        right = form.validate()
        more = _keep_answers(application, asked, form)
        if right and more:
            flash(
                ngettext("Votre réponse ajoute une question.", "Votre réponse ajoute %(num)s questions.", more), "info"
            )
            return see_other("applicant.section", application_id=application_id, code=code)
        if right:
            return saved(application, after(application, "section", code))
        form.seen.data = _seen(application, asked)
    return page(
        "applicant/part.html", form, application=application, title=words(asked.title), intro=words(asked.intro)
    )


def _section(application: Application, code: str) -> Section:
    for found in programme_for(application).form.sections:
        if found.code == code:
            return found
    raise NotFound


def _section_form(application: Application, asked: Section) -> SectionForm:
    visible = programme_for(application).form.visible_questions(application.answers)
    return SectionForm.made(asked, application, visible, _seen(application, asked))


def _seen(application: Application, asked: Section) -> int:
    return fingerprint({question.code: application.answers.get(question.code) for question in asked.questions})


def _keep_answers(application: Application, asked: Section, form: SectionForm) -> int:
    """Keep what changed. Gives how many questions of the section it makes appear."""
    changed = {code: value for code, value in form.kept.items() if application.answers.get(code) != value}
    if not changed:
        return 0
    before = _visible(application, asked)
    refuse_stale(form.seen.data, _seen(application, asked))
    with intending(_("enregistrer vos réponses")):
        save_answers(application.public_id, changed, **acting(), seen=application.version)
    new = _visible(application, asked) - before
    return sum(1 for code in new if is_blank(application.answers.get(code)))


def _visible(application: Application, asked: Section) -> set[str]:
    visible = {question.code for question in programme_for(application).form.visible_questions(application.answers)}
    return visible & {question.code for question in asked.questions}


@applicant.route("/candidatures/<string:application_id>/criteres/<string:family>", methods=["GET", "POST"])
@signed_in
def criteria(application_id: str, family: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    grid = programme_for(application).grid
    if grid is None or family not in grid.family_by_code:
        raise NotFound
    asked, known = grid.criteria_of(family), _positions(application)
    form = PositionsForm.made(grid, asked, known, fingerprint(_of(known, asked)))
    proofs = pieces_of(application)
    for criterion in asked:
        form[criterion.code].aside = _aside(criterion, [piece for piece in proofs if criterion.code in piece.criteria])
    if form.is_submitted():
        right = form.validate()
        _keep_positions(application, form, known, asked)
        if right:
            return saved(application, after(application, "family", family))
        form.seen.data = fingerprint(_of(_positions(application), asked))
    return page(
        "applicant/criteria.html",
        form,
        application=application,
        family=grid.family_by_code[family],
        criteria=asked,
    )


def _aside(criterion: Criterion, proofs: Sequence[Evidence]) -> Markup:
    """How the criterion is read, and the pieces that already prove it."""
    macros = current_app.jinja_env.get_template("applicant/criterion.html").module
    return Markup(macros.aside(criterion, proofs))  # type: ignore[attr-defined]  # noqa: S704 - the macro escapes what it prints


def _positions(application: Application) -> dict[str, Answer]:
    return {
        row.criterion: Answer(
            NOT_APPLICABLE if row.not_applicable else "" if row.level is None else str(row.level), row.comment
        )
        for row in application.positions
    }


def _of(known: Mapping[str, Answer], asked: Sequence[Criterion]) -> dict[str, list[str]]:
    found = ((criterion.code, known.get(criterion.code, Answer())) for criterion in asked)
    return {code: [answer.value, answer.comment] for code, answer in found}


def _keep_positions(
    application: Application, form: PositionsForm, known: Mapping[str, Answer], asked: Sequence[Criterion]
) -> None:
    typed = {field.name: field.data for field in form.asked}
    changed = {code: kept for code, kept in form.kept.items() if known.get(code, Answer()) != typed[code]}
    if not changed:
        return
    refuse_stale(form.seen.data, fingerprint(_of(known, asked)))
    with intending(_("enregistrer vos positions")):
        save_positions(application.public_id, changed, **acting(), seen=application.version)
