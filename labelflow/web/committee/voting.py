"""The vote on an item: what may be put to it, and voices that count once however often they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from labelflow.domain.refusal import Refusal
from labelflow.errors import Refused
from labelflow.i18n import _
from labelflow.queries.item_pages import hearing_of
from labelflow.queries.step_choices import choices_of
from labelflow.services.voting import cast_votes
from labelflow.web.committee.blueprint import acting
from labelflow.web.committee_words import VOTES
from labelflow.web.filters import words
from labelflow.web.forms.steps import step_form
from labelflow.web.page import see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from labelflow.models.session import Item
    from labelflow.queries.item_pages import Hearing, Voice
    from labelflow.services.steps import Offer
    from labelflow.web.forms.committee import VoteForm
    from labelflow.web.forms.steps import StepForm

PUTS: Final = "put_to_the_vote"
"""The effect of the step that opens a ballot."""


def puts(offer: Offer) -> bool:
    """Whether the step opens a ballot."""
    return any(use.rule == PUTS for use in offer.step.effects)


def opening(found: Item, hearing: Hearing, steps: Sequence[Offer]) -> dict[str, Any] | None:
    """The form that puts an outcome to the vote, for whoever presides; with the reasons while it may not be."""
    offer = next((one for one in steps if puts(one)), None)
    if offer is None:
        return None
    form = step_form(offer.step, choices=choices_of(found, offer.step, acting()["now"]), seen=found.version)
    form.retour.data = url_for("committee.item", item_id=found.public_id)
    return {
        "form": form,
        "refusals": offer.refusals,
        "label": words(offer.step.label),
        "url": url_for("steps.step", kind="item", public_id=found.public_id, code=offer.step.code),
        "obstacles": _obstacles(hearing, form),
    }


def _obstacles(hearing: Hearing, form: StepForm) -> list[tuple[str, Any]]:
    """Outcomes that could not take effect, whatever the vote: taken out of the choices, with the reasons."""
    found_obstacles = {choice.value: hearing.facts.outcome_obstacles(choice.value) for choice in form.outcome.choices}
    barred = [(choice.label, found_obstacles[choice.value]) for choice in form.outcome.choices]
    form.outcome.choices = [choice for choice in form.outcome.choices if not found_obstacles[choice.value]]
    return [(label, refusals) for label, refusals in barred if refusals]


def send(found: Item, form: VoteForm) -> ResponseReturnValue:
    """Cast the voices of the form."""
    ballot = int(form.ballot.data) if str(form.ballot.data).isdigit() else 0
    try:
        with intending(_("voter sur le dossier de %(name)s", name=found.application.structure.name)):
            cast_votes(found.public_id, form.choices, **acting(), ballot=ballot)
    except Refused as refused:
        if {one.code for one in refused.refusals} != {"vote-already-cast"}:
            raise
        return voted_already(found, hearing_of(found, **acting()))
    said = _(", ").join(str(VOTES[choice]).lower() for choice in form.choices.values())
    return see_other("committee.item", item_id=found.public_id, done=_("Vote enregistré : %(votes)s.", votes=said))


def voted_already(found: Item, hearing: Hearing) -> ResponseReturnValue:
    """A vote sent twice changes nothing, and says what was kept."""
    cast = [voice for voice in hearing.mine if voice.choice]
    if not cast:
        raise Refused([Refusal("vote-closed")], intent=_("voter"))
    return see_other("committee.item", item_id=found.public_id, done=_kept(cast))


def _kept(cast: Sequence[Voice]) -> str:
    said = _(", ").join(str(VOTES[voice.choice]).lower() for voice in cast)
    return _("Votre vote était déjà enregistré, une seule fois : %(votes)s.", votes=said)
