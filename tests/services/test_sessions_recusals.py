"""Members who step aside: by a link that is known, by their own word, before the session or in the middle of a vote."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from labelflow.domain.actor import SYSTEM
from labelflow.models.account import User
from labelflow.models.session import Recusal
from labelflow.models.structure import Structure
from labelflow.queries.session_pages import readable_items
from labelflow.queries.subjects import role_on
from labelflow.services import accounts, sessions
from labelflow.services.interests import Link, declare_link
from tests import scenes
from tests.deliberating import EVERYBODY, attend, is_forbidden, last_ballot, refusals, sit, vote_all
from tests.scenes.cast import EVERYBODY as EVERY_PERSON
from tests.world import SINCE

if TYPE_CHECKING:
    from labelflow.domain.actor import Role
    from tests.scenes import Scene
    from tests.world import World


def link(world: World, person: str, code: str = "FAMILY") -> None:
    """The person declares a link with the applicant."""
    actor, body = world.actor(person), world.structure("applicant")
    with world.looking() as session:
        user, structure = session.get_one(User, world.person(person).id), session.get_one(Structure, body.id)
        declare_link(user, structure, Link(code, SINCE, note="Un lien."), actor=actor, now=world.now)


def mandate(world: World, person: str, role: Role) -> None:
    """The person gets one more mandate."""
    with world.looking() as session:
        user = session.get_one(User, world.person(person).id)
        accounts.grant_mandate(user, role, starts_on=SINCE, actor=SYSTEM, now=world.now)


def recused(world: World) -> set[tuple[str, str]]:
    """(family name, source) of the recusals on record."""
    with world.looking() as session:
        return {(row.member.family_name, row.source) for row in session.query(Recusal)}


def reads(world: World, scene: Scene, person: str) -> dict[str, bool]:
    """What a person may still read of the item and of its application."""
    actor = world.actor(person)
    with world.looking() as session:
        item = world.found("item", scene.item, session)
        return {
            "item": role_on(item, "item:read", actor, world.now) is not None,
            "reviews": role_on(item.application, "application:read_reviews", actor, world.now) is not None,
            "vote": role_on(item, "item:vote", actor, world.now) is not None,
        }


def test_links_are_computed_when_the_session_opens(world: World) -> None:
    scene = scenes.convened(world)
    link(world, "member3")

    sit(world, scene, EVERYBODY)

    assert recused(world) == {("Cazals", "computed")}
    assert reads(world, scene, "member3") == {"item": False, "reviews": False, "vote": False}
    assert reads(world, scene, "member4") == {"item": True, "reviews": True, "vote": True}


def test_a_public_funder_declares_the_link_and_votes(world: World) -> None:
    scene = scenes.convened(world)
    link(world, "member3", "FUNDING")

    sit(world, scene, EVERYBODY)

    assert recused(world) == set()
    assert reads(world, scene, "member3")["vote"]


def test_whoever_evaluated_does_not_vote(world: World) -> None:
    scene = scenes.convened(world)
    mandate(world, "peer1", "member")
    sit(world, scene, [*EVERYBODY, "peer1"])
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")

    assert ("Peyre", "computed") in recused(world)
    assert is_forbidden(world.do, sessions.vote, scene.item, "for", by="peer1")


def test_a_member_steps_aside_and_loses_everything_of_the_file(world: World) -> None:
    scene = scenes.convened(world)

    world.do(sessions.recuse, scene.item, by="member5", note="Nous avons travaillé ensemble.")

    assert recused(world) == {("Estève", "declared")}
    assert reads(world, scene, "member5") == {"item": False, "reviews": False, "vote": False}


def test_stepping_aside_twice_is_once(world: World) -> None:
    scene = scenes.convened(world)

    world.do(sessions.recuse, scene.item, by="member5")
    world.do(sessions.recuse, scene.item, by="member5")

    assert recused(world) == {("Estève", "declared")}


def test_what_was_said_holds_for_the_application_at_later_sessions(world: World) -> None:
    scene = scenes.convened(world)
    world.do(sessions.recuse, scene.item, by="member5")
    world.take("application", scene.application, "unschedule", by="coordinator")

    held_at = world.now + timedelta(days=40)
    again = world.do(sessions.plan, world.programme_code, "Plus tard", held_at, by="coordinator")
    rapporteur = {"session": again, "rapporteur": world.person("member5").public_id}

    found = refusals(world.take, "application", scene.application, "schedule", by="coordinator", **rapporteur)
    assert found == ("rapporteur-in-conflict",)


def test_whoever_presides_records_that_another_steps_aside(world: World) -> None:
    scene = scenes.session_open(world)
    member = world.person("member6").public_id

    assert is_forbidden(world.do, sessions.recuse, scene.item, by="member2", member=member)
    world.do(sessions.recuse, scene.item, by="chair", member=member)

    assert recused(world) == {("Fabre", "recorded")}


def test_whoever_does_not_sit_has_nothing_to_step_aside_from(world: World) -> None:
    scene = scenes.convened(world)

    assert is_forbidden(world.do, sessions.recuse, scene.item, by="signatory")


def test_nobody_steps_aside_from_what_is_settled(world: World) -> None:
    scene = scenes.decided(world)

    assert refusals(world.do, sessions.recuse, scene.item, by="member5") == ("item-settled",)


def test_a_vote_cast_before_stepping_aside_counts_no_more(world: World) -> None:
    scene = scenes.vote_open(world)
    vote_all(world, scene, dict.fromkeys(EVERYBODY[:-2], "for") | {"chair": "for"})
    world.do(sessions.vote, scene.item, "for", by="member1", for_member=world.person("member10").public_id)

    world.do(sessions.recuse, scene.item, by="member2")
    world.take("item", scene.item, "close_vote", by="chair")

    ballot = last_ballot(world, scene)
    assert (ballot["for"], ballot["void"], ballot["recused"]) == (10, 1, 1)


def test_a_link_found_during_the_vote_puts_its_member_aside(world: World) -> None:
    scene = scenes.convened(world)
    sit(world, scene, EVERYBODY)
    world.take("item", scene.item, "open_vote", by="chair", outcome="grant")
    link(world, "member10")

    vote_all(world, scene, dict.fromkeys((*EVERYBODY[:-2], "chair"), "for"))
    world.take("item", scene.item, "close_vote", by="chair")

    assert last_ballot(world, scene)["for"] == 10
    assert recused(world) == {("Jourda", "computed")}


def test_a_rapporteur_with_a_link_is_replaced_before_the_vote(world: World) -> None:
    scene = scenes.convened(world)
    world.do(sessions.recuse, scene.item, by="member1")
    sit(world, scene, EVERYBODY)

    assert world.offers("item", scene.item, by="chair")["open_vote"] == ("rapporteur-in-conflict",)

    evaluator = world.person("peer1").public_id
    assert refusals(world.do, sessions.name_rapporteur, scene.item, evaluator, by="coordinator") == (
        "rapporteur-not-member",
    )
    world.do(sessions.name_rapporteur, scene.item, world.person("member2").public_id, by="coordinator")
    assert world.offers("item", scene.item, by="chair")["open_vote"] == ()


def test_a_list_of_items_opens_what_each_item_would(world: World) -> None:
    scene = scenes.convened(world)
    link(world, "member3")
    world.do(sessions.recuse, scene.item, by="member5")
    attend(world, scene, EVERYBODY)

    for person in EVERY_PERSON:
        actor = world.actor(person)
        with world.looking() as session:
            item = world.found("item", scene.item, session)
            listed = item.id in readable_items(actor, [item], world.now)
            assert listed == (role_on(item, "item:read", actor, world.now) is not None), person
