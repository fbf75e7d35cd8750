"""One item of the agenda: the file beside its marks, stepping aside, the vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request, url_for

from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Refused
from labelflow.i18n import _
from labelflow.queries.agenda import UNLISTS
from labelflow.queries.attendance import sheet_of
from labelflow.queries.item_pages import case_file, hearing_of
from labelflow.queries.reports import reasons_in
from labelflow.queries.session_pages import item_called, readable_items
from labelflow.queries.step_choices import choices_of
from labelflow.services.sessions import recuse
from labelflow.services.steps import offers
from labelflow.services.voting import cast_votes
from labelflow.web.access import allows
from labelflow.web.answers import answers_in_words, department_name, listed_pieces
from labelflow.web.applicant.reading import OUTCOMES
from labelflow.web.committee.blueprint import acting, committee, has
from labelflow.web.committee.sessions import common
from labelflow.web.committee_words import GATES, LOST, VOTES, outcome
from labelflow.web.filters import words
from labelflow.web.forms.committee import RecusalForm, people_choices, vote_form
from labelflow.web.forms.steps import step_form
from labelflow.web.page import page, see_other
from labelflow.web.review_words import ABSENT, READERS, RECOMMENDATIONS
from labelflow.web.step_pages import intending, offer_buttons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from labelflow.models.session import Item
    from labelflow.queries.item_pages import Hearing, Voice
    from labelflow.services.steps import Offer
    from labelflow.web.forms.committee import VoteForm
    from labelflow.web.forms.steps import StepForm

PUTS: Final = "put_to_the_vote"
"""The effect of the step that opens a ballot."""


@committee.route("/points/<string:item_id>", methods=["GET", "POST"])
@allows("session:read")
def item(item_id: str) -> ResponseReturnValue:
    found = item_called(item_id, **acting())
    hearing = hearing_of(found, **acting())
    awaited = [voice for voice in hearing.mine if not voice.choice] if hearing.is_voting else []
    form = vote_form(awaited, acting()["actor"].public_id, found.ballot)
    if request.method == "POST" and not awaited:
        return _voted_already(found, hearing)
    if form.validate_on_submit():
        return _vote(found, form)
    steps, case = offers(found, **acting()), case_file(found.application, hearing.decision)
    return page(
        "committee/item.html",
        form if awaited else None,
        **common(found.session),
        **_about(found),
        hearing=hearing,
        following=_following(found),
        awaited=awaited,
        opening=_opening(found, steps),
        buttons=[
            *offer_buttons(found, [one for one in steps if not _puts(one)]),
            *offer_buttons(found.application, [one for one in offers(found.application, **acting()) if _unlists(one)]),
        ],
        case=case,
        reasons=reasons_in(case.proposal),
        may_recuse=not hearing.facts.is_over,
        may_replace=has(found, "application:schedule") and not hearing.facts.is_over,
        may_draft=hearing.decision is not None and has(hearing.decision, "decision:draft", "decision:sign"),
        **_words(),
    )


def _following(found: Item) -> Item | None:
    """The next item of the agenda that waits for a vote and that the person may read."""
    later = [one for one in found.session.items if one.live and one.position > found.position]
    readable = readable_items(items=later, **acting())
    return next((one for one in later if one.id in readable), None)


def _about(found: Item) -> dict[str, Any]:
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


def _puts(offer: Offer) -> bool:
    return any(use.rule == PUTS for use in offer.step.effects)


def _unlists(offer: Offer) -> bool:
    return any(use.rule == UNLISTS for use in offer.step.effects) and offer.role == "coordinator"


def _opening(found: Item, steps: Sequence[Offer]) -> dict[str, Any] | None:
    """The form that puts an outcome to the vote, for whoever presides; with the reasons while it may not be."""
    offer = next((one for one in steps if _puts(one)), None)
    if offer is None:
        return None
    form = step_form(offer.step, choices=choices_of(found, offer.step, acting()["now"]), seen=found.version)
    form.retour.data = url_for("committee.item", item_id=found.public_id)
    return {
        "form": form,
        "refusals": offer.refusals,
        "label": words(offer.step.label),
        "url": url_for("steps.step", kind="item", public_id=found.public_id, code=offer.step.code),
        "obstacles": _obstacles(found, form),
    }


def _obstacles(found: Item, form: StepForm) -> list[tuple[str, Any]]:
    """Outcomes that could not take effect, whatever the vote: taken out of the choices, with the reasons."""
    facts = hearing_of(found, **acting()).facts
    found_obstacles = {choice.value: facts.outcome_obstacles(choice.value) for choice in form.outcome.choices}
    barred = [(choice.label, found_obstacles[choice.value]) for choice in form.outcome.choices]
    form.outcome.choices = [choice for choice in form.outcome.choices if not found_obstacles[choice.value]]
    return [(label, refusals) for label, refusals in barred if refusals]


def _vote(found: Item, form: VoteForm) -> ResponseReturnValue:
    ballot = int(form.ballot.data) if str(form.ballot.data).isdigit() else 0
    try:
        with intending(_("voter sur le dossier de %(name)s", name=found.application.structure.name)):
            cast_votes(found.public_id, form.choices, **acting(), ballot=ballot)
    except Refused as refused:
        if {one.code for one in refused.refusals} != {"vote-already-cast"}:
            raise
        return _voted_already(found, hearing_of(found, **acting()))
    said = _(", ").join(str(VOTES[choice]).lower() for choice in form.choices.values())
    return see_other("committee.item", item_id=found.public_id, done=_("Vote enregistré : %(votes)s.", votes=said))


def _voted_already(found: Item, hearing: Hearing) -> ResponseReturnValue:
    """A vote sent twice changes nothing, and says what was kept."""
    cast = [voice for voice in hearing.mine if voice.choice]
    if not cast:
        raise Refused([Refusal("vote-closed")], intent=_("voter"))
    return see_other("committee.item", item_id=found.public_id, done=_kept(cast))


def _kept(cast: Sequence[Voice]) -> str:
    said = _(", ").join(str(VOTES[voice.choice]).lower() for voice in cast)
    return _("Votre vote était déjà enregistré, une seule fois : %(votes)s.", votes=said)


@committee.route("/points/<string:item_id>/deport", methods=["GET", "POST"])
@allows("session:read")
def step_aside(item_id: str) -> ResponseReturnValue:
    found = item_called(item_id, **acting())
    form, own = RecusalForm(), acting()["actor"].public_id
    people = _who_may_step_aside(found, own)
    if not people:
        raise NotFound
    form.member.choices, form.member.data = people, form.member.data or people[0][0]
    if form.validate_on_submit():
        with intending(_("enregistrer un déport")):
            recuse(item_id, **acting(), note=form.note.data, member=form.member.data)
        return see_other("committee.session", session_id=found.session.public_id, done=_thanks(found, form, own))
    back = url_for("committee.session", session_id=found.session.public_id)
    only_oneself = [public_id for public_id, _name in people] == [own]
    return page(
        "committee/step_aside.html",
        form,
        **common(found.session),
        **_about(found),
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
        **_about(found),
        case=case,
        parts=answers_in_words(form, case.filed.answers),
        pieces=listed_pieces(form, case.filed.pieces),
    )
