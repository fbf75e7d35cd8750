"""A decision from its vote to its letter: reasons, reservations, gates, delegation, and signing several together."""  # long: one scene per rule of a decision

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.domain.actor import SYSTEM
from labelflow.models.account import Mandate, User
from labelflow.models.decision import Decision
from labelflow.models.file import Document
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.services import accounts, sessions
from labelflow.services.decisions import sign_together, signing_refusals
from labelflow.services.interests import Link, declare_link
from tests import scenes
from tests.deliberating import (
    EVERYBODY,
    decision_of,
    is_forbidden,
    item_of,
    list_second,
    refusals,
    sit,
    vote_all,
)
from tests.scenes.committee import FACTS
from tests.world import SINCE

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World

DEPARTS = "La commission a entendu la structure en séance."
GROUND = {"article": "4.1", "criterion": "A1", "facts": FACTS}


def sign(world: World, scene: Scene, by: str = "signatory") -> None:
    world.take("decision", scene.decision, "sign", by=by)


def draft(world: World, scene: Scene, by: str = "chair", **fields: Any) -> None:
    world.take("decision", scene.decision, "redraft", by=by, **fields)


def missing(world: World, scene: Scene) -> set[str]:
    """Codes of all that keeps the decision from being signed."""
    with world.looking() as session:
        decision = world.found("decision", scene.decision, session)
        found = signing_refusals(decision, actor=world.actor("signatory"), now=world.now)
        return {refusal.code for refusal in found}


# -- reasons


def test_a_refusal_without_reasons_is_not_signed(world: World) -> None:
    scene = scenes.decided(world, outcome="refuse")

    assert missing(world, scene) == {"grounds-missing", "departure-not-reasoned"}
    assert set(refusals(sign, world, scene)) == {"grounds-missing", "departure-not-reasoned"}

    draft(world, scene, departure_reason=DEPARTS, grounds=[{"article": "4.1", "facts": "Avis défavorable."}])
    assert refusals(sign, world, scene) == ("reasons-too-short",)

    draft(world, scene, grounds=[{"article": "", "facts": FACTS}])
    assert refusals(sign, world, scene) == ("grounds-missing",), "facts without an article are no reason in law"

    draft(world, scene, grounds=[GROUND])
    sign(world, scene)
    assert world.state("application", scene.application) == "refused"


def test_a_departure_from_the_figures_is_reasoned_even_when_it_is_kind(world: World) -> None:
    scene = scenes.decided(world, outcome="defer")

    draft(world, scene, grounds=[GROUND])

    assert refusals(sign, world, scene) == ("departure-not-reasoned",)


def test_a_grant_that_follows_the_figures_needs_no_reasons(world: World) -> None:
    scene = scenes.decided(world)

    assert missing(world, scene) == set()
    sign(world, scene)
    assert world.state("application", scene.application) == "granted"


def test_a_decision_names_what_it_rests_on(world: World) -> None:
    scene = scenes.signed(world)

    with world.looking() as session:
        decision = world.found("decision", scene.decision, session)
        assert decision.snapshot.number == 1
        assert decision.proposal["outcome"] == "favorable"
        assert (decision.signatory.family_name, decision.signatory_capacity) == ("Tolosa", "Présidente de la Région")
        assert decision.notified_at == decision.signed_at
        assert "deux mois" in decision.remedies


# -- reservations


def reserved(world: World, **changes: str) -> dict[str, str]:
    due_on = (world.today + timedelta(days=90)).isoformat()
    return {"criterion": "A2", "severity": "minor", "text": "Citez vos sources.", "due_on": due_on, **changes}


def test_a_reserved_grant_has_dated_reservations(world: World) -> None:
    scene = scenes.decided(world, outcome="grant_with_reservations")
    draft(world, scene, departure_reason=DEPARTS, reservations=[])
    assert refusals(sign, world, scene) == ("reservations-missing",)

    for change in ({"due_on": ""}, {"due_on": world.today.isoformat()}, {"text": " "}):
        draft(world, scene, reservations=[reserved(world, **change)])
        assert refusals(sign, world, scene) == ("reservations-undated",)

    draft(world, scene, reservations=[reserved(world)])
    sign(world, scene)
    with world.looking() as session:
        (label,) = session.query(Label)
        assert [one.text for one in label.reservations] == ["Citez vos sources."]


@pytest.mark.parametrize("change", [{"criterion": "Z9"}, {"severity": "grave"}, {"due_on": "demain"}])
def test_a_reservation_is_readable_before_it_is_kept(world: World, change: dict[str, str]) -> None:
    scene = scenes.decided(world, outcome="grant_with_reservations")

    assert refusals(draft, world, scene, reservations=[reserved(world, **change)]) == ("reservation-unknown",)


def test_a_plain_grant_keeps_no_reservation(world: World) -> None:
    scene = scenes.decided(world)

    draft(world, scene, reservations=[reserved(world)])

    with world.looking() as session:
        assert world.found("decision", scene.decision, session).reservations == []


def test_the_figures_propose_the_reservations_of_a_reserved_grant(world: World) -> None:
    scene = scenes.session_open(world)
    scenes.filing.check_documents(world, scene, level=1)
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant_with_reservations")
    vote_all(world, scene, dict.fromkeys((*EVERYBODY[:-2], "chair"), "for"))
    world.do(sessions.vote, scene.item, "for", by="member1", for_member=world.person("member10").public_id)
    world.take("item", scene.item, "close_vote", by="chair")

    with world.looking() as session:
        found = world.found("decision", decision_of(world, scene), session).reservations
    assert {one["severity"] for one in found} == {"major", "minor"}
    assert all(one["due_on"] > world.today.isoformat() and one["text"] for one in found)


# -- gates


def test_a_plain_grant_falls_with_its_gates_even_when_it_was_voted(world: World) -> None:
    scene = scenes.decided(world)
    scenes.filing.check_documents(world, scene, level=0)

    assert refusals(sign, world, scene) == ("gates-unmet",)
    assert world.state("application", scene.application) == "in_committee"
    with world.looking() as session:
        assert session.query(Label).count() == 0
        assert session.query(Decision).one().signed_at is None


def test_what_can_no_longer_be_signed_goes_back_to_the_committee(world: World) -> None:
    scene = scenes.decided(world)
    reason = "Le contrôle des documents a été repris."
    assert refusals(world.take, "decision", scene.decision, "set_aside", by="chair", reason=reason) == (
        "decision-can-be-signed",
    )

    scenes.filing.check_documents(world, scene, level=0)
    world.take("decision", scene.decision, "set_aside", by="chair", reason=reason)

    assert world.state("decision", scene.decision) == "set_aside"
    assert world.state("application", scene.application) == "ready"
    assert refusals(sign, world, scene) == ("step-not-from-here",)
    assert world.offers("application", scene.application, by="applicant")["withdraw"] == ()


def test_a_review_excluded_after_the_vote_keeps_the_decision_from_being_signed(world: World) -> None:
    scene = scenes.decided(world)
    reason = "Un lien familial a été découvert depuis le vote."

    world.take("assignment", scene.assignments["peer1"], "exclude", by="coordinator", reason=reason)

    assert "peer-reviews-missing" in refusals(sign, world, scene)


# -- who signs


def test_only_a_person_with_a_delegation_signs(world: World) -> None:
    scene = scenes.decided(world)

    for person in ("chair", "coordinator", "member1", "applicant", "auditor"):
        assert is_forbidden(sign, world, scene, by=person)


def test_a_delegation_that_ended_yesterday_signs_nothing(world: World) -> None:
    scene = scenes.decided(world)
    world.person("signatory")
    with world.looking() as session:
        mandate = session.query(Mandate).filter_by(role="signatory").one()
        yesterday = world.today - timedelta(days=1)
        accounts.end_mandate(mandate, on=yesterday, actor=SYSTEM, now=world.now)

    assert is_forbidden(sign, world, scene)


def test_a_signatory_with_a_link_does_not_sign(world: World) -> None:
    scene = scenes.decided(world)
    actor, body = world.actor("signatory"), world.structure("applicant")
    with world.looking() as session:
        user, structure = session.get_one(User, actor.id), session.get_one(Structure, body.id)
        declare_link(user, structure, Link("FAMILY", SINCE, note="Un lien."), actor=actor, now=world.now)

    assert is_forbidden(sign, world, scene)


def test_a_decision_is_signed_once(world: World) -> None:
    scene = scenes.signed(world)

    assert refusals(sign, world, scene) == ("step-not-from-here",)
    with world.looking() as session:
        assert session.query(Label).count() == 1


def test_a_signed_decision_is_not_rewritten(world: World) -> None:
    scene = scenes.signed(world)

    assert refusals(draft, world, scene, text="Autre chose.") == ("step-not-from-here",)


# -- letters


def test_a_deferral_is_not_notified_as_a_refusal(world: World) -> None:
    scene = scenes.decided(world, outcome="defer")
    draft(world, scene, grounds=[GROUND], departure_reason=DEPARTS)

    sign(world, scene)

    with world.looking() as session:
        letter = session.query(Document).filter_by(kind="letter").one().content
    assert (letter["outcome"], letter["remedies"]) == ("deferred", [])
    assert world.state("application", scene.application) == "deferred"


# -- together


def test_decisions_of_a_session_are_signed_together_each_for_itself(world: World) -> None:
    first = scenes.in_committee(world)
    second = list_second(world, first)
    world.take("session", first.session, "convene", by="coordinator")
    sit(world, first, EVERYBODY)
    for scene, outcome in ((first, "grant"), (second, "refuse")):
        world.take("item", scene.item, "open_vote", by="chair", outcome=outcome)
        vote_all(world, scene, dict.fromkeys(EVERYBODY, "for"))
        world.take("item", scene.item, "close_vote", by="chair")
        scene.decision = decision_of(world, scene)

    with world.looking():
        wanted = [(first.decision, 1), (second.decision, 1), ("0000000000", 1)]
        results = sign_together(wanted, actor=world.actor("signatory"), now=world.now)

    told = {one.decision: {refusal.code for refusal in one.refusals} for one in results}
    assert told == {
        first.decision: set(),
        second.decision: {"grounds-missing", "departure-not-reasoned"},
        "0000000000": {"decision-not-yours"},
    }
    assert world.state("application", first.application) == "granted"
    assert world.state("application", second.application) == "in_committee"


def test_a_decision_that_changed_meanwhile_is_read_again_before_it_is_signed(world: World) -> None:
    scene = scenes.decided(world)
    draft(world, scene, advice="Continuez.")

    with world.looking():
        (result,) = sign_together([(scene.decision, 1)], actor=world.actor("signatory"), now=world.now)

    assert [refusal.code for refusal in result.refusals] == ["decision-changed"]


def test_an_application_set_aside_is_heard_again_and_decided(world: World) -> None:
    scene = scenes.decided(world)
    scenes.filing.check_documents(world, scene, level=0)
    reason = "Le contrôle des documents a été repris."
    world.take("decision", scene.decision, "set_aside", by="chair", reason=reason)
    scenes.filing.check_documents(world, scene)
    held_at = world.now + timedelta(days=21)
    scene.session = world.do(sessions.plan, world.programme_code, "Commission d’été", held_at, by="coordinator")
    scenes.committee.list_on(world, scene)
    scene.item = item_of(world, scene)
    world.take("session", scene.session, "convene", by="coordinator")
    sit(world, scene, EVERYBODY)
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    vote_all(world, scene, dict.fromkeys(EVERYBODY, "for"))
    world.take("item", scene.item, "close_vote", by="chair")
    scene.decision = decision_of(world, scene)

    sign(world, scene)

    assert world.state("application", scene.application) == "granted"
