"""What the coordination reads of an application: what was submitted, the reviews, the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.domain.refusal import Refusal
from labelflow.i18n import _
from labelflow.queries.dossier import submitted
from labelflow.queries.exchanges import last_reply, report_of
from labelflow.queries.instruction import instructed, readers_of, story_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reports import consolidated, valid_reviews
from labelflow.queries.reviews import content_of, former_versions
from labelflow.web.access import allows
from labelflow.web.answers import answers_in_words, listed_pieces
from labelflow.web.applicant.reading import OUTCOMES
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.coordination.dossier import common
from labelflow.web.coordination_words import ROLES, UNNAMED, fact
from labelflow.web.page import page
from labelflow.web.review_words import ABSENT, READERS, RECOMMENDATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from labelflow.models.application import Application
    from labelflow.models.review import Review
    from labelflow.programmes.schema import Programme
    from labelflow.queries.instruction import Told


@coordinator.get("/dossiers/<string:application_id>/contenu")
@allows("coordination:work")
def content(application_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    programme, filed = programme_of(found.programme_version_id), submitted(found, "coordinators")
    criteria = programme.grid.criteria if programme.grid and filed else ()
    return page(
        "coordinator/content.html",
        **common(found),
        filed=filed,
        parts=answers_in_words(programme.form, filed.answers if filed else {}),
        pieces=listed_pieces(programme.form, filed.pieces if filed else ()),
        pieces_of={one.code: listed_pieces(programme.form, filed.pieces_for(one.code)) for one in criteria if filed},
    )


@coordinator.get("/dossiers/<string:application_id>/evaluations")
@allows("coordination:work")
def reviews(application_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    report, given = report_of(found), consolidated(found)
    proposal = given["proposal"] if given["reviews"] else {}
    return page(
        "coordinator/reviews.html",
        **common(found),
        given=given["reviews"],
        named=_named(found),
        dropped=[one for one in readers_of(found) if one.review and not one.state.has("counts")],
        former=former_readings(found),
        proposal=proposal,
        reasons=[_reason(entry) for entry in proposal.get("reasons", ())],
        report=report,
        reply=last_reply(found),
        outcomes=OUTCOMES,
        absent={code: name for code, (name, _hint) in ABSENT.items()},
        recommendations=RECOMMENDATIONS,
    )


def _named(found: Application) -> list[tuple[str, str]]:
    """Who is behind « Pair 1 »: in the order of the anonymous report."""
    return [(name, review.assignment.person.name) for name, review in _numbered(found)]


def _numbered(found: Application) -> list[tuple[str, Review]]:
    counts: dict[str, int] = {}
    numbered = []
    for review, reader, _third in valid_reviews(found):
        counts[reader] = counts.get(reader, 0) + 1
        numbered.append((f"{READERS[reader]} {counts[reader]}", review))
    return numbered


def former_readings(found: Application) -> list[dict[str, Any]]:
    """What reviewers had submitted before they revised it: whose by number, when, and what it said."""
    names = {review.assignment_id: name for name, review in _numbered(found)}
    return [
        {"name": names.get(review.assignment_id, ""), "review": review, "content": content_of(review)}
        for review in former_versions(found)
    ]


def _reason(entry: Mapping[str, Any]) -> Refusal:
    details = {key: tuple(value) if isinstance(value, list) else value for key, value in entry["details"].items()}
    return Refusal(entry["code"], details)


@coordinator.get("/dossiers/<string:application_id>/journal")
@allows("coordination:work")
def journal(application_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    story = story_of("application", found.public_id, since=found.submitted_at)
    programme = programme_of(found.programme_version_id)
    return page("coordinator/journal.html", **common(found), story=[told(one, programme) for one in story])


def told(one: Told, programme: Programme) -> dict[str, Any]:
    """A fact of the journal in words: what, about whom, by whom, when."""
    about = one.about if one.about != one.who else ""
    return {"what": fact(one.code, programme), "about": about, "by": _by(one), "at": one.at}


def _by(one: Told) -> str:
    """Who acted, in which role; « le site » when the time or a rule did; no name where it is for the minutes."""
    role = str(ROLES.get(one.role, ""))
    if one.role == "system" or not (one.who or role):
        return _("le site")
    if not one.who or one.code in UNNAMED:
        return role or _("une personne")
    return f"{one.who}, {role}" if role else one.who
