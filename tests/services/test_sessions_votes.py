"""Votes: who may, once, on what was put to them; quorum at its limit, proxies, casting vote, equal divisions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow.models.session import Vote
from labelflow.services import sessions
from tests import scenes
from tests.deliberating import (
    EVERYBODY,
    another_ready,
    attend,
    decision_of,
    is_forbidden,
    item_of,
    last_ballot,
    refusals,
    sit,
    split,
    vote_all,
)
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World

SIX = EVERYBODY[:5]
"""Five members; with the chair, one voice under the floor of seven."""


def put(world: World, scene: Scene, outcome: str = "grant", by: str = "chair") -> None:
    world.take("item", scene.item, "open_vote", by=by, outcome=outcome)


def offered(world: World, scene: Scene, step: str, by: str = "chair") -> tuple[str, ...]:
    return world.offers("item", scene.item, by=by)[step]


# -- quorum


def test_seven_voices_are_enough_and_six_are_not(world: World) -> None:
    scene = sit(world, scenes.convened(world), [*SIX, "chair"])

    assert offered(world, scene, "open_vote") == ("quorum-missing",)

    attend(world, scene, [*SIX, "chair"], remote=["member9"])
    assert offered(world, scene, "open_vote") == ()


def test_a_proxy_makes_the_quorum_unless_it_is_void(world: World) -> None:
    scene = sit(world, scenes.convened(world), [*SIX, "chair"], proxies={"member9": "member8"})

    assert offered(world, scene, "open_vote") == ("quorum-missing",), "whoever holds it is not there"

    attend(world, scene, [*SIX, "chair"], proxies={"member9": "member1"})
    assert offered(world, scene, "open_vote") == ()

    world.do(sessions.recuse, scene.item, by="member9")
    assert offered(world, scene, "open_vote") == ("quorum-missing",), "whoever gave it steps aside"


def test_one_person_holds_one_proxy(world: World) -> None:
    scene = sit(
        world, scenes.convened(world), [*SIX[:4], "chair"], proxies={"member9": "member1", "member8": "member1"}
    )

    assert offered(world, scene, "open_vote") == ("quorum-missing",)


def test_a_recusal_takes_a_voice_from_the_quorum(world: World) -> None:
    scene = sit(world, scenes.convened(world), [*EVERYBODY[:6], "chair"])

    assert offered(world, scene, "open_vote") == ()
    world.do(sessions.recuse, scene.item, by="member6")
    assert offered(world, scene, "open_vote") == ("quorum-missing",)


def test_the_quorum_is_asked_again_when_the_vote_closes(world: World) -> None:
    scene = scenes.voted(world)

    attend(world, scene, [*SIX, "chair"])

    assert "quorum-missing" in offered(world, scene, "close_vote")


def test_a_second_meeting_needs_no_quorum_for_what_was_on_the_first_agenda(world: World) -> None:
    scene = scenes.convened(world)
    world.take("application", scene.application, "unschedule", by="coordinator")
    again: dict[str, str] = {"second_meeting_of": scene.session}
    held_at = world.now + timedelta(days=21)
    other = another_ready(world)
    scene.session = world.do(sessions.plan, world.programme_code, "Seconde séance", held_at, by="coordinator", **again)
    for one in (scene, other):
        fields = {"session": scene.session, "rapporteur": world.person("member1").public_id}
        world.take("application", one.application, "schedule", by="coordinator", **fields)
        one.item = item_of(world, one)
    world.take("session", scene.session, "convene", by="coordinator")
    sit(world, scene, ["member1", "chair"])

    assert offered(world, scene, "open_vote") == ()
    assert offered(world, other, "open_vote") == ("quorum-missing",)


# -- votes


def test_a_member_votes_once(world: World) -> None:
    scene = scenes.vote_open(world)

    world.do(sessions.vote, scene.item, "for", by="member1")

    assert refusals(world.do, sessions.vote, scene.item, "against", by="member1") == ("vote-already-cast",)
    with world.looking() as session:
        assert [vote.choice for vote in session.query(Vote)] == ["for"]


def test_whoever_is_away_does_not_vote(world: World) -> None:
    scene = sit(world, scenes.convened(world), EVERYBODY[1:])
    put(world, scene)

    assert refusals(world.do, sessions.vote, scene.item, "for", by="member1") == ("vote-absent",)


@pytest.mark.parametrize("person", ["coordinator", "signatory", "nobody", "applicant"])
def test_only_members_vote(world: World, person: str) -> None:
    scene = scenes.vote_open(world)

    assert is_forbidden(world.do, sessions.vote, scene.item, "for", by=person)


def test_a_vote_needs_an_open_ballot(world: World) -> None:
    scene = scenes.session_open(world)

    assert refusals(world.do, sessions.vote, scene.item, "for", by="member1") == ("vote-closed",)


def test_nobody_votes_after_the_closing(world: World) -> None:
    scene = scenes.decided(world)

    assert refusals(world.do, sessions.vote, scene.item, "for", by="member1") == ("vote-closed",)


def test_a_vote_never_lands_on_another_proposal(world: World) -> None:
    scene = scenes.vote_open(world)
    proxy = world.person("member10").public_id
    vote_all(world, scene, dict.fromkeys((*EVERYBODY[:-2], "chair"), "against"))
    world.do(sessions.vote, scene.item, "against", by="member1", for_member=proxy)
    world.take("item", scene.item, "put_again", by="chair")
    put(world, scene, "refuse")

    assert refusals(world.do, sessions.vote, scene.item, "for", by="member2", ballot=1) == ("ballot-changed",)
    world.do(sessions.vote, scene.item, "for", by="member2", ballot=2)


def test_voices_are_cast_together_or_not_at_all(world: World) -> None:
    scene = scenes.vote_open(world)
    mine, theirs, stranger = (world.person(key).public_id for key in ("member1", "member10", "member2"))

    found = refusals(world.do, sessions.cast_votes, scene.item, {mine: "for", stranger: "for"}, by="member1")
    assert found == ("vote-without-proxy",)
    with world.looking() as session:
        assert session.query(Vote).count() == 0

    world.do(sessions.cast_votes, scene.item, {mine: "for", theirs: "abstain"}, by="member1")
    with world.looking() as session:
        assert [(vote.choice, vote.by_proxy_id is not None) for vote in session.query(Vote).order_by(Vote.id)] == [
            ("for", False),
            ("abstain", True),
        ]


def test_a_void_proxy_gives_no_voice(world: World) -> None:
    scene = sit(world, scenes.convened(world), (*EVERYBODY[:-3], "chair"), proxies={"member9": "member1"})
    put(world, scene)
    giver = world.person("member9").public_id

    world.do(sessions.recuse, scene.item, by="member9")

    found = refusals(world.do, sessions.vote, scene.item, "for", by="member1", for_member=giver)
    assert found == ("vote-without-proxy",)


def test_a_vote_closes_when_everybody_voted(world: World) -> None:
    scene = scenes.vote_open(world)
    vote_all(world, scene, {"member1": "for"})

    assert offered(world, scene, "close_vote") == ("votes-missing",)

    attend(world, scene, (*EVERYBODY[:-2], "chair"), proxies={"member10": "member1"})
    assert offered(world, scene, "close_vote") == ("votes-missing",)


# -- majority, casting vote, equal division


def eight(world: World) -> Scene:
    """Seven members and the chair."""
    return sit(world, scenes.convened(world), [*EVERYBODY[:7], "chair"])


@pytest.mark.parametrize(
    ("votes", "carried", "casting"),
    [
        (split(4, 3, chair="for"), True, False),
        (split(3, 4, chair="for"), True, True),
        (split(4, 3, chair="against"), False, True),
        (split(4, 0, abstain=3, chair="abstain"), False, False),
        (split(5, 0, abstain=2, chair="abstain"), True, False),
    ],
)
def test_the_majority_is_of_those_present_or_represented(
    world: World, votes: dict[str, str], carried: bool, casting: bool
) -> None:
    scene = eight(world)
    put(world, scene)
    vote_all(world, scene, votes)

    world.take("item", scene.item, "close_vote" if carried else "put_again", by="chair")

    ballot = last_ballot(world, scene)
    assert (ballot["carried"], ballot["casting_vote_used"], ballot["base"]) == (carried, casting, 8)


def test_an_equal_division_leads_to_a_deferral_then_to_a_refusal(world: World) -> None:
    scene = eight(world)
    put(world, scene)
    vote_all(world, scene, split(4, 3, chair="abstain"))
    assert offered(world, scene, "close_vote") == ("vote-tied",)

    world.take("item", scene.item, "put_again", by="chair")
    put(world, scene, "defer")
    vote_all(world, scene, dict.fromkeys((*EVERYBODY[:7], "chair"), "for"))
    world.take("item", scene.item, "close_vote", by="chair")
    scene.decision = decision_of(world, scene)
    grounds = [{"article": "4.2", "criterion": "", "facts": FACTS}]
    world.take("decision", scene.decision, "redraft", by="chair", grounds=grounds, departure_reason="Partage des voix.")
    world.take("decision", scene.decision, "sign", by="signatory")
    assert world.state("application", scene.application) == "deferred"

    world.take("application", scene.application, "resume_ready", by="coordinator")
    scenes.committee.list_on(world, _next_session(world, scene))
    scene.item = item_of(world, scene)
    world.take("session", scene.session, "convene", by="coordinator")
    sit(world, scene, [*EVERYBODY[:7], "chair"])
    put(world, scene)
    vote_all(world, scene, split(4, 3, chair="abstain"))

    assert offered(world, scene, "close_vote") == ("vote-tied-again",)
    world.take("item", scene.item, "put_again", by="chair")
    assert refusals(put, world, scene, "defer") == ("no-deferral-left",), "a deferral is given once"


def _next_session(world: World, scene: Scene) -> Scene:
    held_at = world.now + timedelta(days=21)
    scene.session = world.do(sessions.plan, world.programme_code, "Commission d’été", held_at, by="coordinator")
    return scene


# -- what may be put to the vote


def test_what_could_not_take_effect_is_not_put_to_the_vote(world: World) -> None:
    scene = scenes.session_open(world)
    scenes.filing.check_documents(world, scene, level=0)

    assert refusals(put, world, scene, "grant") == ("gates-unmet",)
    assert refusals(put, world, scene, "withdraw") == ("outcome-unknown",)
    put(world, scene, "grant_with_reservations")


def test_only_whoever_presides_puts_to_the_vote(world: World) -> None:
    scene = scenes.session_open(world)

    for person in ("member1", "coordinator", "signatory"):
        assert is_forbidden(put, world, scene, by=person)


def test_nothing_is_voted_outside_a_session(world: World) -> None:
    scene = scenes.convened(world)
    attend(world, scene, EVERYBODY)

    assert offered(world, scene, "open_vote") == ("session-not-open",)
