"""Who presides an item: the chair, else a deputy who is there and free; never somebody with a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.models.account import User
from labelflow.queries.contents import minutes_content
from labelflow.queries.item_pages import hearing_of
from labelflow.queries.session_pages import line_of
from labelflow.queries.tasks import tasks_of
from labelflow.services import sessions
from tests import scenes
from tests.deliberating import EVERYBODY, is_forbidden, last_ballot, sit, split, vote_all

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World


def with_deputy(world: World) -> Scene:
    """Seven members, the chair and the deputy are there; the chair has stepped aside."""
    world.person("deputy")
    scene = sit(world, scenes.convened(world), [*EVERYBODY[:7], "chair", "deputy"])
    world.do(sessions.recuse, scene.item, by="chair")
    return scene


def test_the_deputy_stands_back_while_the_chair_is_there(world: World) -> None:
    world.person("deputy")
    scene = sit(world, scenes.convened(world), [*EVERYBODY, "deputy"])

    assert is_forbidden(world.take, "item", scene.item, "open_vote", by="deputy", outcome="grant")
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")


def test_the_deputy_presides_what_the_chair_steps_aside_from(world: World) -> None:
    scene = with_deputy(world)

    assert is_forbidden(world.take, "item", scene.item, "open_vote", by="chair", outcome="grant")
    world.take("item", scene.item, "open_vote", by="deputy", outcome="grant")
    assert is_forbidden(world.do, sessions.vote, scene.item, "for", by="chair")


def test_the_deputy_then_has_the_casting_vote_and_the_minutes_say_so(world: World) -> None:
    scene = with_deputy(world)
    world.take("item", scene.item, "open_vote", by="deputy", outcome="grant")
    votes = split(3, 4, chair="for")
    vote_all(world, scene, {("deputy" if key == "chair" else key): choice for key, choice in votes.items()})

    world.take("item", scene.item, "close_vote", by="deputy")
    world.take("session", scene.session, "close", by="chair")

    ballot = last_ballot(world, scene)
    assert (ballot["for"], ballot["against"], ballot["casting_vote_used"]) == (4, 4, True)
    assert ballot["chair"] == world.person("deputy").public_id
    with world.looking() as session:
        content = minutes_content(world.found("session", scene.session, session), world.today)
    assert content.items[0].sense == "Ce point a été présidé par René Castan."
    assert content.items[0].recused == ("Claire Montagne",)


def test_nobody_presides_when_the_chair_steps_aside_alone(world: World) -> None:
    scene = scenes.session_open(world)
    world.person("deputy")
    world.do(sessions.recuse, scene.item, by="chair")

    assert world.offers("item", scene.item, by="deputy")["open_vote"] == ("chair-recused",)
    assert "open_vote" not in world.offers("item", scene.item, by="chair")


def test_a_chair_who_steps_aside_in_the_middle_hands_over(world: World) -> None:
    world.person("deputy")
    scene = sit(world, scenes.convened(world), [*EVERYBODY[:7], "chair", "deputy"])
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    vote_all(world, scene, dict.fromkeys((*EVERYBODY[:7], "chair", "deputy"), "for"))

    world.do(sessions.recuse, scene.item, by="chair")
    world.take("item", scene.item, "close_vote", by="deputy")

    ballot = last_ballot(world, scene)
    assert (ballot["for"], ballot["void"], ballot["recused"]) == (8, 1, 1)


def test_a_session_without_its_chair_is_held_by_the_deputy(world: World) -> None:
    world.person("deputy")
    scene = sit(world, scenes.convened(world), [*EVERYBODY[:9], "deputy"], chair="deputy")

    assert world.offers("item", scene.item, by="deputy")["open_vote"] == ()
    with world.looking() as session:
        chair = world.found("session", scene.session, session).chair_id
        assert session.get_one(User, chair).family_name == "Castan"


def test_everywhere_the_same_person_is_told_that_they_preside(world: World) -> None:
    scene = with_deputy(world)
    told = {}
    for key in ("chair", "deputy"):
        actor = world.actor(key)
        with world.looking() as session:
            row = world.found("session", scene.session, session)
            duties = {duty.code for duty in line_of(row, actor, world.now).duties}
            item = world.found("item", scene.item, session)
            hearing = hearing_of(item, actor, world.now)
            tasks = {task.code for task in tasks_of(actor, world.now)}
            told[key] = ("preside" in duties, hearing.presides, "session_to_preside" in tasks)
            assert hearing.standing.chair == "René Castan"

    assert told == {"chair": (False, False, False), "deputy": (True, True, True)}


def test_the_chair_is_told_to_close_a_session_whose_items_are_settled(world: World) -> None:
    world.person("deputy")
    scene = scenes.voted(world)
    world.take("item", scene.item, "close_vote", by="chair")

    for key, closes in (("chair", True), ("deputy", False)):
        actor = world.actor(key)
        with world.looking():
            assert ("session_to_preside" in {task.code for task in tasks_of(actor, world.now)}) == closes
