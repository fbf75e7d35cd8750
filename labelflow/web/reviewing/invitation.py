"""An invitation: who asks, about whom; the declaration of interests before anything opens; stepping aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from labelflow.domain.deadlines import due
from labelflow.errors import NotFound
from labelflow.i18n import _, _l
from labelflow.queries.deadlines import due_of
from labelflow.queries.facts import facts_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.review_pages import assignment_called, blocking_links, standing_of
from labelflow.sentences import LINKS
from labelflow.services.steps import offers, take
from labelflow.web.access import allows
from labelflow.web.answers import department_name
from labelflow.web.filters import words
from labelflow.web.forms.reviewing import declaration_form, recusal_form
from labelflow.web.page import page, see_other
from labelflow.web.review_words import READERS
from labelflow.web.reviewing.blueprint import acting, reviewer
from labelflow.web.step_pages import intending, offer_buttons

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from labelflow.domain.conflicts import ConflictRule
    from labelflow.domain.workflow import Step
    from labelflow.models.review import Assignment
    from labelflow.programmes.schema import Programme

ACCEPT: Final = "accept"
RECUSE: Final = "recuse"
HELP: Final = {
    "decline": _l("Vous êtes libre de tout lien, mais vous n’avez pas le temps ou pas la compétence."),
    "recuse": _l("Un lien avec la structure vous écarte de ce dossier."),
}


@reviewer.route("/<string:assignment_id>/declaration", methods=["GET", "POST"])
@allows("review:work")
def declare(assignment_id: str) -> ResponseReturnValue:
    assignment = assignment_called(assignment_id, **acting())
    if not _is_invitation(assignment):
        return see_other("reviewer.show", assignment_id=assignment_id)
    rules = review_rules(assignment)
    form = declaration_form(rules, assignment.version)
    if form.validate_on_submit():
        if facts_of(assignment, acting()["now"]).declared_blocks(tuple(form.links)):
            return _lead_to_recusal(assignment, form.links, form.details.data)
        accept(assignment, form.links, form.details.data, form.seen.data)
        done = _("Votre déclaration est signée : le dossier vous est ouvert.")
        return see_other("reviewer.show", assignment_id=assignment_id, done=done)
    return page("reviewer/declare.html", form, **invitation(assignment))


def accept(assignment: Assignment, links: list[str], details: str, seen: int | None) -> None:
    """Sign a declaration without any blocking link, and accept. A link that is only to be declared is kept with it."""
    with intending(_("accepter cette évaluation")):
        fields = {"declared": True, "links": links, "details": details}
        take("assignment", assignment.public_id, ACCEPT, **acting(), seen=seen, fields=fields)


def invitation(assignment: Assignment) -> dict[str, Any]:
    """What an invitation may show, and nothing else: name, department, scopes, role, dates."""
    programme = programme_of(assignment.programme_version_id)
    application = assignment.application
    own = {RECUSE: url_for("reviewer.recuse", assignment_id=assignment.public_id)}
    found = offers(assignment, **acting())
    buttons = offer_buttons(assignment, found, back=url_for("reviewer.assignments"), pages=own)
    known = programme.scope_by_code
    return {
        "assignment": assignment,
        "structure": application.structure,
        "department": department_name(application.structure.department),
        "role": READERS[assignment.reader],
        "answer_due": due_of("assignment", [assignment.id]).get(assignment.id),
        "review_due": _review_due(programme),
        "link_words": LINKS,
        "scopes": [words(known[code].names) for code in application.scopes if code in known],
        "programme": programme,
        "blocked": blocking_links(assignment, acting()["now"]),
        "refusals": next((offer.refusals for offer in found if offer.step.code == ACCEPT), ()),
        "buttons": [_helped(button) for button in buttons if button["code"] != ACCEPT],
    }


def _helped(button: dict[str, Any]) -> dict[str, Any]:
    """The button with what tells it from the other one, where the programme says nothing."""
    help_ = button["help"] or HELP.get(button["code"], "")
    return {**button, "help": help_}


def _review_due(programme: Programme) -> datetime | None:
    """By when the review is due if the person accepts now."""
    step = programme.machines["assignment"].step_by_code.get(ACCEPT)
    codes = step.starts if step else ()
    return due(acting()["now"], programme.deadlines[codes[0]].delay) if codes else None


@reviewer.route("/<string:assignment_id>/deport", methods=["GET", "POST"])
@allows("review:work")
def recuse(assignment_id: str) -> ResponseReturnValue:
    assignment = assignment_called(assignment_id, **acting())
    if not any(offer.step.code == RECUSE for offer in offers(assignment, **acting())):
        raise NotFound
    rules, step = review_rules(assignment), recusal_of(assignment)
    known = [code for code in blocking_links(assignment, acting()["now"]) if code in {rule.code for rule in rules}]
    form = recusal_form(rules, _reason(step), seen=assignment.version, links=known)
    if form.validate_on_submit():
        fields = {"reason": form.reason.data, "links": form.links.data, "details": form.reason.data}
        with intending(words(step.label)):
            take("assignment", assignment_id, step.code, **acting(), seen=form.seen.data, fields=fields)
        done = _(
            "Vous vous êtes déporté de ce dossier. Merci de l’avoir dit : la coordination cherche quelqu’un d’autre."
        )
        return see_other("reviewer.assignments", done=done)
    return page("reviewer/recuse.html", form, step=step, **_named(assignment))


def _lead_to_recusal(assignment: Assignment, links: list[str], details: str) -> ResponseReturnValue:
    """A declared link excludes: nothing is signed, and the page that steps aside opens with what was typed."""
    step = recusal_of(assignment)
    form = recusal_form(
        review_rules(assignment), _reason(step), formdata=None, seen=assignment.version, links=links, reason=details
    )
    text, _status = page("reviewer/recuse.html", form, step=step, declared=links, **_named(assignment))
    return text, 409


def _named(assignment: Assignment) -> dict[str, Any]:
    return {"assignment": assignment, "structure": assignment.application.structure}


def recusal_of(assignment: Assignment) -> Step:
    """The step by which a reviewer steps aside."""
    return programme_of(assignment.programme_version_id).machines["assignment"].step_by_code[RECUSE]


def _reason(step: Step) -> Any:  # noqa: ANN401 - an ask, or nothing
    return next((ask for ask in step.asks if ask.code == "reason"), None)


def review_rules(assignment: Assignment) -> list[ConflictRule]:
    """The rules of the programme about reviewers, one per kind of link."""
    rules = programme_of(assignment.programme_version_id).conflicts
    return list({rule.code: rule for rule in rules if "review" in rule.applies_to}.values())


def _is_invitation(assignment: Assignment) -> bool:
    machine = programme_of(assignment.programme_version_id).machines["assignment"]
    return standing_of(machine.by_code[assignment.state]) == "invited"
