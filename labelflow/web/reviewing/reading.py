"""The file as its reviewer reads it: what was submitted, the questions asked, the progress of the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from labelflow.errors import NotFound
from labelflow.i18n import _, ngettext
from labelflow.queries.deadlines import due_of
from labelflow.queries.dossier import submitted
from labelflow.queries.programmes import programme_of
from labelflow.queries.review_pages import (
    Reading,
    assignment_called,
    blocking_links,
    reading_called,
    standing_of,
)
from labelflow.sentences import LINKS
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.answers import answers_in_words, department_name, listed_pieces
from labelflow.web.filters import words
from labelflow.web.page import page, see_other
from labelflow.web.review_words import ABSENT, READERS, RECOMMENDATIONS
from labelflow.web.reviewing.blueprint import acting, reviewer
from labelflow.web.reviewing.invitation import RECUSE
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.review import Assignment
    from labelflow.queries.dossier import Submitted

CIRCLE: Final = "reviewers"
SUBMIT: Final = "submit_review"
REVISE: Final = "revise"
GIVING: Final = (SUBMIT, REVISE, "confirm")
"""Steps by which a reviewer gives their review, gives it revised, or leaves it as it is."""
TONES: Final = ("primary", "neutral", "danger")


@reviewer.get("/<string:assignment_id>")
@allows("review:work")
def show(assignment_id: str) -> ResponseReturnValue:
    assignment = assignment_called(assignment_id, **acting())
    machine = programme_of(assignment.programme_version_id).machines["assignment"]
    if standing_of(machine.by_code[assignment.state]) == "invited":
        return see_other("reviewer.declare", assignment_id=assignment_id)
    links = blocking_links(assignment, acting()["now"])
    if links:
        return _kept_out(assignment, links)
    reading = reading_called(assignment_id, **acting())
    due = due_of("assignment", [assignment.id]).get(assignment.id)
    return page(
        "reviewer/show.html", **opened(reading), buttons=_buttons(reading), families=_families(reading), due=due
    )


def _families(reading: Reading) -> list[dict[str, Any]]:
    """The pages of the review, with how far each one is."""
    assignment_id = reading.assignment.public_id
    found = [
        {
            "title": f"{family.code} · {words(family.name)}",
            "url": url_for("reviewer.family", assignment_id=assignment_id, family=family.code),
            "meta": _progress([criterion.code for criterion in criteria], reading),
        }
        for family, criteria in reading.families
    ]
    url = url_for("reviewer.conclusion", assignment_id=assignment_id)
    given = RECOMMENDATIONS.get(reading.review.recommendation if reading.review else "")
    return [*found, {"title": _("Points forts, conseils, avis"), "url": url, "meta": given or _("Avis à donner")}]


def _progress(codes: list[str], reading: Reading) -> str:
    done = sum(1 for code in codes if code in reading.marks)
    told = _("%(done)s sur %(total)s", done=done, total=len(codes))
    unexplained = sum(1 for code in codes if reading.lacks_comment(code))
    if not unexplained:
        return told
    more = ngettext("%(num)s commentaire à écrire", "%(num)s commentaires à écrire", unexplained)
    return f"{told}, {more}"


def _kept_out(assignment: Assignment, links: tuple[str, ...]) -> ResponseReturnValue:
    """A link was found after the declaration: nothing of the file is shown any more."""
    can_recuse = any(offer.step.code == RECUSE for offer in offers(assignment, **acting()))
    name = assignment.application.structure.name
    return page(
        "reviewer/kept_out.html", assignment=assignment, name=name, links=links, link_words=LINKS, can_recuse=can_recuse
    )


def opened(reading: Reading) -> dict[str, Any]:
    """What every page of an open file needs."""
    found, form = submitted(reading.application, CIRCLE), reading.programme.form
    known = reading.programme.scope_by_code
    return {
        "reading": reading,
        "assignment": reading.assignment,
        "structure": reading.application.structure,
        "department": department_name(reading.application.structure.department),
        "role": READERS[reading.assignment.reader],
        "scopes": [words(known[code].names) for code in reading.application.scopes if code in known],
        "grid": reading.programme.grid,
        "absent": ABSENT,
        "recommendations": RECOMMENDATIONS,
        "contact": reading.programme.owner.email,
        "submitted": found,
        "parts": answers_in_words(form, found.answers) if found else (),
        "pieces": listed_pieces(form, found.pieces if found else ()),
    }


def beside(reading: Reading, found: Submitted | None, criterion: str) -> dict[str, Any]:
    """What the structure says of a criterion: its position, its pieces."""
    return {
        "code": criterion,
        "position": found.positions.get(criterion) if found else None,
        "pieces": listed_pieces(reading.programme.form, found.pieces_for(criterion) if found else ()),
    }


def _buttons(reading: Reading) -> list[dict[str, Any]]:
    """The steps from here; submitting has a page that shows the whole review first."""
    assignment_id = reading.assignment.public_id
    whole = url_for("reviewer.submission", assignment_id=assignment_id)
    own = {RECUSE: url_for("reviewer.recuse", assignment_id=assignment_id), SUBMIT: whole, REVISE: whole}
    found = [one for one in offers(reading.assignment, **acting()) if one.step.code != REVISE or reading.was_revised]
    back = url_for("reviewer.show", assignment_id=assignment_id)
    buttons = offer_buttons(reading.assignment, found, back=back, pages=own)
    return sorted(buttons, key=lambda button: TONES.index(button["tone"]))


@reviewer.get("/<string:assignment_id>/rapports")
@allows("review:work")
def report(assignment_id: str) -> ResponseReturnValue:
    reading = reading_called(assignment_id, **acting())
    if reading.report is None:
        raise NotFound
    absent = {code: name for code, (name, _hint) in ABSENT.items()}
    return page("reviewer/report.html", **opened(reading), readers=READERS, absent_words=absent)
