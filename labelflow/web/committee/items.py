"""One item of the agenda: the ballot, the file beside its marks, what was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from labelflow.errors import NotFound
from labelflow.queries.agenda import UNLISTS
from labelflow.queries.item_pages import case_file, hearing_of
from labelflow.queries.reports import reasons_in
from labelflow.queries.session_pages import following, item_called
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.answers import answers_in_words, department_name, listed_pieces
from labelflow.web.applicant.reading import OUTCOMES
from labelflow.web.committee.blueprint import acting, committee, has
from labelflow.web.committee.sessions import common
from labelflow.web.committee.voting import opening, puts, send, voted_already
from labelflow.web.committee_words import GATES, LOST, VOTES, outcome
from labelflow.web.coordination.reading import former_readings
from labelflow.web.filters import words
from labelflow.web.forms.committee import vote_form
from labelflow.web.page import page
from labelflow.web.review_words import ABSENT, READERS, RECOMMENDATIONS
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from labelflow.models.session import Item
    from labelflow.services.steps import Offer


@committee.route("/points/<string:item_id>", methods=["GET", "POST"])
@allows("session:read")
def item(item_id: str) -> ResponseReturnValue:
    found = item_called(item_id, **acting())
    hearing = hearing_of(found, **acting())
    awaited = [voice for voice in hearing.mine if not voice.choice] if hearing.is_voting else []
    form = vote_form(awaited, acting()["actor"].public_id, found.ballot)
    if request.method == "POST" and not awaited:
        return voted_already(found, hearing)
    if form.validate_on_submit():
        return send(found, form)
    steps, case = offers(found, **acting()), case_file(found.application, hearing.decision)
    return page(
        "committee/item.html",
        form if awaited else None,
        **common(found.session),
        **about(found),
        hearing=hearing,
        following=following(found, **acting()),
        awaited=awaited,
        opening=opening(found, hearing, steps),
        buttons=[
            *offer_buttons(found, [one for one in steps if not puts(one)]),
            *offer_buttons(found.application, [one for one in offers(found.application, **acting()) if _unlists(one)]),
        ],
        case=case,
        reasons=reasons_in(case.proposal),
        may_recuse=not hearing.facts.is_over and has(found, "item:vote", "session:preside", "session:prepare"),
        may_replace=has(found, "application:schedule") and not hearing.facts.is_over,
        may_draft=hearing.decision is not None and has(hearing.decision, "decision:draft", "decision:sign"),
        former=former_readings(found.application) if has(found, "journal:read") else (),
        **_words(),
    )


def about(found: Item) -> dict[str, Any]:
    """What every page of an item needs."""
    programme = common(found.session)["programme"]
    structure = found.application.structure
    known = programme.scope_by_code
    question = outcome(programme, found.proposed_outcome) if found.proposed_outcome else ""
    return {
        "item": found,
        "structure": structure,
        "department": department_name(structure.department),
        "scopes": [words(known[code].names) for code in found.application.scopes if code in known],
        "question": question,
        "outcome_of": lambda code: outcome(programme, code),
        "grid": programme.grid,
    }


def _words() -> Mapping[str, Any]:
    return {
        "gates": GATES,
        "lost": LOST,
        "votes": VOTES,
        "outcomes": OUTCOMES,
        "readers": READERS,
        "recommendations": RECOMMENDATIONS,
        "absent": {code: name for code, (name, _hint) in ABSENT.items()},
    }


def _unlists(offer: Offer) -> bool:
    return any(use.rule == UNLISTS for use in offer.step.effects) and offer.role == "coordinator"


@committee.get("/points/<string:item_id>/dossier")
@allows("session:read")
def filed(item_id: str) -> ResponseReturnValue:
    found = item_called(item_id, **acting())
    case = case_file(found.application)
    if case.filed is None:
        raise NotFound
    form = case.programme.form
    return page(
        "committee/filed.html",
        **common(found.session),
        **about(found),
        case=case,
        parts=answers_in_words(form, case.filed.answers),
        pieces=listed_pieces(form, case.filed.pieces),
    )
